import Foundation
import Hummingbird
import Publishing

/// `GET /note/SLUG`: a post. What is not for all is 404, as if it were not there; a deleted post is 410; a former slug
/// leads to the present one. Whom the owner let read a private post comes with a token.
struct NoteEndpoint: HTTPResponder {
    let pages: PublicPages
    let shared: SharedPost
    let head: SiteHead

    private struct Moved: Error {
        let slug: String
    }

    private struct Hidden: Error {}

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        guard let slug = context.parameters.slug else { throw HTTPError(.notFound) }
        let siteURL = pages.site.configuration.siteURL
        let key = PageCache.Key(path: "/" + Permalink(siteURL: siteURL, slug: slug).relativePath)
        do {
            return try await pages.response(to: request, key: key) { try await page(slug: slug) }
        } catch is Hidden {
            return try await sharedPage(slug: slug, for: request)
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
        case .missing:
            throw HTTPError(.notFound)
        case .hidden:
            throw Hidden()
        case .moved(let slug):
            throw Moved(slug: slug)
        case .deleted:
            throw HTTPError(.gone)
        case .found(let post):
            return PublicPage(try await page(of: post).html, dependencies: [.note(post.id)])
        }
    }

    private func sharedPage(slug: String, for request: Request) async throws -> Response {
        guard let post = try await shared.post(slug: slug, of: pages.site, for: request) else {
            throw HTTPError(.notFound)
        }
        guard post.slug == slug else {
            let path = Permalink(siteURL: pages.site.configuration.siteURL, slug: post.slug).relativePath
            return Response(
                status: .movedPermanently,
                headers: [.location: head.root + path, .cacheControl: "no-store"]
            )
        }
        return PrivatePage(try await page(of: post).html).response
    }

    private func page(of post: Post) async throws -> NotePage {
        let author = try await pages.site.author()
        var head = head
        head.relMe = author.relMe
        return NotePage(
            head: head,
            entry: Entry(post, at: .ownPage, of: pages.site, author: author, root: head.root)
        )
    }
}

/// `GET /notes/SLUG`: the address that the Micropub endpoint of the Python releases gave out.
struct OldNoteEndpoint: HTTPResponder {
    let site: Site
    let head: SiteHead

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
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
