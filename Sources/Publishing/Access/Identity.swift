package import Foundation
package import GRDB
import IndieWeb

/// Who may act for the owner, and how they prove it: everything that sign-in and IndieAuth are made of.
package struct Identity: Sendable {
    /// The owner's identity, a URL in its one spelling.
    package let me: String
    /// What applications say about themselves.
    package let clients: ClientDocuments
    /// Consents, codes and tokens of applications.
    package let grants: Grants
    /// The tokens with which applications may come.
    package let accepted: AcceptedTokens
    /// Tokens of this server on their own.
    package let tokens: AccessTokens
    /// What the owner can take back.
    package let applications: ConnectedApplications
    /// Browsers in which the owner is signed in.
    package let sessions: Sessions
    /// Addresses that sign in once.
    package let loginLinks: LoginLinks
    /// Leave to read private pages; nil where this site is not the owner's IndieAuth server.
    package let ticketing: Ticketing?
    /// Signing in at the owner's own IndieAuth server; nil where this site is that itself.
    package let providerSignIn: ProviderSignIn?
    /// What the owner's own page says of the owner.
    package let profiles: AuthorProfiles
    /// Removes what has ended.
    package let sweep: AccessSweep
    /// The owner's password.
    package let passwords: Passwords
    /// The owner's passkeys; nil where browsers offer none.
    package let passkeys: Passkeys?
    /// Slows down who guesses a password.
    package let throttle: AttemptThrottle
    /// Slows down who tries codes and tokens.
    package let tokenThrottle: AttemptThrottle
    /// Slows down who sends tickets.
    package let ticketThrottle: AttemptThrottle
    /// Whose word on the client's address is taken.
    package let proxies: ProxyTrust
    /// Signs forms.
    package let secret: SessionSecret
    /// The clock.
    package let now: @Sendable () -> Date

    /// The identity of a site.
    ///
    /// - Parameters:
    ///   - configuration: the settings.
    ///   - database: the site's database.
    ///   - lookups: where access tokens are looked up, in place.
    ///   - secret: what forms are signed with.
    ///   - hasher: what passwords are hashed with.
    ///   - fetcher: what asks the owner's own sites.
    ///   - clients: what asks applications who they are.
    ///   - now: the clock.
    /// - Throws: `ProxyTrust.Fault`.
    package init(
        configuration: SiteConfiguration,
        database: any DatabaseWriter,
        lookups: DatabaseQueue,
        secret: SessionSecret,
        hasher: PasswordHasher = PasswordHasher(),
        fetcher: WebFetcher,
        clients: ClientDocuments,
        now: @escaping @Sendable () -> Date
    ) throws {
        let me = WebAddress(configuration.adminMe)?.text ?? configuration.adminMe
        self.me = me
        self.clients = clients
        let tokens = AccessTokens(database: database, lookups: lookups, now: now)
        self.tokens = tokens
        grants = Grants(
            database: database,
            tokens: tokens,
            accessTokenSeconds: configuration.accessTokenSeconds,
            refreshTokenSeconds: configuration.refreshTokenSeconds,
            now: now
        )
        applications = ConnectedApplications(database: database, now: now)
        sessions = Sessions(database: database, owner: me, now: now)
        loginLinks = LoginLinks(database: database, now: now)
        sweep = AccessSweep(database: database)
        profiles = AuthorProfiles(
            me: configuration.adminMe,
            siteURL: configuration.siteURL,
            database: database,
            fetcher: fetcher,
            now: now
        )
        let provider = configuration.ownersProvider(fetcher: fetcher, now: now)
        accepted = AcceptedTokens(own: tokens, provider: provider.map(ProviderTokens.init))
        providerSignIn = provider.flatMap { provider in
            ProviderSignIn(
                siteURL: configuration.siteURL,
                provider: provider,
                states: LoginStates(database: database, now: now)
            )
        }
        ticketing = configuration.ticketing(database: database, secret: secret, fetcher: fetcher, now: now)
        let names = [WebAddress(configuration.siteURL)?.host.text, configuration.siteName, configuration.siteAuthor]
        passwords = Passwords(
            database: database,
            hasher: hasher,
            policy: PasswordPolicy(ownNames: names.compactMap(\.self)),
            now: now
        )
        passkeys = RelyingParty(siteURL: configuration.siteURL, name: configuration.siteName).map {
            Passkeys(database: database, relyingParty: $0, secret: secret, now: now)
        }
        throttle = AttemptThrottle(now: now)
        tokenThrottle = AttemptThrottle(limits: .tokens, now: now)
        ticketThrottle = AttemptThrottle(limits: .tickets, now: now)
        proxies = try ProxyTrust(configuration.trustedProxies)
        self.secret = secret
        self.now = now
    }

    /// Whether the owner should prove again who they are before something that cannot be taken back.
    ///
    /// A browser stays signed in for weeks, and may be left open. Who can sign in with a link alone is not asked for one.
    package func wantsConfirmation(of session: Session) async throws -> Bool {
        guard now().timeIntervalSince(session.created.date) >= Self.confirmationSeconds else { return false }
        return try await hasWayIn()
    }

    /// Seconds after a sign-in within which nothing has to be confirmed.
    static let confirmationSeconds: TimeInterval = 12 * 3600

    /// An address that signs the owner in once.
    package func makeLoginLink(siteURL: String, random: inout some RandomNumberGenerator) throws -> String {
        loginLinks.address(of: try loginLinks.make(random: &random), siteURL: siteURL)
    }

    /// Whether the owner can sign in with a password or a passkey.
    package func hasWayIn() async throws -> Bool {
        if try await passwords.changed() != nil { return true }
        return try await passkeys?.list().isEmpty == false
    }

    /// Whether the owner has no way in yet but the one that only the operator has: a login link.
    package func isNew() async throws -> Bool {
        let hasSession = try await !sessions.list().isEmpty
        let hasWayIn = try await hasWayIn()
        return !hasSession && !hasWayIn
    }
}

extension SiteConfiguration {
    /// Whether the site is on this machine alone, for trying things out.
    package var isOnLoopback: Bool { WebAddress(siteURL)?.host.isLoopback ?? false }

    fileprivate func ticketing(
        database: any DatabaseWriter,
        secret: SessionSecret,
        fetcher: WebFetcher,
        now: @escaping @Sendable () -> Date
    ) -> Ticketing? {
        guard authProvider == .builtin, let issuer = WebAddress(siteURL),
            let owner = try? ProfileURL(adminMe, allowsLoopback: isOnLoopback)
        else { return nil }
        return Ticketing(
            owner: owner,
            issuer: issuer,
            allowsLoopback: isOnLoopback,
            database: database,
            secret: secret,
            fetcher: fetcher,
            now: now
        )
    }

    fileprivate func ownersProvider(fetcher: WebFetcher, now: @escaping @Sendable () -> Date) -> OwnersProvider? {
        guard authProvider == .external, let me = try? ProfileURL(adminMe, allowsLoopback: isOnLoopback) else {
            return nil
        }
        return OwnersProvider(me: me, allowsLoopback: isOnLoopback, fetcher: fetcher, now: now)
    }
}
