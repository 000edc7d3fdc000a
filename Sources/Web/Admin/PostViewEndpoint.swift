import Hummingbird
import Publishing

/// `GET /admin/view/ID`: a post as it looks, for posts that their owner alone can see.
struct PostViewEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        let post = try await desk.post(of: context)
        let author = try await desk.site.author()
        let page = PostViewPage(
            frame: visit.frame,
            post: post,
            entry: Entry(showing: post, of: desk.site, author: author, root: desk.head.root),
            state: PostState(post, now: desk.identity.now())
        )
        return visit.answer(page.html)
    }
}

/// A post as it looks.
struct PostViewPage {
    let frame: DeskFrame
    let post: Post
    let entry: Entry
    let state: PostState

    var html: HTML {
        let act: HTML =
            post.deleted == nil
            ? "<a href=\"\(frame.path("edit/\(post.id)"))\">Edit</a>"
            : frame.button("Bring it back", posts: "undelete/\(post.id)")
        return frame.page(
            "How it looks",
            at: nil,
            main: "<div class=\"state\"><p>\(state.html)</p> \(act)</div>\n\(entry.listItem)"
        )
    }
}

extension Entry {
    /// A post below the heading of a page of the desk. Without a title of its own, its headings are the next ones.
    init(showing post: Post, of site: Site, author: Author, root: String) {
        self.init(post, at: post.name == nil ? .ownPage : .list, of: site, author: author, root: root)
    }
}
