import Hummingbird
import IndieWeb
package import Logging
import NIOCore
package import Publishing
package import ServiceLifecycle

/// The site on the web, put together from its parts.
package struct WebApplication: Sendable {
    private let site: Site
    let pages: PublicPages
    private let publisher: Publisher
    private let identity: Identity
    private let care: DatabaseCare
    private let version: String

    /// A site to serve, by a program of a version.
    ///
    /// - Parameters:
    ///   - site: what is read.
    ///   - publisher: what writes.
    ///   - identity: who may act for the owner.
    ///   - care: what looks after the database.
    ///   - version: the release of the program.
    package init(site: Site, publisher: Publisher, identity: Identity, care: DatabaseCare, version: String) {
        self.site = site
        pages = PublicPages(site: site)
        self.publisher = publisher
        self.identity = identity
        self.care = care
        self.version = version
    }

    /// What answers requests: middleware, then routes.
    func responder(record: @escaping RequestRecord.Recorder) -> any HTTPResponder<SiteRequestContext> {
        let stylesheet = Stylesheet()
        var head = SiteHead(site.configuration, stylesheet: stylesheet)
        head.theme = Theme(site.theme)
        let router = Router(context: SiteRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestLog(record: record))
        router.add(middleware: SecurityHeaders())
        router.add(middleware: CrossOriginAccess())
        let owner = OwnerSessions(identity, siteURL: site.configuration.siteURL)
        router.add(middleware: SessionRenewal(owner: owner))
        router.add(
            middleware: ErrorResponder(
                head: head,
                version: version,
                insufficientScope: site.configuration.insufficientScopeStatus
            )
        )
        let routes = Routes(
            site: site,
            pages: pages,
            publisher: publisher,
            identity: identity,
            care: care,
            head: head,
            stylesheet: stylesheet,
            version: version
        )
        routes.install(on: router)
        return router.buildResponder()
    }

    /// A server of whatever the gate lets through.
    ///
    /// - Parameters:
    ///   - gate: what answers the requests.
    ///   - host: the address to listen on.
    ///   - port: the port to listen on; 0 leaves it to the system.
    ///   - patience: how long at least a client may take for its next bytes.
    ///   - logger: where the server and its requests are logged.
    ///   - onServerRunning: called once the port is bound, with its number.
    /// - Returns: a service that ends, when it is told to, after the requests under way.
    package static func server(
        gate: UpgradeGate,
        host: String,
        port: Int,
        patience: Duration = .seconds(60),
        logger: Logger,
        onServerRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> any Service {
        let handlers = { @Sendable in ConnectionHandlers(gate: gate, patience: TimeAmount(patience)) }
        return Application(
            responder: gate,
            server: .http1(configuration: .init(additionalChannelHandlers: [handlers()])),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in await onServerRunning(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }
}

extension SiteHead {
    init(_ configuration: SiteConfiguration, stylesheet: Stylesheet) {
        self.init(
            name: configuration.siteName,
            url: configuration.siteURL,
            language: SiteConfiguration.language,
            stylesheet: ""
        )
        self.stylesheet = root + stylesheet.relativePath
        if configuration.authProvider == .builtin {
            authorization = ServerMetadata(siteURL: configuration.siteURL).links
        }
    }
}
