import Hummingbird
import Publishing

/// `POST /auth/logout`: signs this browser out.
struct SignOutEndpoint: HTTPResponder {
    let signIn: SignIn

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let owner = signIn.owner
        if let session = try await owner.current(request) {
            _ = try await owner.form(of: request, in: session)
            if let token = owner.cookie(of: request) { try await signIn.identity.sessions.end(token) }
        }
        return .seeOther(signIn.head.root, cookies: [owner.signOutCookie])
    }
}
