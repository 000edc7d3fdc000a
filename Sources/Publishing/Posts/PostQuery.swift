package import GRDB
package import Logging

/// Reads posts: their rows from the database, their words from the files beside it.
package struct PostQuery: Sendable {
    private let reader: any DatabaseReader
    private let notes: NoteFolder

    /// Queries a database and the notes of the data folder it lies in.
    package init(reader: any DatabaseReader, notes: NoteFolder) {
        self.reader = reader
        self.notes = notes
    }

    /// A page of published posts, newest first; nil for a page that does not exist.
    ///
    /// A post whose file is missing is left out and named in the log, so that one lost file does not take the page
    /// down.
    package func page(at position: PagePosition, limit: Int = 20, logger: Logger) async throws -> PostPage? {
        // Files are read inside the closure, on GRDB's own thread, where blocking delays no other request.
        try await reader.read { [notes] database in
            guard let rows = try TimelineRows.fetch(at: position, limit: limit, from: database) else { return nil }
            let attachments = try Attachments.fetch(of: rows.map(\.id), from: database)
            let posts = rows.compactMap { row -> Post? in
                do {
                    return row.post(markdown: try notes.read(row.filePath).text, attachments: attachments)
                } catch {
                    logger.warning("\(error)", metadata: ["slug": "\(row.slug)"])
                    return nil
                }
            }
            return PostPage(
                posts: posts,
                newer: try rows.first.flatMap { try TimelineRows.hasPublished(after: $0, in: database) ? $0.id : nil },
                older: try rows.last.flatMap { try TimelineRows.hasPublished(before: $0, in: database) ? $0.id : nil }
            )
        }
    }

    /// What a slug leads to.
    ///
    /// - Throws: ``NoteFileError`` for a published post whose file cannot be read.
    package func post(slug: String) async throws -> PostLookup {
        try await reader.read { [notes] database in
            guard let row = try PostRow.fetch(slug: slug, from: database) else { return .missing }
            guard row.deleted == nil else { return .deleted }
            guard row.isPublished else { return .draft }
            let attachments = try Attachments.fetch(of: [row.id], from: database)
            return .found(row.post(markdown: try notes.read(row.filePath).text, attachments: attachments))
        }
    }
}
