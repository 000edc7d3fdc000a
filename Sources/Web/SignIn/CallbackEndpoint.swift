import Hummingbird
import IndieWeb
import Logging
import Publishing

/// `GET /auth/callback`: what the owner's own IndieAuth server answers to a sign-in.
struct CallbackEndpoint: HTTPResponder {
    let signIn: SignIn
    let provider: ProviderSignIn

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        try signIn.attempt(request, from: context.peer, isPassword: false)
        do {
            guard let query = try? FormURLEncoded(parsing: (request.uri.query ?? "").utf8),
                let browser = request.cookies[SignIn.browserCookieName]?.value
            else { throw ProviderError.unknownState }
            let returnPath = try await provider.finish(query, browser: browser)
            signIn.identity.profiles.refreshSoon()
            return try await signIn.complete(request, from: context.peer, by: .provider, to: returnPath?.description)
        } catch let error as ProviderError {
            context.logger.notice("a sign-in failed: \(error)")
            let page = try await signIn.page(returnPath: nil, message: error.description)
            return PrivatePage(page.html, status: error.status, policy: page.policy).response
        }
    }
}

extension ProviderError {
    /// What a sign-in is answered with that fails so.
    var status: HTTPResponse.Status {
        switch self {
        case .notNamed, .unavailable, .malformed: .badGateway
        case .unknownState, .refused, .otherIdentity: .forbidden
        }
    }
}

extension SignIn {
    /// The cookie that binds a sign-in at the owner's own server to the browser that began it.
    static let browserCookieName = "starpunk_browser"

    /// Sends the browser to the owner's own server.
    ///
    /// - Parameters:
    ///   - request: the wish to sign in.
    ///   - entered: who the owner said to be.
    ///   - provider: the way to sign in.
    ///   - returnPath: where the owner wants to go.
    ///   - context: the request's.
    /// - Returns: a redirect, or the sign-in page again.
    /// - Throws: `HTTPError`, or what the database says.
    func begin(
        _ request: Request,
        as entered: String,
        with provider: ProviderSignIn,
        returnPath: ReturnPath?,
        context: SiteRequestContext
    ) async throws -> Response {
        try attempt(request, from: context.peer, isPassword: false)
        guard provider.isOwner(entered: entered) else {
            let page = try await page(returnPath: returnPath, message: "That is not the owner of this site.")
            return PrivatePage(page.html, status: .forbidden, policy: page.policy).response
        }
        do {
            var random = SystemRandomNumberGenerator()
            let browser = Secret.token(from: &random)
            let address = try await provider.begin(browser: browser, returnPath: returnPath, random: &random)
            let cookie = owner.setCookie(Self.browserCookieName, browser, maxAge: LoginStates.lifetime)
            return .seeOther(address, cookies: [cookie])
        } catch let error as ProviderError {
            context.logger.warning("the owner cannot sign in: \(error)")
            let page = try await page(returnPath: returnPath, message: error.description)
            return PrivatePage(page.html, status: error.status, policy: page.policy).response
        }
    }
}
