import Foundation
package import GRDB

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
        let folder = dataPath + "/notes"
        hasFolder = FileManager.default.fileExists(atPath: folder)
        var files = Set(Self.markdownFiles(in: folder))
        let notes = NoteFolder(dataPath: dataPath)
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT id, slug, file_path, deleted_at IS NOT NULL, content_hash FROM notes ORDER BY id"
        )
        var found: Set<String> = []
        while let row = try rows.next() {
            let note = Note(id: row[0], slug: row[1], file: row[2])
            let path = Self.relativePath(of: note.file)
            guard files.contains(path) else {
                if !(row[3] as Bool) { withoutFile.append(note) }
                continue
            }
            found.insert(path)
            if comparingContent, let hash: String = row[4], (try? notes.read(note.file))?.hash.hex != hash.lowercased()
            {
                edited.append(note)
            }
        }
        files.subtract(found)
        withoutRow = files.sorted().map { "notes/" + $0 }
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

    /// The part of a row's path from within the notes folder; see `NoteFolder.read`.
    private static func relativePath(of storedPath: String) -> String {
        let parts = storedPath.split(separator: "/").map(String.init)
        if parts.first == "notes" { return parts.dropFirst().joined(separator: "/") }
        guard let last = parts.lastIndex(of: "notes") else { return storedPath }
        return parts[(last + 1)...].joined(separator: "/")
    }

    /// Paths relative to the folder; neither hidden nor temporary files.
    private static func markdownFiles(in folder: String) -> [String] {
        guard let paths = FileManager.default.enumerator(atPath: folder) else { return [] }
        return paths.compactMap { $0 as? String }.filter { path in
            path.hasSuffix(".md") && !path.split(separator: "/").contains { $0.hasPrefix(".") }
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    }
}
