import Foundation
import GRDB
package import IndieWeb
package import Logging

/// An upload with what its owner wants to know of it.
package struct LibraryItem: Sendable, Equatable {
    /// The upload.
    package let media: StoredMedia
    /// A small cut of it, or the upload itself where there is none: an address within the site, without a leading `/`.
    package let thumbnail: String
    /// The posts that show it or name it in their words, deleted ones included.
    package let posts: [Post]
}

/// A part of the uploads, newest first.
package struct LibraryPage: Sendable, Equatable {
    /// The uploads.
    package let items: [LibraryItem]
    /// The cursor of the older part, nil where there is none.
    package let after: String?
    /// The cursor of the newer part, nil where there is none.
    package let before: String?
}

extension Site {
    /// A part of the uploads, with where each of them is used.
    ///
    /// - Throws: ``PublishingError`` for a cursor that no answer gave.
    package func library(_ request: MicropubMediaList, logger: Logger) async throws -> LibraryPage {
        let list = try await uploads(request)
        let notes = posts.notes
        let items = try await reader.read { db in
            try list.items.map { media in
                LibraryItem(
                    media: media,
                    thumbnail: try media.thumbnail(in: db),
                    posts: try notes.posts(of: try media.posts(in: db), in: db, logger: logger)
                )
            }
        }
        return LibraryPage(items: items, after: list.after, before: list.before)
    }
}

extension StoredMedia {
    fileprivate func thumbnail(in db: Database) throws -> String {
        let path = try String.fetchOne(
            db,
            sql: """
                SELECT path FROM media_variants WHERE media_id = ? AND variant_type IN ('small', 'thumb')
                ORDER BY variant_type LIMIT 1
                """,
            arguments: [id]
        )
        return MediaReference(path: path ?? self.path).stored
    }

    /// The posts that have it among their photos, and those whose words name its file: a name is found in the search index
    /// as the words that it consists of.
    fileprivate func posts(in db: Database) throws -> [PostRow] {
        let name = path.split(separator: "/").last?.split(separator: ".").first ?? ""
        let words = name.split { !($0.isLetter || $0.isNumber) }
        var condition = "id IN (SELECT note_id FROM note_media WHERE media_id = ?)"
        var arguments: StatementArguments = [id]
        if !words.isEmpty {
            condition += " OR id IN (SELECT rowid FROM notes_fts WHERE notes_fts MATCH ?)"
            arguments += ["\"\(words.joined(separator: " "))\""]
        }
        return try Row.fetchAll(
            db,
            sql: "SELECT \(PostRow.columns) FROM notes WHERE \(condition) ORDER BY id DESC LIMIT 20",
            arguments: arguments
        ).map(PostRow.init)
    }
}
