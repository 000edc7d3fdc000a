import GRDB

/// A slug that led to a post before the post got another, was taken offline or was purged (table `former_slugs`).
///
/// A slug that never led anywhere, that of a draft or of a scheduled post, is none. A post that was taken offline may still
/// have its slug. Those of a private post led its owner and their guests, those of others led everybody.
struct FormerSlug {
    /// The post that it led to; nil when that was purged.
    let postID: Int64?

    static func fetch(_ slug: String, from database: Database) throws -> FormerSlug? {
        let row = try Row.fetchOne(
            database.cachedStatement(sql: "SELECT note_id FROM former_slugs WHERE slug = ?"),
            arguments: [slug]
        )
        return try row.map { FormerSlug(postID: try $0.decode(forColumn: "note_id")) }
    }

    /// Whether any slug is remembered of a post, its present one among them: it was seen once, by those whom it is for.
    static func isKnown(of postID: Int64, in database: Database) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT EXISTS (SELECT 1 FROM former_slugs WHERE note_id = ?)"
        )
        return try Bool.fetchOne(statement, arguments: [postID]) ?? false
    }

    /// Remembers that a slug led to a post.
    static func insert(_ slug: String, of postID: Int64, in database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO former_slugs (slug, note_id) VALUES (?, ?)",
            arguments: [slug, postID]
        )
    }

    /// Forgets a slug that leads to its post again.
    static func remove(_ slug: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM former_slugs WHERE slug = ?", arguments: [slug])
    }

    /// Forgets all slugs of a post.
    static func removeAll(of postID: Int64, in database: Database) throws {
        try database.execute(sql: "DELETE FROM former_slugs WHERE note_id = ?", arguments: [postID])
    }

    /// Whether a slug leads, or led, to another post than this one. An address never changes its meaning.
    static func isTaken(_ slug: String, except postID: Int64? = nil, in database: Database) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: """
                SELECT EXISTS (SELECT 1 FROM notes WHERE slug = ?1 AND id IS NOT ?2)
                OR EXISTS (SELECT 1 FROM former_slugs WHERE slug = ?1 AND (note_id IS NULL OR note_id IS NOT ?2))
                """
        )
        return try Bool.fetchOne(statement, arguments: [slug, postID]) ?? false
    }
}
