import Hummingbird
import IndieWeb
import Publishing

/// `POST /auth/authorization`: the owner's answer; or an application with a code, that wants to know who the owner is and
/// nothing else (IndieAuth, section 5.3.2).
struct ConsentEndpoint: HTTPResponder {
    let call: ApplicationCall
    let owner: OwnerSessions
    let profile: OwnerProfile
    let issuer: String

    private var identity: Identity { call.identity }

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let form = try await FormURLEncoded.sent(with: request)
        // Only our own page has the field; without it the form can do nothing in the owner's name.
        let isOurs = form.first(OwnerSessions.csrfFieldName) != nil
        return isOurs ? try await decide(form, request) : try await redeem(form, request, from: context.peer)
    }

    private func redeem(
        _ form: FormURLEncoded,
        _ request: Request,
        from peer: ClientAddress
    ) async throws -> Response {
        try await call.limited(request, from: peer) {
            let grant = try await identity.grants.redeemForProfile(try CodeRedemption(form))
            let response = ProfileResponse(me: grant.me, profile: try await profile.profile())
            return OAuthAnswer.json(response.json(for: grant.scope))
        }
    }

    private func decide(_ form: FormURLEncoded, _ request: Request) async throws -> Response {
        let session = try await owner.require(request)
        try owner.check(form, of: request, in: session)
        let consent = try await ConsentRequest(form, clients: identity.clients, issuer: issuer)
        guard form.first("decision") == "allow" else {
            throw AuthorizationRefusal(error: OAuthError(.accessDenied, "The owner said no."), way: consent.way)
        }
        var random = SystemRandomNumberGenerator()
        let allowed = Scope(form.all("allowed").joined(separator: " "))
        let code = try await identity.grants.authorize(
            AuthorizationGrant(consent.request, scope: consent.request.scope.granted(allowed), me: identity.me),
            random: &random
        )
        return .seeOther(consent.way.code(code))
    }
}

extension Scope {
    /// The words that were both asked for and allowed; `email` is worth nothing alone (IndieAuth, section 5.3.4).
    fileprivate func granted(_ allowed: Scope) -> Scope {
        let both = within(allowed)
        guard both.contains(Scope.email), !both.contains(Scope.profile) else { return both }
        return Scope(both.words.filter { $0 != Scope.email }.joined(separator: " "))
    }
}
