extension ClientMetadata {
    /// What an application's page says, for those without a JSON document (IndieAuth, section 4.2.2).
    /// - Parameters:
    ///   - app: its first h-app or h-x-app, nil when it has none.
    ///   - redirectURIs: what ``EndpointDiscovery/redirectURIs`` found.
    ///   - page: where the page was found after all redirects.
    package init(app: App?, redirectURIs: [String], page: WebAddress) {
        self.init(
            name: Self.cleaned(app?.name),
            homePage: app?.url.flatMap { WebAddress($0, relativeTo: page) },
            logo: app?.logo.flatMap { WebAddress($0, relativeTo: page) },
            redirectURIs: redirectURIs.compactMap { RedirectURI($0)?.text }
        )
    }
}
