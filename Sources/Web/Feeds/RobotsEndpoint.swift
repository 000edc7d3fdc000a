import Hummingbird
import IndieWeb
import Publishing

/// `GET /robots.txt`: what crawlers are asked to leave alone, and where the sitemap is.
struct RobotsEndpoint: HTTPResponder {
    let pages: PublicPages

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let configuration = pages.site.configuration
        return try await pages.response(to: request, key: PageCache.Key(path: "/robots.txt")) {
            let file = RobotsTxt(
                groups: [.init(disallow: ["/admin/", "/auth/", "/micropub", "/search", "/api/"])],
                sitemapURL: "\(configuration.siteURL)sitemap.xml"
            )
            return PublicPage(
                file.text,
                contentType: RobotsTxt.contentType,
                caching: .seconds(configuration.feedCacheSeconds),
                dependencies: []
            )
        }
    }
}
