import Crypto
import Foundation
import IndieWeb
import Synchronization

/// Access tokens that the owner's own IndieAuth server gave out: it is asked about each.
///
/// Nothing that it does not clearly say counts, and a server that is away makes no token good. What it said is kept for two
/// minutes, so that a revoked token works no longer than that.
package final class ProviderTokens: Sendable {
    /// Seconds that a good token is not asked about again.
    static let lifetime: TimeInterval = 120
    /// How many tokens are remembered.
    static let capacity = 200

    private let provider: OwnersProvider
    private let cache = Mutex<[String: (token: AccessToken, end: Date)]>([:])

    /// The tokens of a server.
    package init(provider: OwnersProvider) {
        self.provider = provider
    }

    /// A token that is remembered as good.
    func known(_ text: String) -> AccessToken? {
        let time = provider.now()
        return cache.withLock { cache in
            cache[ContentHash(text).hex].flatMap { time < $0.end ? $0.token : nil }
        }
    }

    /// The token with this text, nil for one that is not good, or not the owner's.
    ///
    /// - Throws: ``ProviderError`` when it cannot be known.
    package func verify(_ text: String) async throws -> AccessToken? {
        if let known = known(text) { return known }
        let time = provider.now()
        let discovery = try await provider.discovery()
        guard case .active(let facts) = try await ask(discovery.server, about: text, at: time),
            let me = try? ProfileURL(facts.me, allowsLoopback: provider.allowsLoopback),
            // The owner's address, or one that it redirects to.
            me == provider.me || discovery.chain.contains(me)
        else { return nil }
        let end = min(time.addingTimeInterval(Self.lifetime), facts.expires ?? .distantFuture)
        let token = AccessToken(
            id: Self.number(of: text),
            me: provider.me.text,
            clientID: facts.clientID,
            scope: facts.scope,
            created: StoredTimestamp(facts.issued ?? time),
            expires: StoredTimestamp(facts.expires ?? end),
            lastUsed: nil,
            revoked: nil,
            grantID: nil
        )
        cache.withLock { cache in
            if cache.count >= Self.capacity { cache = cache.filter { time < $0.value.end } }
            if cache.count < Self.capacity { cache[ContentHash(text).hex] = (token, end) }
        }
        return token
    }

    /// Introspection where there is one (RFC 7662), else the token endpoint, as before 2022. A server may have the one and
    /// refuse to answer there, because it wants another authorization, or because the token is none.
    private func ask(
        _ server: AuthorizationServer,
        about token: String,
        at time: Date
    ) async throws -> TokenIntrospection {
        var isRefused = false
        if let endpoint = server.introspectionEndpoint {
            var request = FetchRequest(posting: [FormURLEncoded.Pair(name: "token", value: token)], to: endpoint.text)
            request.headers.append(FetchHeader("Authorization", "Bearer \(token)"))
            let response = try await provider.client.ask(request)
            if response.status == 200, let json = response.object {
                return TokenIntrospection(json: json, now: time)
            }
            guard server.tokenEndpoint != nil else { return try Self.refusal(response) }
            isRefused = [400, 401, 403].contains(response.status)
        }
        guard let endpoint = server.tokenEndpoint else { throw ProviderError.notNamed(provider.me.text) }
        var request = FetchRequest(url: endpoint.text)
        request.headers = [FetchHeader("Authorization", "Bearer \(token)")]
        let response = try await provider.client.ask(request)
        // A newer server does not answer GET there; then its first word stands.
        if isRefused, [405, 501].contains(response.status) { return .inactive }
        guard response.status == 200 else { return try Self.refusal(response) }
        guard let json = response.object else { throw ProviderError.malformed("It is no JSON object.") }
        return TokenIntrospection(legacy: json, now: time)
    }

    /// What a status says that is not 200: a refused token, or a server that is out of order.
    private static func refusal(_ response: FetchResponse) throws -> TokenIntrospection {
        guard [400, 401, 403, 404].contains(response.status) else {
            throw ProviderError.unavailable("It answered with the status \(response.status).")
        }
        return .inactive
    }

    /// A number for a token that has no row: below zero, where no row is.
    private static func number(of text: String) -> Int64 {
        let bytes = Array(SHA256.hash(data: Array(text.utf8)).prefix(7))
        return -1 - bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }
}
