import Hummingbird
import IndieWeb
import Publishing

/// The whole address space of the site.
struct Routes {
    let site: Site
    let pages: PublicPages
    let publisher: Publisher
    let tokens: AccessTokens
    let head: SiteHead
    let stylesheet: Stylesheet
    let version: String

    func install(on router: Router<BasicRequestContext>) {
        var routes = RouteTable(on: router)

        installReading(&routes)
        routes.get("/health", HealthEndpoint(site: site, version: version))

        // What the owner's applications write with
        let bearer = BearerToken(tokens: tokens)
        routes.get("/micropub", MicropubQueryEndpoint(site: site, bearer: bearer))
        routes.post("/micropub", MicropubEndpoint(site: site, publisher: publisher, bearer: bearer))
        routes.options("/micropub")
        routes.get("/micropub/media", MicropubMediaQueryEndpoint(site: site, bearer: bearer))
        routes.post("/micropub/media", MicropubMediaEndpoint(site: site, publisher: publisher, bearer: bearer))
        routes.options("/micropub/media")

        // Files
        routes.get("/media/**", MediaEndpoint(media: site.media))
        routes.get("/static/:file", StylesheetEndpoint(stylesheet: stylesheet))

        routes.refuseOtherMethods()
    }

    /// What visitors and their programs read.
    private func installReading(_ routes: inout RouteTable) {
        let list = ListEndpoint(pages: pages, head: head)
        routes.get("/", HomeEndpoint(pages: pages, head: head))
        routes.get("/note/:slug", NoteEndpoint(pages: pages, head: head))
        routes.get("/notes/:slug", OldNoteEndpoint(site: site, head: head))
        routes.get("/tag/:tag", TagEndpoint(list: list))
        routes.get("/archive/:year", ArchiveEndpoint(list: list))
        routes.get("/archive/:year/:month", ArchiveEndpoint(list: list))
        routes.get("/search", SearchEndpoint(site: site, head: head))
        routes.get("/api/search", SearchAPIEndpoint(site: site))

        for folder in ["", "/tag/:tag"] {
            routes.get("\(folder)/feed", NegotiatedFeedEndpoint(pages: pages))
            routes.get("\(folder)/feed.rss", FeedEndpoint(pages: pages, name: "feed.rss", format: .rss))
            routes.get("\(folder)/feed.xml", FeedEndpoint(pages: pages, name: "feed.xml", format: .rss))
            routes.get("\(folder)/feed.atom", FeedEndpoint(pages: pages, name: "feed.atom", format: .atom))
            routes.get("\(folder)/feed.json", FeedEndpoint(pages: pages, name: "feed.json", format: .json))
        }
        routes.get("/opml.xml", OPMLEndpoint(pages: pages))
        routes.get("/sitemap.xml", SitemapEndpoint(pages: pages))
        routes.get("/sitemap/:file", SitemapEndpoint(pages: pages))
        routes.get("/robots.txt", RobotsEndpoint(pages: pages))
        routes.get("/theme/:file", ThemeEndpoint(theme: head.theme))
    }
}
