import Hummingbird
import IndieWeb
import Publishing

/// `POST /auth/ticket`: takes leave to read something that somebody gives the owner (Ticketing for IndieAuth).
struct TicketEndpoint: HTTPResponder {
    let identity: Identity
    let ticketing: Ticketing

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let form = try await FormURLEncoded.sent(with: request)
        let address = request.clientAddress(from: context.peer, trusting: identity.proxies)
        // Good ones count as well: each makes this server ask another one.
        if case .refused(let seconds) = identity.ticketThrottle.attempt(from: address) {
            throw HTTPError(.tooManyRequests, headers: [.retryAfter: "\(seconds)"])
        }
        try await ticketing.receive(form)
        return OAuthAnswer.accepted
    }
}
