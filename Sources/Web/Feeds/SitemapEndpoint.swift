import Hummingbird
import IndieWeb
import Publishing

/// `GET /sitemap.xml` and, for a site with more pages than one file may name, `GET /sitemap/N.xml`.
struct SitemapEndpoint: HTTPResponder {
    let pages: PublicPages
    /// How many addresses a file may hold.
    var capacity = Sitemap.capacity

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let file = context.parameters.get("file")
        let number = file.flatMap { $0.hasSuffix(".xml") ? Int($0.dropLast(4)) : nil }
        guard file == nil || file == number.map({ "\($0).xml" }) else { throw HTTPError(.notFound) }
        let path = number.map { "/sitemap/\($0).xml" } ?? "/sitemap.xml"
        let configuration = pages.site.configuration
        let siteURL = configuration.siteURL
        return try await pages.response(to: request, key: PageCache.Key(path: path)) {
            let addresses = try await pages.site.addresses()
            let home = Sitemap.Entry(url: siteURL, modified: addresses.map(\.modified).max())
            let posts = addresses.map { Sitemap.Entry(url: siteURL + $0.relativePath, modified: $0.modified) }
            let sitemap = Sitemap([home] + posts, capacity: capacity)
            let xml = number.map(sitemap.xml(file:)) ?? sitemap.xml { "\(siteURL)sitemap/\($0).xml" }
            guard let xml else { throw HTTPError(.notFound) }
            return PublicPage(
                xml,
                contentType: Sitemap.contentType,
                caching: .seconds(configuration.feedCacheSeconds),
                dependencies: [.everything]
            )
        }
    }
}
