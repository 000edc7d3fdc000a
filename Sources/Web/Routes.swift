import Hummingbird
import Publishing

/// The whole address space of the site.
struct Routes {
    let site: Site
    let publisher: Publisher
    let identity: Identity
    let care: DatabaseCare
    let head: SiteHead
    let stylesheet: Stylesheet
    let version: String

    private var owner: OwnerSessions { OwnerSessions(identity, siteURL: site.configuration.siteURL) }

    private var desk: Desk {
        Desk(
            site: site,
            publisher: publisher,
            identity: identity,
            owner: owner,
            care: care,
            head: head,
            assets: DeskAssets()
        )
    }

    func install(on router: Router<BasicRequestContext>) {
        var routes = RouteTable(on: router)
        let desk = desk

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

        // The owner's desk
        routes.get("/admin", PostListEndpoint(desk: desk))
        routes.get("/admin/new", PostNewEndpoint(desk: desk))
        routes.post("/admin/new", PostCreateEndpoint(desk: desk))
        routes.get("/admin/edit/:id", PostEditEndpoint(desk: desk))
        routes.post("/admin/edit/:id", PostUpdateEndpoint(desk: desk))
        routes.get("/admin/view/:id", PostViewEndpoint(desk: desk))
        routes.post("/admin/preview", PostPreviewEndpoint(desk: desk))
        routes.post("/admin/delete/:id", PostDeleteEndpoint(desk: desk))
        routes.post("/admin/undelete/:id", PostUndeleteEndpoint(desk: desk))
        routes.get("/admin/media", MediaLibraryEndpoint(desk: desk))
        routes.post("/admin/media", MediaUploadEndpoint(desk: desk))
        routes.post("/admin/media/delete", MediaDeleteEndpoint(desk: desk))
        routes.get("/admin/applications", ApplicationsEndpoint(desk: desk))
        routes.post("/admin/applications/revoke", ApplicationRevokeEndpoint(desk: desk))
        routes.get("/admin/sessions", SessionsEndpoint(desk: desk))
        routes.post("/admin/sessions/revoke", SessionRevokeEndpoint(desk: desk))
        routes.get("/admin/database", DatabaseEndpoint(desk: desk))
        routes.post("/admin/database/backup", DatabaseBackupEndpoint(desk: desk))
        routes.post("/admin/database/verify", DatabaseVerifyEndpoint(desk: desk))
        routes.get("/admin/settings", SettingsEndpoint(desk: desk))

        // Files
        routes.get("/media/**", MediaEndpoint(media: site.media))
        routes.get("/static/:file", StaticFileEndpoint([stylesheet.file] + desk.assets.files))

        routes.refuseOtherMethods()
    }
}
