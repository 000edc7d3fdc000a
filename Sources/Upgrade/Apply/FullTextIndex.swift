public import GRDB

/// A table of the FTS5 module (https://www.sqlite.org/fts5.html): derived content, which is made anew where it is damaged.
struct FullTextIndex {
    let shape: ObjectShape

    private var name: String { shape.name.quotedAsSQLIdentifier }

    /// SQLite's own check. Needs a connection that may write, but writes nothing.
    func isWhole(in db: Database) throws -> Bool {
        do {
            try db.execute(sql: "INSERT INTO \(name)(\(name), rank) VALUES ('integrity-check', 1)")
            return true
        } catch let error as DatabaseError where Self.isDamage(error) {
            return false
        }
    }

    /// Leaves a whole index behind: as it is, rebuilt from its own copy of the content, or empty.
    func mend(in db: Database) throws {
        if try isWhole(in: db) { return }
        do {
            try db.inSavepoint {
                try db.execute(sql: "INSERT INTO \(name)(\(name)) VALUES ('rebuild')")
                return try isWhole(in: db) ? .commit : .rollback
            }
        } catch let error as DatabaseError where Self.isDamage(error) {
            // Then its copy of the content is damaged, too.
        }
        if try isWhole(in: db) { return }
        try remove(in: db)
        try db.execute(sql: shape.sql)
    }

    /// Drops the table and what is left of its shadow tables.
    func remove(in db: Database) throws {
        do {
            try db.execute(sql: "DROP TABLE IF EXISTS \(name)")
        } catch let error as DatabaseError where Self.isDamage(error) {
            // The module cannot open a table whose shadows are gone, not even to drop it. Its entry in the schema, which has
            // no pages of its own, is all that is left of it.
            try db.execute(sql: "PRAGMA writable_schema = ON")
            try db.execute(
                sql: "DELETE FROM sqlite_schema WHERE type = 'table' AND name = ? AND rootpage = 0",
                arguments: [shape.name]
            )
            try db.execute(sql: "PRAGMA writable_schema = RESET")
        }
        for shadow in Self.shadows { try db.execute(sql: "DROP TABLE IF EXISTS \(shadowName(shadow))") }
    }

    private func shadowName(_ ending: String) -> String { (shape.name + "_" + ending).quotedAsSQLIdentifier }

    static let shadows = ["data", "idx", "content", "docsize", "config"]

    /// A damaged index reports itself as corrupt, one without some of its tables as an error in the statement.
    private static func isDamage(_ error: DatabaseError) -> Bool {
        error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_ERROR
    }
}

extension SchemaHistory {
    /// The full-text indexes of the golden schema.
    var fullTextIndexes: [FullTextIndex] {
        golden.objects.values.filter(\.isFullTextIndex).sorted { $0.name < $1.name }.map(FullTextIndex.init)
    }

    /// Leaves whole full-text indexes behind; their rows are the caller's to fill.
    public func mendFullTextIndexes(in db: Database) throws {
        for index in fullTextIndexes { try index.mend(in: db) }
    }
}
