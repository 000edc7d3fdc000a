import Foundation
import GRDB

/// The row of a post in the table `notes`.
struct PostRow {
    let id: Int64
    let slug: String
    let filePath: String
    let isPublished: Bool
    let published: StoredTimestamp
    let updated: StoredTimestamp
    let deleted: StoredTimestamp?
    /// What the timeline is ordered by; nil for a `created_at` that SQLite cannot read.
    let julianDay: Double?

    static let columns = """
        id, slug, file_path, published, created_at, updated_at, deleted_at, julianday(created_at) AS julian_day
        """

    init(_ row: Row) throws {
        id = try row.decode(forColumn: "id")
        slug = try row.decode(forColumn: "slug")
        filePath = try row.decode(forColumn: "file_path")
        isPublished = try row.decode(Bool?.self, forColumn: "published") ?? false
        julianDay = try row.decode(forColumn: "julian_day")
        let created = try Self.timestamp("created_at", of: row)
        let changed = try Self.timestamp("updated_at", of: row)
        // Columns were never checked. A moment that cannot be read must not hide the post: the other one stands in.
        published = created ?? changed ?? .unknown
        updated = changed ?? created ?? .unknown
        // Here the column counts even when it names no moment: what was deleted stays so.
        let hasDeleted = try row.decode(String?.self, forColumn: "deleted_at") != nil
        deleted = try hasDeleted ? Self.timestamp("deleted_at", of: row) ?? .unknown : nil
    }

    private static func timestamp(_ column: String, of row: Row) throws -> StoredTimestamp? {
        try row.decode(String?.self, forColumn: column).flatMap(StoredTimestamp.init)
    }

    static func fetch(slug: String, from database: Database) throws -> PostRow? {
        try Row.fetchOne(database, sql: "SELECT \(columns) FROM notes WHERE slug = ?", arguments: [slug])
            .map(PostRow.init)
    }

    func post(markdown: String, attachments: Attachments) -> Post {
        Post(
            id: id,
            slug: slug,
            status: isPublished ? .published : .draft,
            published: published,
            updated: updated,
            deleted: deleted,
            tags: attachments.tags[id] ?? [],
            photos: attachments.photos[id] ?? [],
            markdown: markdown
        )
    }
}
