import Hummingbird
import IndieWeb
import Publishing

/// `GET /admin/sessions`: the browsers in which the owner is signed in.
struct SessionsEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        let sessions = try await desk.identity.sessions.list()
        return visit.answer(SessionsPage(frame: visit.frame, present: visit.session, sessions: sessions).html)
    }
}

/// `POST /admin/sessions/revoke`: signs out the browser of `session`, or, without it, all but this one.
struct SessionRevokeEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, form) = try await desk.enterWithForm(request, context)
        guard let text = form.first("session") else {
            let count = try await desk.identity.sessions.revokeAll(except: visit.session.id)
            return visit.done(.sessionsEnded(Int64(count)), at: "sessions")
        }
        guard let id = Int64(text) else { throw HTTPError(.badRequest) }
        _ = try await desk.identity.sessions.revoke(id: id)
        return visit.done(.sessionEnded, at: "sessions")
    }
}
