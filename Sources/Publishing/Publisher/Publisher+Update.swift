import Foundation
import GRDB
package import IndieWeb

extension Publisher {
    /// Changes a post, wholly or not at all.
    ///
    /// - Parameters:
    ///   - slug: the present slug of the post, or a former one.
    ///   - update: what to change.
    ///   - mayPublish: false for those who may only make drafts.
    ///   - version: how the post was when the change of it was begun; nil changes it however it is.
    /// - Returns: the address of the post, and whether it is another than before.
    /// - Throws: `MicropubError` when the post would make no sense afterwards, ``PublishingError`` when there is no such
    ///   post, or it has another version.
    package func update(
        slug: String,
        _ update: MicropubUpdate,
        mayPublish: Bool = true,
        of version: Post.Version? = nil
    ) async throws -> (permalink: Permalink, hasMoved: Bool) {
        let time = now()
        let (before, after) = try await change { [self] db, files in
            let row = try existing(slug, in: db)
            let post = try editablePost(of: row, update, in: db)
            if let version, version != post.version { throw PublishingError.changedMeanwhile(url(of: row.slug)) }
            // Clients know files of the site by their whole addresses.
            let source = post.source.resolvingMedia(siteURL: configuration.siteURL)
            let changed = update.applied(to: source)
            try changed.validatePost()
            if !mayPublish, row.status == .draft, changed.text("post-status") != PostStatus.draft.rawValue {
                throw MicropubError.insufficientScope(for: .create)
            }
            let wanted = try newSlug(for: row, wanted: update.commands.slug, at: time, in: db)
            if changed != source || wanted != row.slug {
                let record = try PostRecord(changed, siteURL: configuration.siteURL).naming(originalsIn: db)
                try rewrite(row, as: record, slug: wanted, at: time, in: db, files: files)
            }
            return (row.slug, wanted)
        }
        return (Permalink(siteURL: configuration.siteURL, slug: after), before != after)
    }

    /// The post with its words; those that are lost do no harm when others take their place.
    private func editablePost(of row: PostRow, _ update: MicropubUpdate, in db: Database) throws -> Post {
        let attachments = try Attachments.fetch(of: [row.id], from: db)
        do {
            return row.post(text: try notes.committedFile(row.filePath, in: db).text, attachments: attachments)
        } catch let error as NoteFileError {
            guard case .missing = error, !update.replace["content"].isEmpty else { throw error }
            return row.post(text: "", attachments: attachments)
        }
    }

    /// The row of a post that can be changed.
    func existing(_ slug: String, in db: Database) throws -> PostRow {
        let row = try find(slug, in: db)
        guard row.deleted == nil else { throw PublishingError.deletedPost(url(of: slug)) }
        return row
    }

    /// The row of a post, deleted or not, by its slug or a former one.
    func find(_ slug: String, in db: Database) throws -> PostRow {
        if let row = try PostRow.fetch(slug: slug, from: db) { return row }
        guard let id = try FormerSlug.fetch(slug, from: db)?.postID, let row = try PostRow.fetch(id: id, from: db)
        else {
            throw PublishingError.unknownPost(url(of: slug))
        }
        return row
    }

    private func url(of slug: String) -> String { Permalink(siteURL: configuration.siteURL, slug: slug).url }

    private func newSlug(for row: PostRow, wanted: String?, at time: Date, in db: Database) throws -> String {
        guard let wanted, Slug.normalized(wanted) != nil, Slug.normalized(wanted) != row.slug else { return row.slug }
        return try Slug.free(wanted: wanted, date: time) { try FormerSlug.isTaken($0, except: row.id, in: db) }
    }

    private func rewrite(
        _ row: PostRow,
        as record: PostRecord,
        slug: String,
        at time: Date,
        in db: Database,
        files: FileTransaction
    ) throws {
        let before = try Appearance(of: row.id, in: db)
        let created = creationTime(of: record, was: row, at: time)
        let bytes = Array(record.content.text.utf8)
        let present = (try? notes.committedFile(row.filePath, in: db))?.hash
        var path = row.filePath
        if slug != row.slug {
            path = try freePath(slug: slug, created: row.created, in: db)
            try files.write(bytes, to: path, replacing: nil, in: db)
            try files.remove(notes.storedPath(of: row.filePath) ?? row.filePath, was: present, in: db)
            try FormerSlug.insert(row.slug, of: row.id, in: db)
            try FormerSlug.remove(slug, in: db)
            try keepFeedID(of: row, in: db)
        } else if present != ContentHash(bytes) {
            // A row of an old release may have the path as another machine saw it.
            path = try writablePath(of: row, slug: slug, isThere: present != nil, in: db)
            try files.write(bytes, to: path, replacing: present, in: db)
        }
        try db.cachedStatement(
            sql: """
                UPDATE notes SET slug = ?, file_path = ?, published = ?, created_at = ?, updated_at = ?, content_hash = ?,
                    visibility = ?, post_type = ?, content_type = ?, properties = ?
                WHERE id = ?
                """
        ).execute(
            arguments: [
                slug, path, record.status == .published, created,
                revisionTime(of: record, was: row, created: created, at: time), ContentHash(bytes).hex,
                record.visibility.rawValue, record.type.rawValue, record.content.mediaType.rawValue,
                record.properties.stored, row.id,
            ]
        )
        try link(record, to: row.id, slug: slug, in: db)
        try follow(row.id, was: before, in: db)
    }

    /// Writes down what feeds call a post, where that follows from a slug which the post is about to lose.
    private func keepFeedID(of row: PostRow, in db: Database) throws {
        guard row.feedID == nil else { return }
        let origin = try FeedOrigin.url(siteURL: configuration.siteURL, in: db)
        try db.execute(
            sql: "UPDATE notes SET feed_id = ? WHERE id = ?",
            arguments: [Permalink(siteURL: origin, slug: row.slug).url, row.id]
        )
    }

    /// Where the words of a post are written: where they are, if that is known here; a row of an old release may have the
    /// path as another machine saw it, and its file may be gone.
    private func writablePath(of row: PostRow, slug: String, isThere: Bool, in db: Database) throws -> String {
        if let path = notes.storedPath(of: row.filePath) { return path }
        // Committed, and not in place yet.
        if isThere { return row.filePath }
        return try freePath(slug: slug, created: row.created, in: db)
    }

    /// The column `created_at`: as the author says, as it was, or now for a draft that is published.
    private func creationTime(of record: PostRecord, was row: PostRow, at time: Date) -> String {
        if let published = record.published {
            // The text of an untouched date stays, whatever form an old release wrote it in.
            return published.date == row.created.date ? row.created.text : StoredTimestamp(published.date).text
        }
        let isFirstPublication = row.status == .draft && record.status == .published
        return isFirstPublication ? StoredTimestamp(time).text : row.created.text
    }

    /// The column `updated_at`. What nobody has seen yet was not revised, it was written.
    private func revisionTime(of record: PostRecord, was row: PostRow, created: String, at time: Date) -> String {
        if let updated = record.updated, row.properties?.text("updated") != updated.text {
            return StoredTimestamp(updated.date).text
        }
        return row.status == .draft && record.status == .published ? created : StoredTimestamp(time).text
    }
}
