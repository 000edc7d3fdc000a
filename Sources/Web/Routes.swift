import Hummingbird
import Publishing

/// The whole address space of the site.
struct Routes {
    let site: Site
    let publisher: Publisher
    let identity: Identity
    let head: SiteHead
    let stylesheet: Stylesheet
    let version: String

    private var owner: OwnerSessions { OwnerSessions(identity, siteURL: site.configuration.siteURL) }

    func install(on router: Router<BasicRequestContext>) {
        var routes = RouteTable(on: router)

        // What visitors read
        routes.get("/", HomeEndpoint(site: site, head: head))
        routes.get("/note/:slug", NoteEndpoint(site: site, head: head))
        routes.get("/notes/:slug", OldNoteEndpoint(site: site, head: head))

        // What programs read
        routes.get("/feed.rss", RSSEndpoint(site: site, head: head))
        routes.get("/health", HealthEndpoint(site: site, version: version))

        // What the owner's applications write with
        let bearer = BearerToken(tokens: identity.tokens)
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
}
