import Hummingbird
import IndieWeb
import Publishing

/// `POST /auth/token`: tokens for a code or for a refresh token (IndieAuth, sections 5.3 and 5.5), and for a ticket.
struct TokenEndpoint: HTTPResponder {
    let call: ApplicationCall
    let ticketing: Ticketing?
    let profile: OwnerProfile

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let form = try await FormURLEncoded.sent(with: request)
        return try await call.limited(request, from: context.peer) {
            var random = SystemRandomNumberGenerator()
            let grants = call.identity.grants
            // As before 2022, when revocation had no endpoint of its own.
            if TokenQuestion.isLegacyRevocation(form) {
                try await call.revoke(try TokenQuestion(form).token)
                return OAuthAnswer.done
            }
            let response: TokenResponse
            switch try TokenRequest(form) {
            case .authorizationCode(let redemption):
                let tokens = try await grants.redeemForTokens(redemption, random: &random)
                response = tokens.response(profile: try await profile.profile())
            case .refreshToken(let request):
                let tokens = try await grants.refresh(request, random: &random)
                response = tokens.response(profile: try await profile.profile())
            case .ticket(let ticket):
                guard let ticketing else { throw OAuthError(.unsupportedGrantType, "There are no tickets here.") }
                response = try await ticketing.sent.redeem(ticket, random: &random)
            }
            return OAuthAnswer.json(response.json)
        }
    }
}

/// `GET /auth/token`: whose a token is, as before 2022; other sites' Micropub endpoints still ask so.
struct TokenQueryEndpoint: HTTPResponder {
    let call: ApplicationCall

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        try await call.limited(request, from: context.peer) {
            let token = try await call.token(of: request, from: context.peer)
            var object: JSONObject = ["me": .string(token.me)]
            object["client_id"] = token.clientID.map(JSONValue.string)
            object["scope"] = .string(token.scope.description)
            return OAuthAnswer.json(object)
        }
    }
}
