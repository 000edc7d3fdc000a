import Foundation
import Hummingbird
import Publishing

/// `GET /note/SLUG`: a post. What is not for all is 404, as if it were not there; a deleted post is 410; a former slug
/// leads to the present one.
struct NoteEndpoint: HTTPResponder {
    let pages: PublicPages
    let head: SiteHead

    private struct Moved: Error {
        let slug: String
    }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        guard let slug = context.parameters.slug else { throw HTTPError(.notFound) }
        let siteURL = pages.site.configuration.siteURL
        let key = PageCache.Key(path: "/" + Permalink(siteURL: siteURL, slug: slug).relativePath)
        do {
            return try await pages.response(to: request, key: key) { try await page(slug: slug) }
        } catch let moved as Moved {
            let permalink = Permalink(siteURL: siteURL, slug: moved.slug)
            return Response(
                status: .movedPermanently,
                // Not for ever: the post may get its old slug back.
                headers: [.location: head.root + permalink.relativePath, .cacheControl: "no-cache"]
            )
        }
    }

    private func page(slug: String) async throws -> PublicPage {
        switch try await pages.site.post(slug: slug) {
        case .missing, .hidden:
            throw HTTPError(.notFound)
        case .moved(let slug):
            throw Moved(slug: slug)
        case .deleted:
            throw HTTPError(.gone)
        case .found(let post):
            let author = try await pages.site.author()
            var head = head
            head.relMe = author.relMe
            let page = NotePage(
                head: head,
                entry: Entry(post, at: .ownPage, of: pages.site, author: author, root: head.root)
            )
            return PublicPage(page.html, dependencies: [.note(post.id)])
        }
    }
}

/// `GET /notes/SLUG`: the address that the Micropub endpoint of the Python releases gave out.
struct OldNoteEndpoint: HTTPResponder {
    let site: Site
    let head: SiteHead

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        guard let slug = context.parameters.slug else { throw HTTPError(.notFound) }
        return head.redirect(to: Permalink(siteURL: site.configuration.siteURL, slug: slug).relativePath)
    }
}

extension Parameters {
    /// The slug in the path, decoded.
    fileprivate var slug: String? {
        self.get("slug")?.removingPercentEncoding
    }
}
