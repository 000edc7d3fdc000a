import Foundation
package import GRDB
import Glibc

/// How the rows of notes and the files in the notes folder match.
package struct NoteInventory: Sendable, Codable {
    /// A note named by its row.
    package struct Note: Sendable, Codable {
        package let id: Int64
        package let slug: String
        /// As the row has it.
        package let file: String
    }

    /// False when there is no notes folder at all.
    package var hasFolder = true
    /// Notes whose file is gone; a deleted note may do without.
    package var withoutFile: [Note] = []
    /// Files that no row names, relative to the data folder: drafts on offer.
    package var withoutRow: [String] = []
    /// Notes whose file was edited by hand since it was last recorded.
    package var edited: [Note] = []

    enum CodingKeys: String, CodingKey {
        case edited
        case hasFolder = "notes_folder"
        case withoutFile = "without_file"
        case withoutRow = "without_row"
    }

    /// Compares; with `comparingContent` every file is read, too, and its digest compared with the row's.
    package init(of db: Database, dataPath: String, comparingContent: Bool) throws {
        let root = URL(filePath: dataPath + "/notes").resolvingSymlinksInPath().path
        hasFolder = FileManager.default.fileExists(atPath: root)
        var files = Self.markdownFiles(in: root)
        let notes = NoteFolder(dataPath: dataPath)
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT id, slug, file_path, deleted_at IS NOT NULL, content_hash FROM notes ORDER BY id"
        )
        while let row = try rows.next() {
            let note = Note(id: row[0], slug: Self.text(row[1]), file: Self.text(row[2]))
            // Nearly every row names its file in the plain way; asking the system for each would take longer than all else.
            if files.remove(Array(NoteFolder.relativePath(of: note.file).utf8)) == nil {
                guard let path = notes.locate(note.file) else {
                    if !(row[3] as Bool) { withoutFile.append(note) }
                    continue
                }
                files.remove(Array(path.utf8.dropFirst(root.utf8.count + 1)))
            }
            let recorded = Self.text(row[4])
            if comparingContent, !recorded.isEmpty, try notes.read(note.file).hash.hex != recorded.lowercased() {
                edited.append(note)
            }
        }
        withoutRow = files.map { "notes/" + String(decoding: $0, as: UTF8.self) }.sorted()
    }

    /// Everything that deserves a word, in words.
    package var findings: [String] {
        var findings: [String] = []
        if !hasFolder, !withoutFile.isEmpty {
            findings.append("The folder notes/ is missing; its files hold the notes' words.")
        }
        if !withoutFile.isEmpty {
            findings.append("\(withoutFile.count) notes have no file: \(Self.list(withoutFile.map(\.file))).")
        }
        if !withoutRow.isEmpty {
            findings.append(
                "\(withoutRow.count) files have no note: \(Self.list(withoutRow)). To make drafts of them: starpunk notes adopt"
            )
        }
        if !edited.isEmpty {
            findings.append("\(edited.count) files were edited by hand: \(Self.list(edited.map(\.file))).")
        }
        return findings
    }

    /// A cell as text, whatever an operator has put into it.
    private static func text(_ value: DatabaseValue) -> String { String.fromDatabaseValue(value) ?? "" }

    /// Paths within the folder, as bytes, since file names are bytes; neither hidden nor temporary files.
    private static func markdownFiles(in root: String) -> Set<[UInt8]> {
        var files: Set<[UInt8]> = []
        var folders = [""]
        while let inner = folders.popLast() {
            guard let directory = opendir(root + "/" + inner) else { continue }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name.hasPrefix(".") { continue }
                switch kind(of: entry, at: root + "/" + inner + name) {
                case S_IFDIR: folders.append(inner + name + "/")
                case S_IFREG where name.lowercased().hasSuffix(".md"): files.insert(Array((inner + name).utf8))
                default: break
                }
            }
        }
        return files
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

    private static func list(_ names: [String]) -> String {
        names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    }
}
