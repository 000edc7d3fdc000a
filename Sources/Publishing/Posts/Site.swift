package import GRDB
package import IndieWeb
package import Logging

/// What visitors can be shown: the reading side of a site, for those who must not see its database.
package struct Site: Sendable {
    /// The settings.
    package let configuration: SiteConfiguration
    /// The uploaded images.
    package let media: MediaFolder

    private let reader: any DatabaseReader
    private let posts: PostQuery
    private let authors: AuthorQuery

    /// A site read from a database and the data folder of its settings.
    package init(configuration: SiteConfiguration, reader: any DatabaseReader) {
        self.configuration = configuration
        self.reader = reader
        media = MediaFolder(dataPath: configuration.dataPath)
        posts = PostQuery(reader: reader, notes: NoteFolder(dataPath: configuration.dataPath))
        authors = AuthorQuery(
            reader: reader,
            me: configuration.adminMe,
            fallbackName: configuration.siteAuthor
        )
    }

    /// A page of published posts; nil for a page that does not exist.
    package func page(at position: PagePosition, logger: Logger) async throws -> PostPage? {
        try await posts.page(at: position, logger: logger)
    }

    /// What a slug leads to.
    package func post(slug: String) async throws -> PostLookup {
        try await posts.post(slug: slug)
    }

    /// Who writes.
    package func author() async throws -> Author {
        try await authors.author()
    }

    /// The address of a post.
    package func permalink(of post: Post) -> Permalink {
        Permalink(siteURL: configuration.siteURL, slug: post.slug)
    }

    /// The newest posts as a feed.
    package func feed(logger: Logger) async throws -> Feed {
        let limit = configuration.feedMaxItems
        let page = try await posts.page(at: .newest, limit: limit, logger: logger)
        return Feed(
            title: configuration.siteName,
            summary: configuration.summary,
            homeURL: configuration.siteURL,
            language: SiteConfiguration.language,
            authorName: try await author().name,
            items: page?.posts.map { $0.feedItem(siteURL: configuration.siteURL) } ?? []
        )
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
