import Hummingbird
import IndieWeb
import Publishing

/// `POST /auth/revocation`: takes a token back (RFC 7009). Whoever holds a token may end it.
struct RevocationEndpoint: HTTPResponder {
    let call: ApplicationCall

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let form = try await FormURLEncoded.sent(with: request)
        return try await call.limited(request, from: context.peer) {
            try await call.revoke(try TokenQuestion(form).token)
            return OAuthAnswer.done
        }
    }
}
