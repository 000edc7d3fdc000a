import Hummingbird
import IndieWeb
import Publishing

/// `GET /feed.rss`: the newest posts in RSS 2.0.
struct RSSEndpoint: HTTPResponder {
    let site: Site
    let head: SiteHead

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let feed = try await site.feed(logger: context.logger)
        let representation = Representation(
            RSSFeed(feed, selfURL: head.feedURL).xml,
            contentType: RSSFeed.contentType,
            caching: .seconds(site.configuration.feedCacheSeconds)
        )
        var response = representation.response(to: request)
        response.headers[.lastModified] = feed.updated.map { CivilTime($0).rfc822 }
        return response
    }
}
