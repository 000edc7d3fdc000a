import GRDB

/// The tags and photos of some posts, fetched for all of them at once.
struct Attachments {
    private(set) var tags: [Int64: [Tag]] = [:]
    private(set) var photos: [Int64: [Photo]] = [:]

    static func fetch(of posts: [Int64], from database: Database) throws -> Attachments {
        var attachments = Attachments()
        guard !posts.isEmpty else { return attachments }
        try attachments.fetchTags(of: posts, from: database)
        try attachments.fetchPhotos(of: posts, from: database)
        return attachments
    }

    private mutating func fetchTags(of posts: [Int64], from database: Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT note_id, name, display_name FROM note_tags JOIN tags ON tags.id = tag_id
                WHERE note_id IN (\(databaseQuestionMarks(count: posts.count)))
                ORDER BY note_id, lower(display_name), name
                """,
            arguments: StatementArguments(posts)
        )
        for row in rows {
            let tag = Tag(
                name: try row.decode(forColumn: "name"),
                displayName: try row.decode(forColumn: "display_name")
            )
            tags[try row.decode(forColumn: "note_id"), default: []].append(tag)
        }
    }

    private mutating func fetchPhotos(of posts: [Int64], from database: Database) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT note_id, media_id, path, width, height, size, mime_type, caption
                FROM note_media JOIN media ON media.id = media_id
                WHERE note_id IN (\(databaseQuestionMarks(count: posts.count))) AND mime_type LIKE 'image/%'
                ORDER BY note_id, display_order, note_media.id
                """,
            arguments: StatementArguments(posts)
        )
        guard !rows.isEmpty else { return }
        let media = try rows.map { row -> Int64 in try row.decode(forColumn: "media_id") }
        let variants = try Self.fetchVariants(of: media, from: database)
        for (row, id) in zip(rows, media) {
            let photo = StoredPhoto(
                original: try StoredPhoto.File(row),
                copies: variants[id]?.filter { $0.variant != .thumb } ?? [],
                thumbnail: variants[id]?.first { $0.variant == .thumb },
                mimeType: try row.decode(forColumn: "mime_type")
            )
            let alt = try row.decode(String?.self, forColumn: "caption") ?? ""
            photos[try row.decode(forColumn: "note_id"), default: []].append(Photo(.stored(photo), alt: alt))
        }
    }

    /// The smaller files of photos, widest first. The row `original` repeats what `media` says.
    private static func fetchVariants(
        of media: [Int64],
        from database: Database
    ) throws -> [Int64: [StoredPhoto.File]] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT media_id, variant_type, path, width, height, size_bytes AS size FROM media_variants
                WHERE media_id IN (\(databaseQuestionMarks(count: media.count))) AND variant_type <> 'original'
                ORDER BY media_id, width DESC
                """,
            arguments: StatementArguments(media)
        )
        var variants: [Int64: [StoredPhoto.File]] = [:]
        for row in rows {
            let variant = ImageVariant(rawValue: try row.decode(forColumn: "variant_type"))
            variants[try row.decode(forColumn: "media_id"), default: []].append(try StoredPhoto.File(row, variant))
        }
        return variants
    }
}

extension StoredPhoto.File {
    fileprivate init(_ row: Row, _ variant: ImageVariant? = nil) throws {
        self.init(
            path: try row.decode(forColumn: "path"),
            width: try row.decode(Int?.self, forColumn: "width"),
            height: try row.decode(Int?.self, forColumn: "height"),
            byteCount: try row.decode(forColumn: "size"),
            variant: variant
        )
    }
}
