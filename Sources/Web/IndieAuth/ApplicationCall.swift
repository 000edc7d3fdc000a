import Hummingbird
import IndieWeb
import Publishing

/// A request of an application, or of a server on its behalf, with what all of them have in common.
struct ApplicationCall: Sendable {
    let identity: Identity

    private var bearer: BearerToken { BearerToken(identity: identity, isLimited: false) }

    /// Answers unless too much went wrong from the same address before.
    ///
    /// - Throws: what `answer` throws; `HTTPError` of status 429.
    func limited(
        _ request: Request,
        from peer: ClientAddress,
        _ answer: () async throws -> Response
    ) async throws -> Response {
        let address = request.clientAddress(from: peer, trusting: identity.proxies)
        if case .refused(let seconds) = identity.tokenThrottle.attempt(from: address) {
            throw HTTPError(.tooManyRequests, headers: [.retryAfter: "\(seconds)"])
        }
        let response = try await answer()
        identity.tokenThrottle.succeeded(from: address)
        return response
    }

    /// Ends a token of whatever kind.
    func revoke(_ token: String) async throws {
        try await identity.grants.revoke(token)
        try await identity.ticketing?.sent.revoke(token)
    }

    /// The access token of a request.
    ///
    /// - Throws: `OAuthError` without one that works.
    func token(of request: Request, from peer: ClientAddress) async throws -> AccessToken {
        do {
            return try await bearer.verified(request, from: peer)
        } catch let error as MicropubError {
            switch error.code {
            case .unauthorized: throw OAuthError(.missingToken, error.description)
            case .temporarilyUnavailable: throw OAuthError(.temporarilyUnavailable, error.description)
            default: throw OAuthError(.invalidToken, error.description)
            }
        }
    }
}
