import Hummingbird
import IndieWeb
import Publishing

/// `POST /auth/token`: tokens for a code or for a refresh token (IndieAuth, sections 5.3 and 5.5).
struct TokenEndpoint: HTTPResponder {
    let call: ApplicationCall
    let profile: OwnerProfile

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let form = try await FormURLEncoded.sent(with: request)
        return try await call.limited(request) {
            var random = SystemRandomNumberGenerator()
            let grants = call.identity.grants
            // As before 2022, when revocation had no endpoint of its own.
            if TokenQuestion.isLegacyRevocation(form) {
                try await grants.revoke(try TokenQuestion(form).token)
                return OAuthAnswer.done
            }
            let tokens =
                switch try TokenRequest(form) {
                case .authorizationCode(let redemption):
                    try await grants.redeemForTokens(redemption, random: &random)
                case .refreshToken(let request): try await grants.refresh(request, random: &random)
                }
            return OAuthAnswer.json(tokens.response(profile: try await profile.profile()).json)
        }
    }
}

/// `GET /auth/token`: whose a token is, as before 2022; other sites' Micropub endpoints still ask so.
struct TokenQueryEndpoint: HTTPResponder {
    let call: ApplicationCall

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        try await call.limited(request) {
            let token = try await call.token(of: request)
            var object: JSONObject = ["me": .string(token.me)]
            object["client_id"] = token.clientID.map(JSONValue.string)
            object["scope"] = .string(token.scope.description)
            return OAuthAnswer.json(object)
        }
    }
}
