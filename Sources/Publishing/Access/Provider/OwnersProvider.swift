package import Foundation
package import IndieWeb
import Synchronization

/// The IndieAuth server that the owner's own page names, found as section 4 of IndieAuth says.
///
/// Sign-in and the check of tokens both ask here, so that they cannot come to know different servers.
package final class OwnersProvider: Sendable {
    /// A server, and how it was found.
    package struct Discovery: Sendable, Equatable {
        /// The server.
        package let server: AuthorizationServer
        /// The addresses on the way to the page that named it.
        package let chain: [ProfileURL]
    }

    /// Seconds that a server is known without asking again.
    static let lifetime: TimeInterval = 600
    /// Seconds that it is still believed in while the page cannot be had.
    static let grace: TimeInterval = 86_400

    /// The owner.
    package let me: ProfileURL
    let client: ProviderClient
    let now: @Sendable () -> Date
    private let known = Mutex<(discovery: Discovery, time: Date)?>(nil)

    /// The server of an owner, not looked for yet.
    ///
    /// - Parameters:
    ///   - me: the owner's identity.
    ///   - allowsLoopback: whether the site is on this machine, for trying things out.
    ///   - fetcher: what asks.
    ///   - now: the clock.
    package init(me: ProfileURL, allowsLoopback: Bool, fetcher: WebFetcher, now: @escaping @Sendable () -> Date) {
        (self.me, self.now) = (me, now)
        client = ProviderClient(fetcher: fetcher, allowsLoopback: allowsLoopback)
    }

    /// Whether this machine may be asked, and without TLS.
    var allowsLoopback: Bool { client.allowsLoopback }

    /// The owner's server.
    ///
    /// - Throws: ``ProviderError``.
    package func discovery() async throws -> Discovery {
        let time = now()
        let former = known.withLock { $0 }
        if let former, (0..<Self.lifetime).contains(time.timeIntervalSince(former.time)) { return former.discovery }
        do {
            let discovery = try await discover()
            known.withLock { $0 = (discovery, time) }
            return discovery
        } catch let error as ProviderError {
            guard case .unavailable = error, let former, time.timeIntervalSince(former.time) < Self.grace else {
                throw error
            }
            return former.discovery
        }
    }

    private func discover() async throws -> Discovery {
        let page = try await client.page(at: me.text)
        guard (200..<300).contains(page.status) else {
            throw ProviderError.unavailable("\(me) answered with the status \(page.status).")
        }
        switch page.endpoints.authorizationServer {
        case .metadata(let address):
            let document = try await client.metadata(at: address)
            return Discovery(server: AuthorizationServer(document), chain: page.chain)
        case .endpoints(let server): return Discovery(server: server, chain: page.chain)
        case nil: throw ProviderError.notNamed(me.text)
        }
    }
}
