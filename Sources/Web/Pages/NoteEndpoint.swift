import Foundation
import Hummingbird
import Publishing

/// `GET /note/SLUG`: a post. What is not for all is 404, as if it were not there; a deleted post is 410; a former slug
/// leads to the present one.
struct NoteEndpoint: HTTPResponder {
    let site: Site
    let head: SiteHead

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        guard let slug = context.parameters.slug else { throw HTTPError(.notFound) }
        switch try await site.post(slug: slug) {
        case .missing, .hidden:
            throw HTTPError(.notFound)
        case .moved(let slug):
            let permalink = Permalink(siteURL: site.configuration.siteURL, slug: slug)
            return Response(
                status: .movedPermanently,
                // Not for ever: the post may get its old slug back.
                headers: [.location: head.root + permalink.relativePath, .cacheControl: "no-cache"]
            )
        case .deleted:
            throw HTTPError(.gone)
        case .found(let post):
            let author = try await site.author()
            var head = head
            head.relMe = author.relMe
            let page = NotePage(
                head: head,
                entry: Entry(post, at: .ownPage, of: site, author: author, root: head.root)
            )
            return Representation(page.html).response(to: request)
        }
    }
}

/// `GET /notes/SLUG`: the address that the Micropub endpoint of the Python releases gave out.
struct OldNoteEndpoint: HTTPResponder {
    let site: Site
    let head: SiteHead

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        guard let slug = context.parameters.slug else { throw HTTPError(.notFound) }
        let permalink = Permalink(siteURL: site.configuration.siteURL, slug: slug)
        return Response(status: .movedPermanently, headers: [.location: head.root + permalink.relativePath])
    }
}

extension Parameters {
    /// The slug in the path, decoded.
    fileprivate var slug: String? {
        self.get("slug")?.removingPercentEncoding
    }
}
