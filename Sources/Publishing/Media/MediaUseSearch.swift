import Foundation
import GRDB
import Glibc
import Upgrade

/// The search of all texts of a site for the uploads that they name.
///
/// It reads everything once, however many uploads are looked for, and lets others write meanwhile. What they wrote is looked at
/// in the transaction that depends on the answer: ``catchUp(in:)``.
struct MediaUseSearch: Sendable {
    private let dataPath: String
    private let notes: NoteFolder
    private var use: MediaUse
    /// The newest change of the site when the search began.
    private let start: Int64

    /// How many rows or files are read in one go.
    private static let batchSize = 200

    /// Looks for the uploads with these ids, in the texts of the rows, of the Markdown files in `notes`, those included that
    /// no post has, and of the theme.
    ///
    /// - Parameters:
    ///   - ids: rows of `media`.
    ///   - reader: the site's database.
    ///   - notes: the folder of the words.
    ///   - dataPath: the data folder.
    ///   - pace: how long to rest for each second of work.
    /// - Throws: `NoteFileError` for a file or folder that cannot be read, for it may name any of them; what the database
    ///   says.
    init(
        for ids: [Int64],
        in reader: any DatabaseReader,
        notes: NoteFolder,
        dataPath: String,
        restingFor pace: Int = 0
    ) async throws {
        self.dataPath = dataPath
        self.notes = notes
        (use, start) = try await reader.read { db in
            (try MediaUse(of: ids, in: db), try SiteChanges.newest(in: db))
        }
        try await readRows(in: reader, restingFor: pace)
        try await readFiles(restingFor: pace)
    }

    /// Looks at what was changed since the search began, and at the tables that know of uploads.
    ///
    /// - Returns: false when so much was changed that only another search can tell.
    mutating func catchUp(in db: Database) throws -> Bool {
        for change in try SiteChanges.since(start, in: db).changes {
            switch change {
            case .note(let id): try readNote(id, in: db)
            case .everything: return false
            case .timeline, .tag, .month, .author: break
            }
        }
        for photo in try String.fetchAll(db, sql: "SELECT photo FROM author_profile WHERE typeof(photo) = 'text'") {
            use.read(photo.utf8)
        }
        return true
    }

    /// Whether an upload is in use. To be asked after ``catchUp(in:)``, in the same transaction.
    func isUsed(_ id: Int64, in db: Database) throws -> Bool {
        if use.used.contains(id) { return true }
        let isShown = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM note_media WHERE media_id = ?)")
        return try Bool.fetchOne(isShown, arguments: [id]) == true
    }

    private mutating func readNote(_ id: Int64, in db: Database) throws {
        let statement = try db.cachedStatement(sql: "SELECT properties, file_path FROM notes WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id]) else { return }
        read(row[0])
        guard let path = String.fromDatabaseValue(row[1]) else { return }
        do {
            use.read(try notes.committedFile(path, in: db).bytes)
        } catch NoteFileError.missing {
        }
    }

    private mutating func read(_ cell: DatabaseValue) {
        if let text = String.fromDatabaseValue(cell) { use.read(text.utf8) }
    }

    /// Properties, and the words of files that are not in place yet, or that are lost: the index may be all that remembers
    /// them.
    private mutating func readRows(in reader: any DatabaseReader, restingFor pace: Int) async throws {
        let staged = try await reader.read { db in try FileChanges.latestContents(in: db) }
        for content in staged { use.read(content) }
        var last = Int64.min
        while true {
            let began = ContinuousClock.now
            let batch = try await reader.read { [last] db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT notes.id, properties, c2 FROM notes LEFT JOIN notes_fts_content USING (id)
                        WHERE notes.id > ? ORDER BY notes.id LIMIT ?
                        """,
                    arguments: [last, Self.batchSize]
                ).map { row in
                    (id: row[0] as Int64, texts: [row[1], row[2]].compactMap { String.fromDatabaseValue($0) })
                }
            }
            guard let end = batch.last?.id else { return }
            last = end
            for text in batch.flatMap(\.texts) { use.read(text.utf8) }
            try await Task.sleep(for: (ContinuousClock.now - began) * pace)
        }
    }

    private mutating func readFiles(restingFor pace: Int) async throws {
        let theme = ThemeFolder(dataPath: dataPath)
        for text in [theme.stylesheet ?? "", theme.head, theme.footer] { use.read(text.utf8) }
        let folder = NoteFolder.path(in: dataPath)
        let found = await BlockingWork.run { MarkdownFiles(in: folder) }
        if let unreadable = found.unreadable.first { throw NoteFileError.unreadable(path: unreadable) }
        let files = found.paths.map { "\(folder)/\(String(decoding: $0, as: UTF8.self))" }
        for first in stride(from: 0, to: files.count, by: Self.batchSize) {
            let began = ContinuousClock.now
            let batch = files[first..<min(first + Self.batchSize, files.count)]
            use = try await BlockingWork.run { [use] in
                var use = use
                for file in batch { use.read(try Self.contents(of: file)) }
                return use
            }
            try await Task.sleep(for: (ContinuousClock.now - began) * pace)
        }
    }

    /// The bytes of a file, none where there is none any more: what took its place was written in the change that moved it.
    private static func contents(of path: String) throws -> [UInt8] {
        do {
            return try WholeFile.read(path)
        } catch {
            guard error.code == ENOENT else { throw NoteFileError.unreadable(path: path) }
            return []
        }
    }
}
