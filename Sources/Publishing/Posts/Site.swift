package import Foundation
package import GRDB
package import IndieWeb
package import Logging

/// What visitors can be shown: the reading side of a site, for those who must not see its database.
package struct Site: Sendable {
    /// The settings.
    package let configuration: SiteConfiguration
    /// The uploaded images.
    package let media: MediaFolder

    let reader: any DatabaseReader
    let posts: PostQuery
    private let authors: AuthorQuery

    /// A site read from a database and the data folder of its settings; `now` decides what is still to come.
    package init(
        configuration: SiteConfiguration,
        reader: any DatabaseReader,
        now: @escaping @Sendable () -> Date
    ) {
        self.configuration = configuration
        self.reader = reader
        media = MediaFolder(dataPath: configuration.dataPath)
        posts = PostQuery(reader: reader, notes: NoteFolder(dataPath: configuration.dataPath), now: now)
        authors = AuthorQuery(
            reader: reader,
            me: configuration.adminMe,
            fallbackName: configuration.siteAuthor
        )
    }

    /// What a slug leads to.
    package func post(slug: String) async throws -> PostLookup {
        try await posts.post(slug: slug)
    }

    /// Any post that is not deleted, for the owner.
    ///
    /// - Throws: ``PublishingError`` when there is none.
    package func source(slug: String) async throws -> Post {
        try await posts.source(slug: slug, siteURL: configuration.siteURL)
    }

    /// A part of the owner's posts.
    package func list(_ request: MicropubSourceList, logger: Logger) async throws -> PostList {
        try await posts.list(request, logger: logger)
    }

    /// A part of the uploads.
    package func uploads(_ request: MicropubMediaList) async throws -> MediaList {
        try await MediaQuery(reader: reader, siteURL: configuration.siteURL).list(request)
    }

    /// The tags in use, in the spelling for readers, in the order of the alphabet: those of all posts for the owner, of what
    /// is in lists by now for others.
    package func categories(for audience: TimelineRows.Audience = .owner) async throws -> [String] {
        let now = TimelineRows.julianDay(now())
        let isSeen =
            audience == .owner ? "deleted_at IS NULL" : "\(Exposure.isListedSQL) AND \(TimelineRows.moment) <= ?"
        return try await reader.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT display_name FROM tags WHERE EXISTS
                    (SELECT 1 FROM note_tags JOIN notes ON notes.id = note_id WHERE tag_id = tags.id AND \(isSeen))
                    ORDER BY lower(display_name), name
                    """,
                arguments: audience == .owner ? [] : [now]
            )
        }
    }

    /// Who writes.
    package func author() async throws -> Author {
        try await authors.author()
    }

    /// The address of a post.
    package func permalink(of post: Post) -> Permalink {
        Permalink(siteURL: configuration.siteURL, slug: post.slug)
    }

    /// Whether the database answers.
    package func isReadable() async -> Bool {
        do {
            return try await reader.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM notes)") != nil }
        } catch {
            return false
        }
    }
}

extension SiteConfiguration {
    /// The language of the pages.
    package static let language = "en"

    /// What the site is about, also when the owner has not said.
    package var summary: String {
        siteDescription ?? "Notes from \(siteName)"
    }
}
