import HTTPTypes
import Hummingbird
import Publishing

/// `GET /`: the newest posts, or with `?before=ID`, `?after=ID` or `?page=N` others.
struct HomeEndpoint: HTTPResponder {
    let pages: PublicPages
    let head: SiteHead
    /// Whether something else is under the same address for whoever does not ask for HTML.
    var isNegotiated = false

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        guard let position = PagePosition(request) else { throw HTTPError(.notFound) }
        let site = pages.site
        let key = PageCache.Key(path: "/", query: position.query, format: isNegotiated ? "html" : "")
        return try await pages.response(to: request, key: key) {
            guard let page = try await site.page(of: .site, at: position, logger: context.logger) else {
                throw HTTPError(.notFound)
            }
            let author = try await site.author()
            var head = head
            head.relMe = author.relMe
            var home = HomePage(
                head: head,
                summary: site.configuration.summary,
                author: author,
                entries: page.posts.map { Entry($0, at: .list, of: site, author: author, root: head.root) },
                paging: Paging(path: head.root, position: position, page: page)
            )
            home.tags = try await site.frequentTags()
            home.years = try await site.periods()
            var result = PublicPage(home.html, dependencies: Listing.site.dependencies(showing: page.posts.map(\.id)))
            result.headers[values: .link] = head.links
            result.variesOnAccept = isNegotiated
            return result
        }
    }
}

extension PagePosition {
    /// The page that a request asks for; nil when it asks for none that can be.
    init?(_ request: Request) {
        let query = request.uri.queryParameters
        if let before = query["before"] {
            guard let id = Int64(before) else { return nil }
            self = .before(id)
        } else if let after = query["after"] {
            guard let id = Int64(after) else { return nil }
            self = .after(id)
        } else if let page = query["page"] {
            guard let number = Int(page) else { return nil }
            self = .number(number)
        } else {
            self = .newest
        }
    }
}

extension Entry {
    /// A post of a site, rendered for where it will stand.
    init(_ post: Post, at place: Post.Place, of site: Site, author: Author, root: String) {
        let permalink = site.permalink(of: post)
        self.init(
            post: post,
            content: post.html(at: place, permalink: permalink),
            permalink: permalink,
            author: author,
            root: root
        )
    }
}
