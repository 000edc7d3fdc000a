import Hummingbird
import IndieWeb
import Publishing

/// `POST /admin/share/ID`: lets the person `who` read a private post, by a ticket that their site takes.
struct PostShareEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, form) = try await desk.enterWithForm(request, context)
        let post = try await desk.post(of: context)
        guard let ticketing = desk.identity.ticketing, post.exposure.isShareable(at: desk.identity.now()) else {
            throw HTTPError(.notFound)
        }
        let who = form.first("who") ?? ""
        var random = SystemRandomNumberGenerator()
        do {
            let address = desk.site.permalink(of: post).url
            try await ticketing.send(noteID: post.id, at: address, to: who, random: &random)
        } catch TicketError.unanswered {
            return visit.done(.shareUnanswered, at: "view/\(post.id)")
        } catch let error as TicketError {
            let faults = [FieldFault("who", error.description)]
            let page = try await desk.viewPage(of: post, for: visit, who: who, faults: faults)
            return visit.answer(page.html, status: .unprocessableContent)
        }
        return visit.done(.shared, at: "view/\(post.id)")
    }
}

/// `POST /admin/share/ID/withdraw`: takes leave to read a post back from the person `who`.
struct PostShareWithdrawEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let (visit, form) = try await desk.enterWithForm(request, context)
        let post = try await desk.post(of: context)
        guard let who = form.first("who") else { throw HTTPError(.badRequest) }
        try await desk.identity.ticketing?.sent.withdraw(noteID: post.id, subject: who)
        return visit.done(.unshared, at: "view/\(post.id)")
    }
}
