import Foundation
import GRDB
import IndieWeb

/// The row of a post in the table `notes`.
struct PostRow {
    let id: Int64
    let slug: String
    let filePath: String
    let type: PostType
    let status: PostStatus
    let visibility: Visibility
    let mediaType: PostContent.MediaType
    /// Nil for a note of the Python releases.
    let properties: MicroformatsProperties?
    /// What the lists are ordered by, the column `created_at`.
    let created: StoredTimestamp
    let updated: StoredTimestamp
    let deleted: StoredTimestamp?
    /// `created` as SQLite reads it.
    let julianDay: Double
    /// The digest of the file when it was last written or looked at.
    let contentHash: String?
    /// What feeds call the post; nil for its first address.
    let feedID: String?

    static let columns = """
        id, slug, file_path, published, created_at, updated_at, deleted_at, content_hash, visibility, post_type, \
        content_type, properties, feed_id, \(TimelineRows.moment) AS julian_day
        """

    init(_ row: Row) throws {
        id = try row.decode(forColumn: "id")
        // Columns of old releases were never checked, so any of them may hold anything. One odd cell must neither hide
        // its post nor take a page down.
        slug = Self.text(row["slug"]) ?? ""
        filePath = Self.text(row["file_path"]) ?? ""
        status = Bool.fromDatabaseValue(row["published"]) == true ? .published : .draft
        visibility = Self.text(row["visibility"]).flatMap(Visibility.init) ?? .private
        type = Self.text(row["post_type"]).flatMap(PostType.init) ?? .note
        mediaType = Self.text(row["content_type"]).flatMap(PostContent.MediaType.init) ?? .markdown
        properties = Self.text(row["properties"]).map(MicroformatsProperties.init(stored:))
        julianDay = Double.fromDatabaseValue(row["julian_day"]) ?? 0
        contentHash = Self.text(row["content_hash"])
        feedID = Self.text(row["feed_id"])
        let created = Self.text(row["created_at"]).flatMap(StoredTimestamp.init)
        let changed = Self.text(row["updated_at"]).flatMap(StoredTimestamp.init)
        self.created = created ?? changed ?? .unknown
        updated = changed ?? created ?? .unknown
        // Here the column counts even when it names no moment: what was deleted stays so.
        let deletion: DatabaseValue = row["deleted_at"]
        deleted = deletion.isNull ? nil : Self.text(deletion).flatMap(StoredTimestamp.init) ?? .unknown
    }

    /// A cell as text; a BLOB counts as the text that its bytes spell.
    private static func text(_ value: DatabaseValue) -> String? {
        String.fromDatabaseValue(value) ?? Data.fromDatabaseValue(value).map { String(decoding: $0, as: UTF8.self) }
    }

    static func fetch(slug: String, from database: Database) throws -> PostRow? {
        try Row.fetchOne(
            database.cachedStatement(sql: "SELECT \(columns) FROM notes WHERE slug = ?"),
            arguments: [slug]
        ).map(PostRow.init)
    }

    static func fetch(id: Int64, from database: Database) throws -> PostRow? {
        try Row.fetchOne(database.cachedStatement(sql: "SELECT \(columns) FROM notes WHERE id = ?"), arguments: [id])
            .map(PostRow.init)
    }

    /// When the post was published: as its author wrote it, with their offset, where they did.
    var published: StoredTimestamp {
        properties?.text("published").flatMap(StoredTimestamp.init) ?? created
    }

    func post(text: String, attachments: Attachments) -> Post {
        var others = properties ?? MicroformatsProperties()
        // Of the content, only what is no words is kept there.
        let frame = others.first("content")?.objectValue
        others["content"] = []
        return Post(
            id: id,
            slug: slug,
            type: type,
            exposure: exposure,
            published: published,
            updated: updated,
            deleted: deleted,
            tags: tags(among: attachments.tags[id] ?? []),
            photos: photos(among: attachments.photos[id] ?? []),
            content: PostContent(text, mediaType: mediaType, frame: frame),
            properties: others,
            feedID: feedID
        )
    }

    /// The tags in the order of the property, in the spelling that the site has for them.
    private func tags(among known: [Tag]) -> [Tag] {
        guard let properties else { return known }
        let byName = Dictionary(known.map { ($0.name, $0) }) { first, _ in first }
        return Tag.all(in: properties["category"]).map { byName[$0.name] ?? $0 }
    }

    private func photos(among stored: [Photo]) -> [Photo] {
        guard let properties else { return stored }
        return properties["photo"].compactMap { Photo($0, among: stored) }
    }
}

extension MicroformatsProperties {
    /// Reads the column `properties`; a text that is no JSON object, which only a hand can have written, is none.
    init(stored text: String) {
        let value = try? JSONValue(parsing: Array(text.utf8))
        self = value?.objectValue.map { MicroformatsProperties($0) } ?? MicroformatsProperties()
    }

    /// The text of the column `properties`.
    var stored: String { JSONValue.object(json).text }
}
