import Dispatch
import GRDB
import IndieWeb
import Synchronization
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
        // Larger batches of words make fewer segments to merge. The setting is kept in the index, so it is taken back.
        try db.execute(sql: "INSERT INTO notes_fts (notes_fts, rank) VALUES ('hashsize', 8388608)")
        var (done, last, isOver) = (0, Int64.min, false)
        while !isOver {
            // A savepoint for each batch: SQLite keeps a copy of every page that changes within one.
            try db.inSavepoint {
                let batch = try Row.fetchAll(
                    db.cachedStatement(
                        sql: """
                            SELECT \(Self.noteColumns) FROM notes WHERE deleted_at IS NULL AND id > ?
                            ORDER BY id LIMIT 1000
                            """
                    ),
                    arguments: [last]
                )
                isOver = batch.isEmpty
                last = batch.last?[0] ?? last
                let sources = batch.map(Source.init)
                for (source, words) in zip(sources, try words(of: sources)) {
                    // Without its file, what the index remembers may be all that is left of a note's words.
                    guard let words else { continue }
                    try replace(id: source.id, slug: source.slug, words: words, in: db)
                }
                done += batch.count
                return .commit
            }
            progress(done, total)
        }
        try db.execute(sql: "INSERT INTO notes_fts (notes_fts, rank) VALUES ('hashsize', 1048576)")
        try db.execute(sql: "DELETE FROM notes_fts_config WHERE k = 'hashsize'")
    }

    /// What the index holds of a note.
    struct Words: Sendable {
        let title: String
        let text: String

        init(name: String?, content: PostContent) {
            self.init(name: name, content: content, summary: content.summary)
        }

        init(name: String?, content: PostContent, summary: MarkdownSummary) {
            title = name ?? summary.name ?? summary.firstLine
            text = content.searchableText
        }
    }

    private static let noteColumns = "id, slug, file_path, content_type, properties"

    /// What a row tells of a note's words.
    private struct Source: Sendable {
        let id: Int64
        let slug: String
        let path: String
        let mediaType: PostContent.MediaType
        let name: String?

        init(_ row: Row) {
            id = row[0]
            slug = String.fromDatabaseValue(row[1]) ?? ""
            path = String.fromDatabaseValue(row[2]) ?? ""
            mediaType = String.fromDatabaseValue(row[3]).flatMap(PostContent.MediaType.init) ?? .markdown
            name = String.fromDatabaseValue(row[4]).flatMap { MicroformatsProperties(stored: $0).text("name") }
        }
    }

    /// What the files say, nil where there is none. Read on all cores: reading and parsing cost as much as indexing.
    private func words(of sources: [Source]) throws -> [Words?] {
        let stripe = 50
        let results = Mutex([Int: Result<[Words?], any Error>]())
        DispatchQueue.concurrentPerform(iterations: (sources.count + stripe - 1) / stripe) { number in
            let part = sources[(number * stripe)..<min((number + 1) * stripe, sources.count)]
            let result = Result { try part.map(words) }
            results.withLock { $0[number] = result }
        }
        return try results.withLock { $0 }.sorted { $0.key < $1.key }.flatMap { try $0.value.get() }
    }

    /// Ids of notes with a file that the index does not know, or knows by other words.
    func staleRows(_ db: Database) throws -> [Int64] {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT \(Self.noteColumns) FROM notes WHERE deleted_at IS NULL ORDER BY id"
        )
        var stale: [Int64] = []
        while let row = try rows.next() {
            let source = Source(row)
            guard let words = try words(of: source) else { continue }
            if try isRight(id: source.id, slug: source.slug, words: words, in: db) != true {
                stale.append(source.id)
            }
        }
        return stale
    }

    /// Nil for a note without a file. A file that is there and cannot be read is no such note.
    private func words(of source: Source) throws -> Words? {
        do {
            let text = try notes.read(source.path).text
            return Words(name: source.name, content: PostContent(text, mediaType: source.mediaType))
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
    ///
    /// `name` is the title that is a property of its own.
    func replace(id: Int64, slug: String, name: String?, content: PostContent, in db: Database) throws {
        try replace(id: id, slug: slug, words: Words(name: name, content: content), in: db)
    }

    /// Whether the index knows a note by these words.
    func knows(id: Int64, slug: String, name: String?, content: PostContent, in db: Database) throws -> Bool {
        try isRight(id: id, slug: slug, words: Words(name: name, content: content), in: db) == true
    }

    /// Takes a note out of the index.
    func remove(id: Int64, in db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM notes_fts WHERE rowid = ?").execute(arguments: [id])
    }

    func replace(id: Int64, slug: String, words: Words, in db: Database) throws {
        let isRight: Bool? = try isRight(id: id, slug: slug, words: words, in: db)
        if isRight == true { return }
        if isRight != nil {
            try db.cachedStatement(sql: "DELETE FROM notes_fts WHERE rowid = ?").execute(arguments: [id])
        }
        try db.cachedStatement(sql: "INSERT INTO notes_fts (rowid, slug, title, content) VALUES (?, ?, ?, ?)")
            .execute(arguments: [id, slug, words.title, words.text])
    }

    /// Nil when the index has no such row. The index's own table of content is asked, which spares the set-up of a
    /// full-text query.
    private func isRight(id: Int64, slug: String, words: Words, in db: Database) throws -> Bool? {
        let lookup = try db.cachedStatement(
            sql: "SELECT coalesce(c0 = ? AND c1 = ? AND c2 = ?, 0) FROM notes_fts_content WHERE id = ?"
        )
        return try Bool.fetchOne(lookup, arguments: [slug, words.title, words.text, id])
    }
}
