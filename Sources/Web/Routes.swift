import Hummingbird
import IndieWeb
import Publishing

/// The whole address space of the site.
struct Routes {
    let site: Site
    let pages: PublicPages
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

    func install(on router: Router<SiteRequestContext>) {
        var routes = RouteTable(on: router)

        installReading(&routes)
        routes.get("/health", HealthEndpoint(site: site, publisher: publisher, version: version))

        // What the owner's applications write with
        let bearer = BearerToken(identity: identity)
        routes.get("/micropub", MicropubQueryEndpoint(site: site, bearer: bearer))
        routes.post("/micropub", MicropubEndpoint(site: site, publisher: publisher, bearer: bearer))
        routes.options("/micropub")
        routes.get("/micropub/media", MicropubMediaQueryEndpoint(site: site, bearer: bearer))
        routes.post("/micropub/media", MicropubMediaEndpoint(site: site, publisher: publisher, bearer: bearer))
        routes.options("/micropub/media")

        installSignIn(&routes)
        if site.configuration.authProvider == .builtin { installIndieAuth(&routes) }
        installDesk(&routes)

        // Files
        routes.get("/media/**", MediaEndpoint(media: site.media))
        routes.get("/static/:file", StaticFileEndpoint([stylesheet.file, PasskeyScript().file] + desk.assets.files))

        routes.refuseOtherMethods()
    }

    /// How the owner comes in.
    private func installSignIn(_ routes: inout RouteTable) {
        // The configuration refuses the mode together with an https address.
        let isDevelopment = site.configuration.devMode
        let signIn = SignIn(identity: identity, owner: owner, head: head, isDevelopment: isDevelopment)
        routes.get("/auth/login", SignInEndpoint(signIn: signIn))
        routes.post("/auth/login", SignInFormEndpoint(signIn: signIn))
        routes.post("/auth/logout", SignOutEndpoint(signIn: signIn))
        if let provider = identity.providerSignIn {
            routes.get("/auth/callback", CallbackEndpoint(signIn: signIn, provider: provider))
        } else {
            routes.get("/auth/password", PasswordEndpoint(signIn: signIn))
            routes.post("/auth/password", PasswordFormEndpoint(signIn: signIn))
            if let passkeys = identity.passkeys {
                let call = PasskeyCall(signIn: signIn, passkeys: passkeys)
                routes.get("/auth/passkeys", PasskeysEndpoint(call: call))
                routes.post("/auth/passkeys", PasskeysFormEndpoint(call: call))
                routes.post("/auth/passkeys/registration-options", PasskeyRegistrationOptionsEndpoint(call: call))
                routes.post("/auth/passkeys/registration", PasskeyRegistrationEndpoint(call: call))
                routes.post("/auth/passkeys/sign-in-options", PasskeySignInOptionsEndpoint(call: call))
                routes.post("/auth/passkeys/sign-in", PasskeySignInEndpoint(call: call))
            }
        }
        routes.get("/admin/login", OldSignInEndpoint(signIn: signIn))
        if isDevelopment { routes.get("/dev/login", DevelopmentSignInEndpoint(signIn: signIn)) }
    }

    /// Where applications ask the owner for leave, and what becomes of that.
    private func installIndieAuth(_ routes: inout RouteTable) {
        let metadata = ServerMetadata(siteURL: site.configuration.siteURL)
        let call = ApplicationCall(identity: identity)
        let profile = OwnerProfile(site: site)
        let consent = ConsentEndpoint(call: call, owner: owner, profile: profile, issuer: metadata.issuer)
        let authorization = AuthorizationEndpoint(
            identity: identity,
            owner: owner,
            profile: profile,
            head: head,
            issuer: metadata.issuer
        )
        routes.get("/.well-known/oauth-authorization-server", ServerMetadataEndpoint(metadata: metadata))
        routes.get("/auth/authorization", authorization)
        routes.post("/auth/authorization", consent)
        routes.get("/auth/token", TokenQueryEndpoint(call: call))
        routes.post("/auth/token", TokenEndpoint(call: call, ticketing: identity.ticketing, profile: profile))
        routes.post("/auth/introspection", IntrospectionEndpoint(call: call))
        routes.post("/auth/revocation", RevocationEndpoint(call: call))
        routes.get("/auth/userinfo", UserInfoEndpoint(call: call, profile: profile))
        if let ticketing = identity.ticketing {
            routes.post("/auth/ticket", TicketEndpoint(identity: identity, ticketing: ticketing))
        }
        for path in ["token", "introspection", "revocation", "userinfo"] { routes.options("/auth/\(path)") }
    }

    /// What the owner works with.
    private func installDesk(_ routes: inout RouteTable) {
        let desk = desk
        routes.get("/admin", PostListEndpoint(desk: desk))
        routes.get("/admin/new", PostNewEndpoint(desk: desk))
        routes.post("/admin/new", PostCreateEndpoint(desk: desk))
        routes.get("/admin/edit/:id", PostEditEndpoint(desk: desk))
        routes.post("/admin/edit/:id", PostUpdateEndpoint(desk: desk))
        routes.get("/admin/view/:id", PostViewEndpoint(desk: desk))
        routes.post("/admin/preview", PostPreviewEndpoint(desk: desk))
        routes.post("/admin/delete/:id", PostDeleteEndpoint(desk: desk))
        routes.post("/admin/undelete/:id", PostUndeleteEndpoint(desk: desk))
        routes.post("/admin/share/:id", PostShareEndpoint(desk: desk))
        routes.post("/admin/share/:id/withdraw", PostShareWithdrawEndpoint(desk: desk))
        routes.get("/admin/media", MediaLibraryEndpoint(desk: desk))
        routes.post("/admin/media", MediaUploadEndpoint(desk: desk))
        routes.post("/admin/media/delete", MediaDeleteEndpoint(desk: desk))
        routes.get("/admin/applications", ApplicationsEndpoint(desk: desk))
        routes.post("/admin/applications/revoke", ApplicationRevokeEndpoint(desk: desk))
        routes.post("/admin/applications/forget", ExternalTokenForgetEndpoint(desk: desk))
        routes.get("/admin/sessions", SessionsEndpoint(desk: desk))
        routes.post("/admin/sessions/revoke", SessionRevokeEndpoint(desk: desk))
        routes.get("/admin/database", DatabaseEndpoint(desk: desk))
        routes.post("/admin/database/backup", DatabaseBackupEndpoint(desk: desk))
        routes.post("/admin/database/verify", DatabaseVerifyEndpoint(desk: desk))
        routes.get("/admin/settings", SettingsEndpoint(desk: desk))
    }

    /// What visitors and their programs read.
    private func installReading(_ routes: inout RouteTable) {
        let list = ListEndpoint(pages: pages, head: head)
        var home = HomeEndpoint(pages: pages, head: head)
        if let client = identity.providerSignIn {
            let document = client.clientDocument(name: site.configuration.siteName)
            home.isNegotiated = true
            routes.get("/", ClientDocumentEndpoint(document: document, page: home))
        } else {
            routes.get("/", home)
        }
        routes.get("/note/:slug", NoteEndpoint(pages: pages, shared: SharedPost(identity: identity), head: head))
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
