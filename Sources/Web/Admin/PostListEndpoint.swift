import Hummingbird
import IndieWeb
import Publishing

/// `GET /admin/`: the owner's posts.
///
/// `?show=` drafts, scheduled, private or deleted; `?q=` words; `?before=ID` and `?after=ID` lead to other pages.
struct PostListEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        guard let query = try? FormURLEncoded(parsing: (request.uri.query ?? "").utf8) else {
            throw HTTPError(.badRequest)
        }
        guard let kind = OwnerSelection.Kind(rawValue: query.first("show") ?? "all"),
            let position = PagePosition(request)
        else { throw HTTPError(.notFound) }
        let words = kind == .deleted ? nil : query.first("q").flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        let selection = OwnerSelection(kind, words: words)
        guard let page = try await desk.site.posts(selection, at: position, logger: context.logger) else {
            throw HTTPError(.notFound)
        }
        var frame = visit.frame
        if let id = frame.notice?.postID, let post = try await desk.site.post(id: id),
            let path = desk.publicPath(of: post)
        {
            frame.noticeLinks = " <a href=\"\(path)\">View it on the site</a>"
        }
        let list = PostListPage(
            frame: frame,
            selection: selection,
            posts: page.posts.map { post in
                PostListPage.Line(
                    post: post,
                    state: PostState(post, now: desk.identity.now()),
                    viewPath: desk.publicPath(of: post) ?? desk.path("view/\(post.id)")
                )
            },
            newer: page.newer,
            older: page.older
        )
        return visit.answer(list.html)
    }
}
