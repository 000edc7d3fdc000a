import Hummingbird
import IndieWeb
import Publishing

/// `GET /admin/applications`: the applications that can act for the owner, and the tokens that the owner made.
struct ApplicationsEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        let page = ApplicationsPage(
            frame: visit.frame,
            applications: try await desk.identity.applications.list(),
            tokens: try await desk.identity.applications.ownTokens(),
            externalTokens: try await desk.identity.ticketing?.received.list() ?? []
        )
        return visit.answer(page.html)
    }
}

/// `POST /admin/applications/revoke`: takes everything back from the application of `client_id`, or the one token of
/// `token`.
struct ApplicationRevokeEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, form) = try await desk.enterWithForm(request, context)
        if let clientID = form.first("client_id") {
            _ = try await desk.identity.applications.revoke(clientID: clientID)
            return visit.done(.applicationRevoked, at: "applications")
        }
        guard let id = form.first("token").flatMap({ Int64($0) }) else { throw HTTPError(.badRequest) }
        _ = try await desk.identity.applications.revokeOwnToken(id: id)
        return visit.done(.tokenRevoked, at: "applications")
    }
}

/// `POST /admin/applications/forget`: forgets what somebody lets the owner read.
struct ExternalTokenForgetEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, form) = try await desk.enterWithForm(request, context)
        guard let id = form.first("token").flatMap({ Int64($0) }) else { throw HTTPError(.badRequest) }
        try await desk.identity.ticketing?.received.forget(id: id)
        return visit.done(.tokenForgotten, at: "applications")
    }
}
