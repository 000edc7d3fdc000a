import HTTPTypes
import Hummingbird
import IndieWeb
import Publishing

/// Private posts for those whom their owner lets read them.
struct SharedPost: Sendable {
    let identity: Identity

    /// The private post with this slug, or with this former slug, if the request comes with a token that opens it; nil else, whatever the reason.
    ///
    /// - Throws: `HTTPError` of status 429 for who tries many tokens.
    func post(slug: String, of site: Site, for request: Request) async throws -> Post? {
        guard let ticketing = identity.ticketing,
            let token = try? BearerToken.credentials(request.headers[values: .authorization]).first
        else { return nil }
        guard let id = try await ticketing.sent.noteID(openedBy: token) else {
            let address = request.clientAddress(trusting: identity.proxies)
            if case .refused(let seconds) = identity.tokenThrottle.attempt(from: address) {
                throw HTTPError(.tooManyRequests, headers: [.retryAfter: "\(seconds)"])
            }
            return nil
        }
        do {
            let post = try await site.source(slug: slug)
            return post.id == id && post.isShareable(at: identity.now()) ? post : nil
        } catch is PublishingError {
            return nil
        }
    }
}
