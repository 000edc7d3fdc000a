import Foundation
import HTTPTypes
import Hummingbird
import IndieWeb
import Publishing

/// Private posts for those whom their owner lets read them.
struct SharedPost: Sendable {
    let identity: Identity

    /// The private post with this slug, or with this former slug, if the request comes with a token that opens it; nil else,
    /// whatever the reason: to who may not read it, it is not there.
    func post(slug: String, of site: Site, for request: Request) async throws -> Post? {
        guard let ticketing = identity.ticketing,
            let token = try? BearerToken.credentials(request.headers[values: .authorization]).first
        else { return nil }
        do {
            let post = try await site.source(slug: slug)
            let isOpen = try await ticketing.sent.opens(post.id, token: token)
            return isOpen && post.isShareable(at: identity.now()) ? post : nil
        } catch is PublishingError {
            return nil
        }
    }
}

extension Post {
    /// Whether it is of the kind that its owner lets single people read: private, and published by now.
    func isShareable(at now: Date) -> Bool {
        deleted == nil && status == .published && visibility == .private && published.date <= now
    }
}
