import Foundation
import GRDB

/// The table `file_changes`: what committed changes make of files, written in their own transactions, and taken off when
/// the files are on the disk.
enum FileChanges {
    /// Writes down what a change makes of a file. To be called in the transaction of the change.
    ///
    /// - Parameters:
    ///   - effect: what becomes of the file.
    ///   - path: its path, relative to the data folder.
    ///   - old: the digest of what is there now; nil where nothing is, or where it does not matter.
    ///   - db: the transaction.
    /// - Returns: the id of the row.
    /// - Throws: what the database says.
    static func record(
        _ effect: FileChange.Effect,
        of path: String,
        was old: ContentHash?,
        in db: Database
    ) throws -> Int64 {
        var (hash, content, staged): (String?, Data?, String?)
        switch effect {
        case .write(let bytes, let digest): (content, hash) = (bytes, digest)
        case .move(let source): staged = source
        case .removal: break
        }
        try db.cachedStatement(
            sql: "INSERT INTO file_changes (path, old_hash, new_hash, content, staged_path) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [path, old?.hex, hash, content, staged])
        return db.lastInsertedRowID
    }

    /// Takes rows off whose files are on the disk.
    static func remove(_ ids: [Int64], in db: Database) throws {
        for id in ids {
            try db.cachedStatement(sql: "DELETE FROM file_changes WHERE id = ?").execute(arguments: [id])
        }
    }

    /// The first and the last row, nil when there is none.
    static func ends(in db: Database) throws -> ClosedRange<Int64>? {
        // Each by itself is found at an end of the table; asked for both at once, SQLite goes through all of it.
        let statement = try db.cachedStatement(
            sql: "SELECT (SELECT min(id) FROM file_changes), (SELECT max(id) FROM file_changes)"
        )
        guard let row = try Row.fetchOne(statement), let first: Int64 = row[0], let last: Int64 = row[1] else {
            return nil
        }
        return first...last
    }

    /// All of them, in their order.
    static func all(in db: Database) throws -> [FileChange] {
        try Row.fetchAll(db, sql: "SELECT \(FileChange.columns) FROM file_changes ORDER BY id").map(FileChange.init)
    }

    /// Those that write a file, in their order.
    static func writes(to path: String, in db: Database) throws -> [FileChange] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(FileChange.columns) FROM file_changes WHERE path = ? AND content IS NOT NULL ORDER BY id"
        )
        return try Row.fetchAll(statement, arguments: [path]).map(FileChange.init)
    }

    /// What files are to hold by the last change of each of them.
    static func latestContents(in db: Database) throws -> [Data] {
        try Data.fetchAll(
            db,
            sql: """
                SELECT content FROM file_changes
                WHERE content IS NOT NULL AND id IN (SELECT max(id) FROM file_changes GROUP BY path)
                """
        )
    }

    /// Where files wait that are to be moved, be it to a given path or to any. All paths are relative to the data folder.
    static func stagedPaths(for path: String? = nil, in db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: "SELECT staged_path FROM file_changes WHERE staged_path IS NOT NULL AND path = coalesce(?, path)",
            arguments: [path]
        )
    }

    /// Whether there is such a table: the Python releases had none.
    static func hasTable(in db: Database) throws -> Bool { try db.tableExists("file_changes") }

    /// Whether a file has a row. The path is relative to the data folder.
    static func concern(_ path: String, in db: Database) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM file_changes WHERE path = ?)")
        return try Bool.fetchOne(statement, arguments: [path]) == true
    }

    /// The path of the file of each row, relative to the data folder, by the id of the row. A table that is not there yet
    /// has none.
    static func paths(in db: Database) throws -> [Int64: String] {
        guard try hasTable(in: db) else { return [:] }
        let rows = try Row.fetchAll(db, sql: "SELECT id, path FROM file_changes")
        return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    /// The files of the media folder that have rows, by their paths there. A table that is not there yet has none.
    static func mediaPaths(in db: Database) throws -> [String] {
        guard try hasTable(in: db) else { return [] }
        return try String.fetchAll(db, sql: "SELECT substr(path, 7) FROM file_changes WHERE path LIKE 'media/%'")
    }
}
