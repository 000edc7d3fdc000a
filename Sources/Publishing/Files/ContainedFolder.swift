import Foundation

/// A folder that gives out the files within it and none outside, whatever path it is asked for.
struct ContainedFolder: Sendable {
    /// The folder as named by the operator.
    let path: String

    /// The real path of a regular file within the folder, or nil.
    ///
    /// `..` never leaves the folder, and neither does a symbolic link: what counts is where the path really ends.
    func file(at relativePath: String) -> String? {
        guard !relativePath.utf8.contains(0), let root = Self.realPath(path),
            let file = Self.realPath("\(path)/\(relativePath)"),
            file.utf8.starts(with: "\(root)/".utf8), Self.isRegularFile(file)
        else { return nil }
        return file
    }

    /// The path within the folder, if the system cannot even say whether something is there; nil if it can.
    func obstacle(at relativePath: String) -> String? {
        let file = "\(path)/\(relativePath)"
        var status = stat()
        guard !relativePath.isEmpty, stat(file, &status) != 0, ![ENOENT, ENOTDIR, ENAMETOOLONG].contains(errno) else {
            return nil
        }
        return file
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
