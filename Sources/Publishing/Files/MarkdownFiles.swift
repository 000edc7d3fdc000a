import Glibc

/// The Markdown files in a folder and the folders within it, neither hidden nor temporary ones.
struct MarkdownFiles {
    /// Paths within the folder, as bytes, since file names are bytes.
    private(set) var paths: Set<[UInt8]> = []
    /// Whole paths of folders that cannot be read.
    private(set) var unreadable: [String] = []

    /// Looks into a folder; one that is not there has none.
    init(in root: String) {
        var folders = [""]
        while let inner = folders.popLast() {
            let folder = inner.isEmpty ? root : "\(root)/\(inner)"
            guard let directory = opendir(folder) else {
                if errno != ENOENT { unreadable.append(folder) }
                continue
            }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
                if name.first == UInt8(ascii: ".") { continue }
                let text = String(decoding: name, as: UTF8.self)
                switch Self.kind(of: entry, at: "\(folder)/\(text)") {
                case S_IFDIR: folders.append("\(inner)\(text)/")
                case S_IFREG where text.lowercased().hasSuffix(".md"): paths.insert(Array("\(inner)\(text)".utf8))
                default: break
                }
            }
        }
    }

    /// The type of a folder's entry, as stat(2) tells it; some file systems do not give it with the name.
    private static func kind(of entry: UnsafeMutablePointer<dirent>, at path: String) -> mode_t {
        switch Int(entry.pointee.d_type) {
        case Int(DT_DIR): return S_IFDIR
        case Int(DT_REG): return S_IFREG
        case Int(DT_UNKNOWN):
            var status = stat()
            return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
        default: return 0
        }
    }
}
