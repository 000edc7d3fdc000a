package import Foundation
package import GRDB

/// Makes a draft of every Markdown file that no note names, as after a restored backup that is older than the files.
package struct NoteAdoption: Sendable {
    package let dataPath: String
    /// The time to write into rows whose file tells none.
    let now: Date

    package init(dataPath: String, now: Date) {
        self.dataPath = dataPath
        self.now = now
    }

    /// A draft that was made.
    package struct Draft: Sendable, Codable {
        package let id: Int64
        package let slug: String
        package let file: String
    }

    /// Adds rows in one transaction; no file is touched.
    package func run(in writer: some DatabaseWriter) throws -> [Draft] {
        let notes = NoteFolder(dataPath: dataPath)
        let index = SearchIndex(notes: notes)
        return try writer.write { db in
            let inventory = try NoteInventory(of: db, dataPath: dataPath, comparingContent: false)
            return try inventory.withoutRow.compactMap { path in
                guard let file = try? notes.read(path) else { return nil }
                let slug = try freeSlug(for: path, in: db)
                let created = creationTime(of: path, file: file)
                try db.execute(
                    sql: """
                        INSERT INTO notes (slug, file_path, published, created_at, updated_at, content_hash)
                        VALUES (?, ?, 0, ?, ?, ?)
                        """,
                    arguments: [slug, path, created, created, file.hash.hex]
                )
                let id = db.lastInsertedRowID
                try index.replace(id: id, slug: slug, name: nil, content: PostContent(file.text), in: db)
                return Draft(id: id, slug: slug, file: path)
            }
        }
    }

    /// The file's name where it is a slug, numbered where it is taken.
    private func freeSlug(for path: String, in db: Database) throws -> String {
        let name = path.split(separator: "/").last?.dropLast(".md".count) ?? ""
        let letters = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let words = String(letters).split(separator: "-").joined(separator: "-")
        let stem = words.isEmpty ? "note" : String(words.prefix(190))
        var (slug, number) = (stem, 1)
        while try FormerSlug.isTaken(slug, in: db) {
            number += 1
            slug = "\(stem)-\(number)"
        }
        return slug
    }

    /// When the file was last written, unless that is not in the month whose folder it lies in: then the month's first day.
    private func creationTime(of path: String, file: NoteFile) -> String {
        let written = FileStatus(of: file.path)?.modified ?? now
        let time = StoredTimestamp(written).text
        let parts = path.split(separator: "/")
        guard parts.count >= 4, let year = Int(parts[1]), let month = Int(parts[2]), (1...12).contains(month),
            (1970...9999).contains(year)
        else { return time }
        let folderMonth = "\(parts[1])-\(parts[2])"
        return time.hasPrefix(folderMonth) ? time : "\(folderMonth)-01 00:00:00"
    }
}
