import HTTPTypes
import Hummingbird
import IndieWeb
import Publishing

/// What all ways of signing in have in common.
struct SignIn: Sendable {
    let identity: Identity
    let owner: OwnerSessions
    let head: SiteHead
    /// Whether there is a way in without any proof, for development.
    let isDevelopment: Bool

    /// Whether the owner signs in at another server, and not with a password.
    var hasProvider: Bool { identity.providerSignIn != nil }

    /// The desk, where the owner goes when no other place was asked for.
    var deskPath: String { "\(head.root)admin/" }

    /// The path of the page about the owner's password.
    var passwordPath: String { "\(head.root)auth/password" }

    /// Where the request comes from.
    func address(of request: Request, from peer: ClientAddress) -> ClientAddress {
        request.clientAddress(from: peer, trusting: identity.proxies)
    }

    /// Counts an attempt.
    ///
    /// - Parameters:
    ///   - request: the attempt.
    ///   - peer: the other end of the connection.
    ///   - isPassword: whether what is tried could be guessed.
    /// - Throws: `HTTPError` of status 429 when there were too many.
    func attempt(_ request: Request, from peer: ClientAddress, isPassword: Bool) throws {
        let address = address(of: request, from: peer)
        let decision =
            isPassword ? identity.throttle.passwordAttempt(from: address) : identity.throttle.attempt(from: address)
        guard case .refused(let seconds) = decision else { return }
        throw HTTPError(.tooManyRequests, headers: [.retryAfter: "\(seconds)"])
    }

    /// Signs the browser in and sends it on.
    ///
    /// - Parameters:
    ///   - request: the attempt that was right.
    ///   - peer: the other end of the connection.
    ///   - method: how the owner did it.
    ///   - destination: a path on this site; the desk without one.
    /// - Returns: a redirect with the session's cookie.
    /// - Throws: what the database says.
    func complete(
        _ request: Request,
        from peer: ClientAddress,
        by method: SignInMethod,
        to destination: String?
    ) async throws -> Response {
        .seeOther(destination ?? deskPath, cookies: [try await cookie(for: request, from: peer, by: method)])
    }

    /// Signs the browser in.
    ///
    /// - Returns: the header `Set-Cookie` of the session.
    func cookie(for request: Request, from peer: ClientAddress, by method: SignInMethod) async throws -> String {
        let address = address(of: request, from: peer)
        var random = SystemRandomNumberGenerator()
        let (token, _) = try await identity.sessions.start(
            method: method,
            userAgent: request.headers[.userAgent],
            address: address.description,
            replacing: owner.cookie(of: request),
            random: &random
        )
        identity.throttle.succeeded(from: address)
        return owner.signInCookie(token)
    }

    /// The sign-in page as it is now.
    func page(returnPath: ReturnPath?, isConfirming: Bool = false, message: String? = nil) async throws -> SignInPage {
        SignInPage(
            head: head,
            hasPassword: hasProvider ? false : try await identity.passwords.changed() != nil,
            hasPasskey: hasProvider ? false : try await identity.passkeys?.list().isEmpty == false,
            providerIdentity: hasProvider ? identity.me : nil,
            returnPath: returnPath,
            isConfirming: isConfirming,
            isDevelopment: isDevelopment,
            message: message
        )
    }
}
