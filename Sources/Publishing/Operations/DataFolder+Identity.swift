import IndieWeb

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
        let isOnLoopback = WebAddress(configuration.siteURL)?.host.isLoopback ?? false
        return try Identity(
            configuration: configuration,
            database: site.pool,
            secret: secret,
            fetcher: WebFetcher(
                policy: AddressPolicy(allowsLoopback: isOnLoopback),
                userAgent: "StarPunk/\(version) (+\(configuration.siteURL))"
            ),
            now: now
        )
    }
}
