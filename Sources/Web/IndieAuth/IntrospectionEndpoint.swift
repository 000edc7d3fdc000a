import Hummingbird
import IndieWeb
import Publishing

/// `POST /auth/introspection`: what a token is worth (RFC 7662).
///
/// Whoever asks must have a token: one with the scope `introspect`, one that the owner made by hand, or the very token in
/// question, of which nothing new is told. Else anybody could try tokens here.
struct IntrospectionEndpoint: HTTPResponder {
    let call: ApplicationCall

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let form = try await FormURLEncoded.sent(with: request)
        return try await call.limited(request, from: context.peer) {
            let asker = try await call.token(of: request, from: context.peer)
            let question = try TokenQuestion(form)
            let isOwn = try await call.identity.tokens.verify(question.token)?.id == asker.id
            guard isOwn || asker.grantID == nil || asker.scope.contains("introspect") else {
                throw OAuthError(
                    .insufficientScope,
                    "The access token lacks the scope introspect.",
                    scope: "introspect"
                )
            }
            return OAuthAnswer.json(try await call.identity.grants.introspect(question.token).json)
        }
    }
}
