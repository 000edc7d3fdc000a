import Hummingbird
import IndieWeb
import Publishing

/// `GET /opml.xml`: the feeds of the site, for readers that subscribe to several at once.
struct OPMLEndpoint: HTTPResponder {
    let pages: PublicPages

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let configuration = pages.site.configuration
        return try await pages.response(to: request, key: PageCache.Key(path: "/opml.xml")) {
            let author = try await pages.site.author()
            let list = OPML(
                title: configuration.siteName,
                modified: try await pages.site.lastChange(),
                ownerName: author.name,
                ownerURL: author.url,
                subscriptions: Feed.Format.allCases.map { format in
                    OPML.Subscription(
                        title: "\(configuration.siteName) (\(format.name))",
                        xmlURL: "\(configuration.siteURL)feed.\(format.rawValue)",
                        htmlURL: configuration.siteURL,
                        summary: configuration.summary,
                        language: SiteConfiguration.language
                    )
                }
            )
            return PublicPage(
                list.xml,
                contentType: OPML.contentType,
                caching: .seconds(configuration.feedCacheSeconds),
                dependencies: [.everything]
            )
        }
    }
}
