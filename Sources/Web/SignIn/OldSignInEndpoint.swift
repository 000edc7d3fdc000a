import Hummingbird

/// `GET /admin/login`: where the sign-in page of the Python releases was.
struct OldSignInEndpoint: HTTPResponder {
    let signIn: SignIn

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        .redirect(to: "\(signIn.head.root)auth/login", type: .found)
    }
}
