import Foundation
import GRDB
import IndieWeb

/// A draft that was made of a file.
package struct AdoptedNote: Sendable, Codable {
    package let id: Int64
    package let slug: String
    /// The path of the file, relative to the data folder.
    package let file: String
}

extension Publisher {
    /// Makes a draft of every Markdown file that no note names, as after a restored backup that is older than the files. No
    /// file is touched.
    ///
    /// - Returns: the drafts, and the files that cannot be read, or have a name that is not UTF-8.
    /// - Throws: what the database says.
    package func adoptFiles() throws -> (drafts: [AdoptedNote], unreadable: [String]) {
        try changes.performNow { [self] db, _ in
            let inventory = try NoteInventory(of: db, dataPath: configuration.dataPath, comparingContent: false)
            var (drafts, unreadable): ([AdoptedNote], [String]) = ([], [])
            for path in inventory.withoutRow {
                if let file = try? notes.read(path) {
                    drafts.append(try adopt(file, at: path, in: db))
                } else {
                    unreadable.append(path)
                }
            }
            return (drafts, unreadable)
        }
    }

    private func adopt(_ file: NoteFile, at path: String, in db: Database) throws -> AdoptedNote {
        let slug = try freeSlug(for: path, in: db)
        let words = PostWords(PostContent(file.text), MicroformatsProperties())
        let created = creationTime(of: path, file: file)
        try db.execute(
            sql: """
                INSERT INTO notes (slug, file_path, published, created_at, updated_at, content_hash, post_type)
                VALUES (?, ?, 0, ?, ?, ?, ?)
                """,
            arguments: [slug, path, created.text, created.text, file.hash.hex, words.type.rawValue]
        )
        let id = db.lastInsertedRowID
        try nameForFeeds(id, created: created, in: db)
        try index.replace(id: id, slug: slug, words: words, in: db)
        let appearance = Appearance(id, Exposure(.draft, .public, from: created.date), in: CalendarMonth(created.local))
        try follow(from: nil, to: appearance, in: db)
        return AdoptedNote(id: id, slug: slug, file: path)
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
    private func creationTime(of path: String, file: NoteFile) -> StoredTimestamp {
        let time = StoredTimestamp(FileStatus(of: file.path)?.modified ?? now())
        let parts = path.split(separator: "/")
        guard parts.count >= 4, let year = Int(parts[1]), let month = Int(parts[2]), (1...12).contains(month),
            (1970...9999).contains(year)
        else { return time }
        let folderMonth = "\(parts[1])-\(parts[2])"
        return time.text.hasPrefix(folderMonth) ? time : StoredTimestamp("\(folderMonth)-01 00:00:00") ?? time
    }
}
