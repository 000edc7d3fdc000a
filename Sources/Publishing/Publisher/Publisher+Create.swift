import Foundation
import GRDB
package import IndieWeb

extension Publisher {
    /// Makes a post.
    ///
    /// - Parameters:
    ///   - request: what it is to be, validated.
    ///   - asDraft: makes it a draft, whatever the request says.
    ///   - key: makes the repetition of a request give the post that is there.
    /// - Returns: the address of the post.
    /// - Throws: ``PublishingError`` for a key that came with another request, or whose post has been deleted since, and what
    ///   the disk says.
    package func create(
        _ request: MicropubCreate,
        asDraft: Bool = false,
        key: IdempotencyKey? = nil
    ) async throws -> Permalink {
        let source = asDraft ? request.asDraft() : request
        let record = PostRecord(source.properties, siteURL: configuration.siteURL)
        let wanted = request.commands.slug
        let time = now()
        let slug = try await changes.perform { [self] db, files in
            if let key, let slug = try self.slug(ofRepeated: key, at: time, in: db) { return slug }
            let record = try record.naming(originalsIn: db)
            return try insert(record, slug: wanted, at: time, key: key, in: db, files: files)
        }
        return Permalink(siteURL: configuration.siteURL, slug: slug)
    }

    private func insert(
        _ record: PostRecord,
        slug wanted: String?,
        at time: Date,
        key: IdempotencyKey?,
        in db: Database,
        files: FileTransaction
    ) throws -> String {
        let created = StoredTimestamp(record.published?.date ?? time)
        let slug = try freeSlug(wanted: wanted, date: created.date, in: db)
        let path = try freePath(slug: slug, created: created, in: db)
        let bytes = Array(record.content.text.utf8)
        try files.write(bytes, to: path, replacing: nil, in: db)
        try db.cachedStatement(
            sql: """
                INSERT INTO notes (slug, file_path, published, created_at, updated_at, content_hash, visibility,
                    post_type, content_type, properties)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                slug, path, record.status == .published, created.text,
                record.revisionTime(notAfter: max(time, created.date))?.text ?? created.text, ContentHash(bytes).hex,
                record.visibility.rawValue, record.type.rawValue, record.content.mediaType.rawValue,
                record.storedProperties,
            ]
        )
        let id = db.lastInsertedRowID
        try nameForFeeds(id, created: StoredTimestamp(time), in: db)
        try link(record, to: id, slug: slug, in: db)
        let exposure = Exposure(record.status, record.visibility, from: created.date)
        let month = CalendarMonth(of: created.date, writtenAs: record.published ?? created)
        try follow(from: nil, to: Appearance(id, exposure, in: month, tags: record.tags), in: db)
        if let key {
            try db.execute(
                sql: "INSERT INTO idempotency_keys (key_hash, request_hash, note_id, created_at) VALUES (?, ?, ?, ?)",
                arguments: [key.keyHash, key.requestHash, id, StoredTimestamp(time).text]
            )
        }
        return slug
    }

    /// Writes down what feeds call a new post.
    func nameForFeeds(_ id: Int64, created: StoredTimestamp, in db: Database) throws {
        try db.cachedStatement(sql: "UPDATE notes SET feed_id = ? WHERE id = ?")
            .execute(arguments: [FeedOrigin.id(ofPost: id, authority: feedAuthority, created: created.date), id])
    }

    /// The post that the same request made before; forgets keys that are too old.
    ///
    /// One that has been deleted is not made again: its author may have taken it back while a client went on trying.
    private func slug(ofRepeated key: IdempotencyKey, at time: Date, in db: Database) throws -> String? {
        let oldest = StoredTimestamp(time.addingTimeInterval(-IdempotencyKey.lifetime)).text
        try db.execute(sql: "DELETE FROM idempotency_keys WHERE created_at < ?", arguments: [oldest])
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT request_hash, slug, deleted_at IS NOT NULL AS is_deleted
                FROM idempotency_keys JOIN notes ON notes.id = note_id WHERE key_hash = ?
                """,
            arguments: [key.keyHash]
        )
        guard let row else { return nil }
        guard row["request_hash"] == key.requestHash else { throw PublishingError.reusedIdempotencyKey }
        let (slug, isDeleted): (String, Bool) = (row["slug"], row["is_deleted"])
        guard !isDeleted else {
            throw PublishingError.deletedPost(Permalink(siteURL: configuration.siteURL, slug: slug).url)
        }
        return slug
    }

    /// The path for a post's file, in the folder of its month; where a file lies there that no post has, a free one
    /// beside it, for that file is somebody's words.
    func freePath(slug: String, created: StoredTimestamp, in db: Database) throws -> String {
        let folder = "notes/\(created.text.prefix(4))/\(created.text.dropFirst(5).prefix(2))"
        var (path, number) = ("\(folder)/\(slug).md", 1)
        let isKnown = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM notes WHERE file_path = ?)")
        // A link that leads nowhere is somebody's, too.
        var status = stat()
        while try lstat("\(configuration.dataPath)/\(path)", &status) == 0
            || Bool.fetchOne(isKnown, arguments: [path]) == true
        {
            number += 1
            path = "\(folder)/\(slug)_\(number).md"
        }
        return path
    }

    /// Brings up to date what follows from a change of a post: its place among the posts of its tags, and the record of
    /// what the change touched.
    ///
    /// - Parameters:
    ///   - before: how it appeared before; nil for a new one.
    ///   - after: how it appears now.
    ///   - db: the transaction of the change.
    /// - Throws: what the database says.
    func follow(from before: Appearance?, to after: Appearance, in db: Database) throws {
        try TagTimeline.refresh(after.id, in: db)
        try SiteChanges.record(Appearance.changes(from: before, to: after), at: now(), in: db)
    }

    /// Writes what other tables know of a post: tags, photos, words for the search.
    func link(_ record: PostRecord, to id: Int64, slug: String, in db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM note_tags WHERE note_id = ?").execute(arguments: [id])
        for tag in record.tags {
            try db.cachedStatement(
                sql: "INSERT INTO tags (name, display_name) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
            ).execute(arguments: [tag.name, tag.displayName])
            try db.cachedStatement(
                sql: "INSERT INTO note_tags (note_id, tag_id) SELECT ?, id FROM tags WHERE name = ?"
            ).execute(arguments: [id, tag.name])
        }
        try db.cachedStatement(sql: "DELETE FROM note_media WHERE note_id = ?").execute(arguments: [id])
        for (position, photo) in record.storedPhotos.enumerated() {
            try db.cachedStatement(
                sql: """
                    INSERT OR IGNORE INTO note_media (note_id, media_id, display_order, caption)
                    SELECT ?, id, ?, ? FROM media WHERE path = ?
                    """
            ).execute(arguments: [id, position, photo.alt, photo.path])
        }
        try index.replace(id: id, slug: slug, words: record.words, in: db)
    }
}
