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
    /// Whether this machine may be asked, and without TLS.
    let allowsLoopback: Bool
    let fetcher: WebFetcher
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
        (self.me, self.allowsLoopback) = (me, allowsLoopback)
        (self.fetcher, self.now) = (fetcher, now)
    }

    /// Where a secret may be sent.
    var secureSchemes: Set<String> { allowsLoopback ? ["http", "https"] : ["https"] }

    /// The owner's server.
    ///
    /// - Throws: ``ProviderError``.
    package func discovery() async throws -> Discovery {
        let time = now()
        let former = known.withLock { $0 }
        if let former, (0..<Self.lifetime).contains(time.timeIntervalSince(former.time)) { return former.discovery }
        do {
            let discovery = try await discover(from: me)
            known.withLock { $0 = (discovery, time) }
            return discovery
        } catch let error as ProviderError {
            guard case .unavailable = error, let former, time.timeIntervalSince(former.time) < Self.grace else {
                throw error
            }
            return former.discovery
        }
    }

    /// The server that anybody's page names.
    ///
    /// - Throws: ``ProviderError``.
    func discover(from profile: ProfileURL) async throws -> Discovery {
        var request = FetchRequest(url: profile.text)
        request.accept = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
        let response = try await fetch(request)
        guard (200..<300).contains(response.status), let url = WebAddress(response.finalURL) else {
            throw ProviderError.unavailable("\(profile) answered with the status \(response.status).")
        }
        let type = response.headers.values(of: "Content-Type").first?.lowercased() ?? "text/html"
        let page = EndpointDiscovery(
            url: url,
            linkHeaders: response.headers.values(of: "Link"),
            html: type.contains("html") ? String(decoding: response.body, as: UTF8.self) : nil
        )
        let chain = response.chain.compactMap { try? ProfileURL($0.url, allowsLoopback: allowsLoopback) }
        switch page.authorizationServer {
        case .metadata(let address): return Discovery(server: try await metadata(at: address), chain: chain)
        case .endpoints(let server): return Discovery(server: server, chain: chain)
        case nil: throw ProviderError.notNamed(profile.text)
        }
    }

    private func metadata(at address: WebAddress) async throws -> AuthorizationServer {
        var request = FetchRequest(url: address.text)
        request.accept = "application/json"
        request.maximumRedirects = 3
        request.maximumBytes = 65_536
        let response = try await fetch(request)
        guard response.status == 200, let url = WebAddress(response.finalURL) else {
            throw ProviderError.unavailable("\(address) answered with the status \(response.status).")
        }
        do {
            return AuthorizationServer(try MetadataDocument(json: response.body, url: url))
        } catch {
            throw ProviderError.malformed(error.description)
        }
    }

    /// Fetches; what goes wrong on the way is the server's being away.
    ///
    /// - Throws: ``ProviderError``, or `CancellationError`.
    func fetch(_ request: FetchRequest) async throws -> FetchResponse {
        do {
            return try await fetcher.fetch(request)
        } catch let error as FetchError {
            throw ProviderError.unavailable(error.description)
        }
    }
}
