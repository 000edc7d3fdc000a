import Hummingbird
import IndieWeb
import Publishing

/// `GET /auth/authorization`: asks the owner whether an application may do what it wants (IndieAuth, section 5.2).
struct AuthorizationEndpoint: HTTPResponder {
    let identity: Identity
    let owner: OwnerSessions
    let profile: OwnerProfile
    let head: SiteHead
    let issuer: String

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        guard let form = try? FormURLEncoded(parsing: (request.uri.query ?? "").utf8) else {
            throw AuthorizationRefusal(error: .invalidRequest("The query cannot be read."))
        }
        guard let session = try await owner.current(request) else {
            try ConsentRequest.check(form)
            return .seeOther(owner.signInPath(returningTo: request.uri.description))
        }
        let consent = try await ConsentRequest(form, clients: identity.clients, issuer: issuer)
        // Whoever finds a browser open must not give its owner's trust away.
        if try await identity.wantsConfirmation(of: session) {
            return .seeOther(owner.signInPath(returningTo: request.uri.description, confirming: true))
        }
        return try await page(consent, session).response
    }

    private func page(_ consent: ConsentRequest, _ session: Session) async throws -> PrivatePage {
        let page = ConsentPage(
            head: head,
            consent: consent,
            me: identity.me,
            profile: try await profile.profile(),
            csrfField: owner.csrfField(for: session)
        )
        return PrivatePage(page.html, policy: page.policy)
    }
}
