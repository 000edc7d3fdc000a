import Foundation
import GRDB

/// The row of a tag in the table `tags`.
struct TagRow {
    let id: Int64
    let tag: Tag

    private init(_ row: Row) throws {
        id = try row.decode(forColumn: "id")
        tag = Tag(name: try row.decode(forColumn: "name"), displayName: try row.decode(forColumn: "display_name"))
    }

    static func fetch(name: String, from database: Database) throws -> TagRow? {
        let statement = try database.cachedStatement(sql: "SELECT id, name, display_name FROM tags WHERE name = ?")
        return try Row.fetchOne(statement, arguments: [name]).map(TagRow.init)
    }

    /// The tags that most posts have, the most frequent first.
    static func fetchFrequent(limit: Int, from database: Database) throws -> [TagRow] {
        try Row.fetchAll(database.cachedStatement(sql: frequentSQL), arguments: [limit]).map(TagRow.init)
    }

    static let frequentSQL = """
        SELECT id, name, display_name FROM tags INDEXED BY idx_tags_post_count
        WHERE post_count > 0 ORDER BY post_count DESC, name LIMIT ?
        """

    /// Whether a post with the tag can be seen now; a post that is still to come must not show that it has one.
    func isPublic(at now: Date, in database: Database) throws -> Bool {
        try TimelineRows(ofTag: id, at: now).has(before: .afterAll, in: database)
    }
}
