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
                guard let row = try former.postID.flatMap({ try PostRow.fetch(id: $0, from: database) }),
                    row.deleted == nil
                else { return .deleted }
                return row.isVisible(at: now) ? .moved(slug: row.slug) : .hidden
            }
            guard row.deleted == nil else { return .deleted }
            guard row.isVisible(at: now) else { return .hidden }
            return .found(try notes.post(of: row, in: database))
        }
    }

    /// Any post that is not deleted, by its slug or a former one, for the owner.
    func source(slug: String, siteURL: String) async throws -> Post {
        try await reader.read { [notes] database in
            let url = Permalink(siteURL: siteURL, slug: slug).url
            let former = try FormerSlug.fetch(slug, from: database)?.postID
            guard
                let row = try PostRow.fetch(slug: slug, from: database)
                    ?? former.flatMap({ try PostRow.fetch(id: $0, from: database) })
            else { throw PublishingError.unknownPost(url) }
            guard row.deleted == nil else { throw PublishingError.deletedPost(url) }
            return try notes.post(of: row, in: database)
        }
    }

}

extension PostRow {
    /// Whether somebody who has the address, and is not the owner, may see the post.
    func isVisible(at now: Date) -> Bool {
        status == .published && visibility != .private && created.date <= now
    }
}

extension NoteFolder {
    /// The file of a note as it was committed, perhaps by an earlier change of the same transaction: one whose change has
    /// not been made yet is read from where it was written down, unless somebody has edited it by hand meanwhile.
    func committedFile(_ storedPath: String, in database: Database) throws -> NoteFile {
        let changes = try Row.fetchAll(
            database.cachedStatement(
                sql:
                    "SELECT old_hash, new_hash, content FROM file_changes WHERE path = ? AND content IS NOT NULL ORDER BY id"
            ),
            arguments: [storedPath]
        )
        guard let content: Data = changes.last?["content"] else { return try read(storedPath) }
        let known = Set(changes.flatMap { [$0["old_hash"] as String?, $0["new_hash"] as String?] }.compactMap(\.self))
        if let present = try? read(storedPath), !known.contains(present.hash.hex) { return present }
        return NoteFile(path: storedPath, bytes: Array(content))
    }

    /// The words of a post, as its row means them.
    ///
    /// A change is committed before its file is in place. Until then the words are read from where the change wrote them
    /// down, or a page of the old words would be kept as one of the new. A file that was edited by hand counts.
    func text(of row: PostRow, in database: Database) throws -> String {
        do {
            let file = try read(row.filePath)
            guard let wanted = row.contentHash, file.hash.hex != wanted.lowercased() else { return file.text }
            return try committedFile(row.filePath, in: database).text
        } catch NoteFileError.missing {
            return try committedFile(row.filePath, in: database).text
        }
    }

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
