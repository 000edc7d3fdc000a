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

    private static let noteColumns = "id, slug, file_path, content_type, properties"

    /// What a row tells of a note's words.
    private struct Source: Sendable {
        let id: Int64
        let slug: String
        let path: String
        let mediaType: PostContent.MediaType
        let properties: MicroformatsProperties

        init(_ row: Row) {
            id = row[0]
            slug = String.fromDatabaseValue(row[1]) ?? ""
            path = String.fromDatabaseValue(row[2]) ?? ""
            mediaType = String.fromDatabaseValue(row[3]).flatMap(PostContent.MediaType.init) ?? .markdown
            properties = String.fromDatabaseValue(row[4]).map(MicroformatsProperties.init(stored:)) ?? [:]
        }

        func words(_ file: NoteFile) -> PostWords {
            PostWords(PostContent(file.text, mediaType: mediaType), properties)
        }
    }

    /// What the files say, nil where there is none. Read on all cores: reading and parsing cost as much as indexing.
    private func words(of sources: [Source]) throws -> [PostWords?] {
        let stripe = 50
        let results = Mutex([Int: Result<[PostWords?], any Error>]())
        DispatchQueue.concurrentPerform(iterations: (sources.count + stripe - 1) / stripe) { number in
            let part = sources[(number * stripe)..<min((number + 1) * stripe, sources.count)]
            let result = Result { try part.map(words) }
            results.withLock { $0[number] = result }
        }
        return try results.withLock { $0 }.sorted { $0.key < $1.key }.flatMap { try $0.value.get() }
    }

    /// Ids of notes with a file that the index does not know, or knows by other words.
    ///
    /// An index that was filled before it held words of properties is right: an update of a post, or ``fill(_:progress:)``,
    /// adds them.
    func staleRows(_ db: Database) throws -> [Int64] {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT \(Self.noteColumns) FROM notes WHERE deleted_at IS NULL ORDER BY id"
        )
        var stale: [Int64] = []
        while let row = try rows.next() {
            let source = Source(row)
            if try isStale(source, { try notes.read($0) }, in: db) { stale.append(source.id) }
        }
        return try staleRows(among: stale, db)
    }

    /// Those of the notes that the index does not know by the words that were committed, whether their files are in place
    /// or not.
    func staleRows(among ids: [Int64], _ db: Database) throws -> [Int64] {
        try ids.filter { id in
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT \(Self.noteColumns) FROM notes WHERE deleted_at IS NULL AND id = ?"),
                arguments: [id]
            )
            guard let source = row.map(Source.init) else { return false }
            return try isStale(
                source,
                { try notes.committedFile(NoteFolder.plainPath(of: $0), in: db) },
                in: db
            )
        }
    }

    /// A note without a file is not: what the index remembers may be all that is left of its words. Neither is one whose
    /// file cannot be read: nobody knows its words.
    private func isStale(
        _ source: Source,
        _ read: (_ path: String) throws -> NoteFile,
        in db: Database
    ) throws -> Bool {
        let words: PostWords
        do { words = source.words(try read(source.path)) } catch is NoteFileError { return false }
        let (id, slug) = (source.id, source.slug)
        return try !knows(id: id, slug: slug, words: words, in: db)
            && isRight(id: id, slug: slug, words.former, in: db) != true
    }

    /// Nil for a note without a file. A file that is there and cannot be read is no such note.
    private func words(of source: Source) throws -> PostWords? {
        do {
            return source.words(try notes.read(source.path))
        } catch NoteFileError.missing {
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

    /// Whether the index knows a note by these words.
    func knows(id: Int64, slug: String, words: PostWords, in db: Database) throws -> Bool {
        try isRight(id: id, slug: slug, (words.title, words.text), in: db) == true
    }

    /// Takes a note out of the index.
    func remove(id: Int64, in db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM notes_fts WHERE rowid = ?").execute(arguments: [id])
    }

    /// Puts a note's words into the index.
    func replace(id: Int64, slug: String, words: PostWords, in db: Database) throws {
        let isRight: Bool? = try isRight(id: id, slug: slug, (words.title, words.text), in: db)
        if isRight == true { return }
        if isRight != nil {
            try db.cachedStatement(sql: "DELETE FROM notes_fts WHERE rowid = ?").execute(arguments: [id])
        }
        try db.cachedStatement(sql: "INSERT INTO notes_fts (rowid, slug, title, content) VALUES (?, ?, ?, ?)")
            .execute(arguments: [id, slug, words.title, words.text])
    }

    /// Nil when the index has no such row. The index's own table of content is asked, which spares the set-up of a
    /// full-text query.
    private func isRight(
        id: Int64,
        slug: String,
        _ words: (title: String, text: String),
        in db: Database
    ) throws -> Bool? {
        let lookup = try db.cachedStatement(
            sql: "SELECT coalesce(c0 = ? AND c1 = ? AND c2 = ?, 0) FROM notes_fts_content WHERE id = ?"
        )
        return try Bool.fetchOne(lookup, arguments: [slug, words.title, words.text, id])
    }
}
