extension DataFolder {
    /// Who may act for the owner of a site.
    ///
    /// - Parameters:
    ///   - site: the opened database of the folder.
    ///   - random: where the session secret comes from, when the settings and the folder have none.
    /// - Returns: the identity of the site.
    /// - Throws: `SessionSecretFile.Damage`, or what the system says.
    package func identity(of site: SiteDatabase, random: inout some RandomNumberGenerator) throws -> Identity {
        let secret =
            if let text = configuration.sessionSecret {
                SessionSecret(text)
            } else {
                try SessionSecretFile(dataPath: path).load(random: &random)
            }
        // Never this machine, not even for a site that is tried out on it (IndieAuth, section 4.2).
        let stranger = WebFetcher(policy: AddressPolicy(allowsLoopback: false), userAgent: userAgent)
        return try Identity(
            configuration: configuration,
            database: site.connections,
            lookups: site.lookups,
            secret: secret,
            fetcher: WebFetcher(
                policy: AddressPolicy(allowsLoopback: configuration.isOnLoopback),
                userAgent: userAgent
            ),
            clients: ClientDocuments(fetcher: stranger, now: now),
            now: now
        )
    }

    /// An address that signs the owner in once, also while a server runs.
    ///
    /// - Parameter random: where its secret part comes from.
    /// - Returns: the whole address.
    /// - Throws: `UpgradeError` for a folder whose database is not ready.
    package func makeLoginLink(random: inout some RandomNumberGenerator) throws -> String {
        try withSite { site in
            let links = LoginLinks(database: site.connections, now: now)
            return links.address(of: try links.make(random: &random), siteURL: configuration.siteURL)
        }
    }

    /// What the site calls itself when it asks others.
    private var userAgent: String { "StarPunk/\(version) (+\(configuration.siteURL))" }
}
