import GRDB
import Upgrade

/// The full-text index of notes, `notes_fts`: a shadow of the Markdown files that can be filled again at any time.
struct SearchIndex: Sendable {
    let notes: NoteFolder

    /// Makes the index say what the files say. Rows that are right already are left alone.
    var fillStep: DataStep {
        DataStep(name: "fill the search index from the Markdown files") { db, context in
            // A rehearsal proves what can be lost; an index cannot.
            if context.isRehearsal { return }
            try fill(db, progress: context.progress)
        }
    }

    /// Writes what is missing or wrong; the index itself must be whole.
    func fill(_ db: Database, progress: (Int, Int) -> Void) throws {
        let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM notes") ?? 0
        try db.execute(sql: "DELETE FROM notes_fts WHERE rowid NOT IN (SELECT id FROM notes WHERE deleted_at IS NULL)")
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT id, slug, file_path FROM notes WHERE deleted_at IS NULL ORDER BY id"
        )
        var done = 0
        while let row = try rows.next() {
            done += 1
            if done.isMultiple(of: 1000) { progress(done, total) }
            // Without its file, what the index remembers may be all that is left of a note's words.
            guard let path = String.fromDatabaseValue(row[2]), let text = try text(of: path) else { continue }
            try replace(id: row[0], slug: String.fromDatabaseValue(row[1]) ?? "", text: text, in: db)
        }
    }

    /// Ids of notes with a file that the index does not know, or knows by other words.
    func staleRows(_ db: Database) throws -> [Int64] {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT id, slug, file_path FROM notes WHERE deleted_at IS NULL ORDER BY id"
        )
        var stale: [Int64] = []
        while let row = try rows.next() {
            guard let path = String.fromDatabaseValue(row[2]), let text = try text(of: path) else { continue }
            if try isRight(id: row[0], slug: String.fromDatabaseValue(row[1]) ?? "", text: text, in: db) != true {
                stale.append(row[0])
            }
        }
        return stale
    }

    /// Nil for a note without a file. A file that is there and cannot be read is no such note.
    private func text(of storedPath: String) throws -> String? {
        do {
            return try notes.read(storedPath).text
        } catch .missing {
            return nil
        } catch {
            throw UpgradeError(
                .inputOutput,
                "\(error).",
                outcome: "It was rolled back; nothing was changed.",
                next: "check the disk, and the owner and permissions of that file, then: starpunk db upgrade"
            )
        }
    }

    /// Puts a note's words into the index.
    func replace(id: Int64, slug: String, text: String, in db: Database) throws {
        let isRight: Bool? = try isRight(id: id, slug: slug, text: text, in: db)
        if isRight == true { return }
        if isRight != nil {
            try db.cachedStatement(sql: "DELETE FROM notes_fts WHERE rowid = ?").execute(arguments: [id])
        }
        try db.cachedStatement(sql: "INSERT INTO notes_fts (rowid, slug, title, content) VALUES (?, ?, ?, ?)")
            .execute(arguments: [id, slug, Self.title(of: text), text])
    }

    /// Nil when the index has no such row.
    private func isRight(id: Int64, slug: String, text: String, in db: Database) throws -> Bool? {
        let lookup = try db.cachedStatement(
            sql: "SELECT coalesce(slug = ? AND title = ? AND content = ?, 0) FROM notes_fts WHERE rowid = ?"
        )
        return try Bool.fetchOne(lookup, arguments: [slug, Self.title(of: text), text, id])
    }

    private static func title(of text: String) -> String {
        let summary = MarkdownSummary(text)
        return summary.name ?? summary.firstLine
    }
}
