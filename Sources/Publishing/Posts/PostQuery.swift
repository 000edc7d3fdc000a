package import Foundation
package import GRDB
import IndieWeb
package import Logging

/// Finds posts: their rows from the database, their words from the files beside it.
package struct PostQuery: Sendable {
    let reader: any DatabaseReader
    let notes: NoteFolder
    let now: @Sendable () -> Date

    /// Queries a database and the notes of the data folder it lies in; `now` decides what is still to come.
    package init(reader: any DatabaseReader, notes: NoteFolder, now: @escaping @Sendable () -> Date) {
        self.reader = reader
        self.notes = notes
        self.now = now
    }

    /// A page of published posts, newest first; nil for a page that does not exist.
    ///
    /// A post whose file is missing is left out and named in the log, so that one lost file does not take the page
    /// down.
    ///
    /// Files are read on GRDB's own thread, where blocking delays no other request.
    package func page(
        of listing: Listing = .site,
        at position: PagePosition,
        limit: Int = 20,
        logger: Logger
    ) async throws -> PostPage? {
        let now = now()
        return try await reader.read { [notes] database in
            guard let timeline = try listing.timeline(at: now, in: database) else { return nil }
            return try notes.page(of: timeline, at: position, limit: limit, in: database, logger: logger)
        }
    }

    /// What a slug leads to.
    ///
    /// - Throws: ``NoteFileError`` for a published post whose file cannot be read.
    package func post(slug: String) async throws -> PostLookup {
        let now = now()
        return try await reader.read { [notes] database in
            guard let row = try PostRow.fetch(slug: slug, from: database) else {
                guard let former = try FormerSlug.fetch(slug, from: database) else { return .missing }
                guard let id = former.postID, let row = try PostRow.fetch(id: id, from: database) else {
                    return .deleted
                }
                guard row.deleted == nil else { return try row.lookupOfDeleted(in: database) }
                return row.exposure.isVisible(at: now) ? .moved(slug: row.slug) : .hidden
            }
            guard row.deleted == nil else { return try row.lookupOfDeleted(in: database) }
            guard row.exposure.isVisible(at: now) else { return .hidden }
            return .found(try notes.post(of: row, in: database))
        }
    }

    /// Any post, also a deleted one, by its slug or a former one, for the owner; nil when there is none.
    func any(slug: String) async throws -> Post? {
        try await reader.read { [notes] database in
            let row =
                try PostRow.fetch(slug: slug, from: database)
                ?? FormerSlug.fetch(slug, from: database)?.postID.flatMap { try PostRow.fetch(id: $0, from: database) }
            return try row.map { try notes.post(of: $0, in: database) }
        }
    }

    /// As ``any(slug:)``, but for deleted posts.
    func source(slug: String, siteURL: String) async throws -> Post {
        let url = Permalink(siteURL: siteURL, slug: slug).url
        guard let post = try await any(slug: slug) else { throw PublishingError.unknownPost(url) }
        guard post.deleted == nil else { throw PublishingError.deletedPost(url) }
        return post
    }
}

extension PostRow {
    /// What the address of a deleted post tells others than the owner: that it is gone, where they could see it before; a
    /// post that was not for them stays hidden, or its deletion would tell that there was one.
    func lookupOfDeleted(in database: Database) throws -> PostLookup {
        try wasSeenByOthers(in: database) ? .deleted : .hidden
    }

    /// Whether others than the owner could see a deleted post before, at this address or another one.
    func wasSeenByOthers(in database: Database) throws -> Bool {
        try visibility != .private && (exposure.wasOut || FormerSlug.isKnown(of: id, in: database))
    }
}

extension NoteFolder {
    /// A page of a timeline.
    func page(
        of timeline: TimelineRows,
        at position: PagePosition,
        limit: Int,
        in database: Database,
        logger: Logger
    ) throws -> PostPage? {
        guard let rows = try timeline.fetch(at: position, limit: limit, from: database) else { return nil }
        return PostPage(
            posts: try posts(of: rows, in: database, logger: logger),
            newer: try rows.first.flatMap { try timeline.has(after: $0, in: database) ? $0.id : nil },
            older: try rows.last.flatMap { try timeline.has(before: $0, in: database) ? $0.id : nil }
        )
    }

    /// Several posts. One whose file is missing is left out and named in the log.
    func posts(of rows: [PostRow], in database: Database, logger: Logger) throws -> [Post] {
        let attachments = try Attachments.fetch(of: rows.map(\.id), from: database)
        return try rows.compactMap { row in
            do {
                return row.post(text: try text(of: row, in: database), attachments: attachments)
            } catch let error as NoteFileError {
                logger.warning("\(error)", metadata: ["slug": "\(row.slug)"])
                return nil
            }
        }
    }

    /// A single post, with its words, tags and photos.
    func post(of row: PostRow, in database: Database) throws -> Post {
        let attachments = try Attachments.fetch(of: [row.id], from: database)
        return row.post(text: try text(of: row, in: database), attachments: attachments)
    }
}
