import Hummingbird
import IndieWeb
import Publishing

/// `GET /auth/userinfo`: who the owner is, for a token with the scope `profile` (IndieAuth, section 9).
struct UserInfoEndpoint: HTTPResponder {
    let call: ApplicationCall
    let profile: OwnerProfile

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        try await call.limited(request, from: context.peer) {
            let token = try await call.token(of: request, from: context.peer)
            return OAuthAnswer.json(try await profile.profile().userInfo(for: token.scope))
        }
    }
}
