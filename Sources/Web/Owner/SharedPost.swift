import HTTPTypes
import Hummingbird
import IndieWeb
import Publishing

/// Private posts for those whom their owner lets read them.
struct SharedPost: Sendable {
    let identity: Identity

    /// The private post with this slug, or with this former slug, if the request comes with a token that opens it; nil else,
    /// whatever the reason: to who may not read it, it is not there.
    ///
    /// - Throws: `HTTPError` of status 410 where such a token comes for a private post that has been deleted.
    func post(slug: String, of site: Site, for request: Request) async throws -> Post? {
        guard let ticketing = identity.ticketing,
            let token = try? BearerToken.credentials(request.headers[values: .authorization]).first
        else { return nil }
        guard let post = try await site.anyPost(slug: slug),
            try await ticketing.sent.opens(post.id, token: token)
        else { return nil }
        if post.deleted != nil, post.visibility == .private { throw HTTPError(.gone) }
        return post.exposure.isShareable(at: identity.now()) ? post : nil
    }
}
