import Hummingbird
import IndieWeb
import Publishing

/// Finds and checks the access token of a request (RFC 6750, section 2).
struct BearerToken: Sendable {
    let identity: Identity
    /// Whether tokens that nobody knows are counted here, and soon answered 429. What is known works in any case, whoever
    /// else comes from the same address.
    var isLimited = true

    /// The token that a request may use.
    ///
    /// - Parameters:
    ///   - request: of its header, `Authorization` counts.
    ///   - peer: the other end of the connection.
    ///   - bodyTokens: the values of `access_token` in a form; never those of the query.
    /// - Returns: the one token of the request.
    /// - Throws: `MicropubError` without a token, with more than one, or with one that does not work.
    func verified(_ request: Request, from peer: ClientAddress, bodyTokens: [String] = []) async throws -> AccessToken {
        let texts = try Self.credentials(request.headers[values: .authorization]) + bodyTokens.filter { !$0.isEmpty }
        guard let text = texts.first else {
            throw MicropubError(.unauthorized, "The request has no access token.")
        }
        guard texts.count == 1 else {
            throw MicropubError(.severalTokens, "The request has more than one access token.")
        }
        guard let token = try await verify(text, from: request.clientAddress(from: peer, trusting: identity.proxies))
        else {
            throw MicropubError(.invalidToken, "The access token is unknown, expired or revoked.")
        }
        guard !token.scope.isEmpty else {
            // MP-013: whatever is asked, a token must hold a scope.
            throw MicropubError.insufficientScope(for: .create)
        }
        return token
    }

    private func verify(_ text: String, from address: ClientAddress) async throws -> AccessToken? {
        var isCounted = false
        do {
            let token = try await identity.accepted.verify(text) {
                guard isLimited else { return }
                isCounted = true
                if case .refused(let seconds) = identity.tokenThrottle.attempt(from: address) {
                    let reason = "Too many access tokens that nobody knows came from this address."
                    throw MicropubError(.tooManyRequests, reason, retryAfter: seconds)
                }
            }
            if isCounted, token != nil { identity.tokenThrottle.succeeded(from: address) }
            return token
        } catch let error as ProviderError {
            switch error {
            // What its owner has to mend is told to whoever tries to post.
            case .notNamed: throw MicropubError(.invalidToken, error.description)
            default: throw MicropubError(.temporarilyUnavailable, error.description, retryAfter: 30)
            }
        }
    }

    /// What follows the word `Bearer`, in whatever case; other schemes are none of ours.
    static func credentials(_ fields: [String]) throws(MicropubError) -> [String] {
        var tokens: [String] = []
        for field in fields {
            let scheme = field.prefix { $0 != " " }
            guard scheme.lowercased() == "bearer" else { continue }
            let token = String(field.dropFirst(scheme.count).drop { $0 == " " })
            guard isToken68(token) else {
                throw MicropubError(.invalidToken, "The Authorization header holds no access token.")
            }
            tokens.append(token)
        }
        return tokens
    }

    /// The form that a token has in the header (RFC 6750, section 2.1).
    private static func isToken68(_ text: String) -> Bool {
        let characters = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }
        return !characters.isEmpty
            && characters.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "-._~+/".utf8.contains(byte)
                }
            }
    }
}

extension AccessToken {
    /// - Throws: `MicropubError` of the kind `insufficientScope`.
    func require(_ permission: MicropubPermission) throws(MicropubError) {
        guard permission.isGranted(by: scope) else { throw .insufficientScope(for: permission) }
    }
}
