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
    ///   post, it has another version, would be too long, or would be published by those who may not.
    package func update(
        slug: String,
        _ update: MicropubUpdate,
        mayPublish: Bool = true,
        of version: Post.Version? = nil
    ) async throws -> (permalink: Permalink, hasMoved: Bool) {
        let time = now()
        let (before, after) = try await changes.perform { [self] db, files in
            let row = try existing(slug, in: db)
            let update = try update.namingFiles(asKeptIn: db, siteURL: configuration.siteURL)
            let (post, file) = try editablePost(of: row, update, in: db)
            if let version, version != post.version { throw PublishingError.changedMeanwhile(url(of: row.slug)) }
            let wanted = try newSlug(for: row, wanted: update.commands.slug, at: time, in: db)
            let given = update.applied(to: post.source) { Tag($0)?.name }
            let forgetsDate = update.concerns("published") && given["published"].isEmpty
            var changed = Revision.droppingEchoes(of: row, in: given, from: post.source)
            if !forgetsDate { changed = Revision.keepingDate(of: row, in: changed, at: time) }
            guard changed != post.source || wanted != row.slug else { return (row.slug, wanted) }
            try changed.validatePost(unlike: post.source)
            var record = try PostRecord(changed, siteURL: configuration.siteURL).naming(originalsIn: db)
            // The words of an update that is not about them stay what they are, to the byte.
            if !update.concerns("content") { record.content = words(of: post, row, file) }
            let bytes = file.flatMap { update.concerns("content") ? nil : $0.bytes }
            let revision = Revision(
                row: row,
                record: record,
                slug: wanted,
                file: file,
                bytes: bytes ?? Array(record.content.text.utf8),
                time: time,
                forgetsDate: forgetsDate,
                wasSeen: try row.exposure.isOut(at: time) || FormerSlug.isKnown(of: row.id, in: db)
            )
            if !mayPublish, revision.publishes { throw PublishingError.wouldPublish }
            try store(revision, in: db, files: files)
            return (row.slug, wanted)
        }
        return (Permalink(siteURL: configuration.siteURL, slug: after), before != after)
    }

    /// The post with its words and their file; words that are lost do no harm when others take their place.
    private func editablePost(
        of row: PostRow,
        _ update: MicropubUpdate,
        in db: Database
    ) throws -> (post: Post, file: NoteFile?) {
        let attachments = try Attachments.fetch(of: [row.id], from: db)
        do {
            let file = try notes.committedFile(row.filePath, in: db)
            return (row.post(text: file.text, attachments: attachments), file)
        } catch let error as NoteFileError {
            guard case .missing = error, !update.replace["content"].isEmpty else { throw error }
            return (row.post(text: "", attachments: attachments), nil)
        }
    }

    /// The words of a post as it is kept: without the plain form that came with others, if they were edited by hand since.
    private func words(of post: Post, _ row: PostRow, _ file: NoteFile?) -> PostContent {
        guard let file, row.contentHash != nil, isEdited(row, file) else { return post.content }
        return post.content.replacingText(by: post.content.text)
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

    private func store(_ revision: Revision, in db: Database, files: FileTransaction) throws {
        let (row, record, slug) = (revision.row, revision.record, revision.slug)
        let before = try Appearance(of: row, in: db)
        let properties = record.storedProperties
        // Each update may add as much as one request holds.
        guard properties.utf8.count <= max(PostRecord.maximumBytes, row.properties?.stored.utf8.count ?? 0) else {
            throw PublishingError.tooLong
        }
        let hash = ContentHash(revision.bytes)
        var path = row.filePath
        if slug != row.slug {
            path = try freePath(slug: slug, created: row.created, in: db)
            try files.write(revision.bytes, to: path, replacing: nil, in: db)
            try files.remove(notes.storedPath(of: row.filePath) ?? row.filePath, was: revision.file?.hash, in: db)
            try keepFeedID(of: row, in: db)
        } else if revision.file?.hash != hash {
            // A row of an old release may have the path as another machine saw it.
            path = try writablePath(of: row, slug: slug, isThere: revision.file != nil, in: db)
            try files.write(revision.bytes, to: path, replacing: revision.file?.hash, in: db)
        }
        try revision.rememberSlug(in: db)
        try db.cachedStatement(
            sql: """
                UPDATE notes SET slug = ?, file_path = ?, published = ?, created_at = ?, updated_at = ?, content_hash = ?,
                    visibility = ?, post_type = ?, content_type = ?, properties = ?
                WHERE id = ?
                """
        ).execute(
            arguments: [
                slug, path, record.status == .published, revision.created.text, revision.updated.text, hash.hex,
                record.visibility.rawValue, record.type.rawValue, record.content.mediaType.rawValue, properties, row.id,
            ]
        )
        try link(record, to: row.id, slug: slug, in: db)
        try follow(from: before, to: revision.appearance, in: db)
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
}

extension MicropubUpdate {
    /// The update with files of the site named as they are kept, however their author named them.
    fileprivate func namingFiles(asKeptIn db: Database, siteURL: String) throws -> MicropubUpdate {
        func kept(_ properties: MicroformatsProperties) throws -> MicroformatsProperties {
            try properties.relativizingMedia(siteURL: siteURL).naming(originalsIn: db)
        }
        var update = self
        update.replace = try kept(replace)
        update.add = try kept(add)
        update.deletedValues = try kept(deletedValues)
        return update
    }
}
