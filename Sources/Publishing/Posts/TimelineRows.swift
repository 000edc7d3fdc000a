import GRDB

/// The published posts in the order of the timeline: newest first, and by id where two share a moment.
///
/// A page is found by where it begins, not by counting from the top. The conditions repeat those of the partial index
/// `idx_notes_timeline` word for word, or SQLite could not use it; and it is named, because SQLite would rather take
/// the old index on `published` and sort every post of the site for each page.
package enum TimelineRows {
    private static let notes = "notes INDEXED BY idx_notes_timeline"
    private static let published = "published = 1 AND deleted_at IS NULL"
    // Comparing pairs, `(a, b) < (?, ?)`, would say it shorter, and SQLite does not search an index of expressions by
    // it.
    private static let older = "julianday(created_at) <= ?1 AND (julianday(created_at) < ?1 OR id < ?2)"
    private static let newer = "julianday(created_at) >= ?1 AND (julianday(created_at) > ?1 OR id > ?2)"
    private static let newestFirst = "ORDER BY julianday(created_at) DESC, id DESC LIMIT"
    private static let oldestFirst = "ORDER BY julianday(created_at) ASC, id ASC LIMIT"

    /// The newest posts.
    package static let newestSQL = "SELECT \(PostRow.columns) FROM \(notes) WHERE \(published) \(newestFirst) ?"
    /// The posts older than a place in the order.
    package static let olderSQL =
        "SELECT \(PostRow.columns) FROM \(notes) WHERE \(published) AND \(older) \(newestFirst) ?3"
    /// The posts newer than a place in the order, those next to it.
    package static let newerSQL =
        "SELECT \(PostRow.columns) FROM \(notes) WHERE \(published) AND \(newer) \(oldestFirst) ?3"

    /// The rows of a page; nil when the page does not exist.
    static func fetch(at position: PagePosition, limit: Int, from database: Database) throws -> [PostRow]? {
        switch position {
        case .newest:
            return try rows(newestSQL, [limit], from: database)
        case .number(let number):
            guard number > 0, number < Int(Int32.max) else { return nil }
            let rows = try rows("\(newestSQL) OFFSET ?", [limit, (number - 1) * limit], from: database)
            return rows.isEmpty && number > 1 ? nil : rows
        case .before(let id):
            guard let key = try key(of: id, in: database) else { return nil }
            let rows = try rows(olderSQL, [key, id, limit], from: database)
            return rows.isEmpty ? nil : rows
        case .after(let id):
            guard let key = try key(of: id, in: database) else { return nil }
            let rows = try rows(newerSQL, [key, id, limit], from: database)
            return rows.isEmpty ? nil : rows.reversed()
        }
    }

    static func hasPublished(before row: PostRow, in database: Database) throws -> Bool {
        try exists(older, row, in: database)
    }

    static func hasPublished(after row: PostRow, in database: Database) throws -> Bool {
        try exists(newer, row, in: database)
    }

    private static func exists(_ condition: String, _ row: PostRow, in database: Database) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM \(notes) WHERE \(published) AND \(condition))"
        return try Bool.fetchOne(database, sql: sql, arguments: [row.julianDay, row.id]) ?? false
    }

    /// Where a post stands in the order, also when it has been deleted or withdrawn since its link was made.
    private static func key(of id: Int64, in database: Database) throws -> Double? {
        try Double.fetchOne(database, sql: "SELECT julianday(created_at) FROM notes WHERE id = ?", arguments: [id])
    }

    private static func rows(
        _ sql: String,
        _ arguments: StatementArguments,
        from database: Database
    ) throws -> [PostRow] {
        try Row.fetchAll(database, sql: sql, arguments: arguments).map(PostRow.init)
    }
}
