import Hummingbird
import IndieWeb
import Publishing

/// `GET /admin/view/ID`: a post as it looks, for posts that their owner alone can see.
struct PostViewEndpoint: HTTPResponder {
    let desk: Desk

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let visit = try await desk.enter(request, context)
        let post = try await desk.post(of: context)
        return visit.answer(try await desk.viewPage(of: post, for: visit).html)
    }
}

extension Desk {
    /// The page of a post as it looks.
    ///
    /// - Parameters:
    ///   - post: the post.
    ///   - visit: the request.
    ///   - who: whom the owner wants to let read it.
    ///   - faults: why that person cannot.
    /// - Returns: the page.
    /// - Throws: what the database says.
    func viewPage(
        of post: Post,
        for visit: DeskVisit,
        who: String = "",
        faults: [FieldFault] = []
    ) async throws -> PostViewPage {
        let now = identity.now()
        return PostViewPage(
            frame: visit.frame,
            post: post,
            entry: Entry(showing: post, of: site, author: try await site.author(), root: head.root),
            state: PostState(post, now: now),
            readers: try await identity.ticketing?.sent.list(noteID: post.id) ?? [],
            isShareable: identity.ticketing != nil && post.exposure.isShareable(at: now),
            who: who,
            faults: faults
        )
    }
}

/// A post as it looks.
struct PostViewPage {
    let frame: DeskFrame
    let post: Post
    let entry: Entry
    let state: PostState
    /// Who may read it beside the owner, while it is private and published.
    let readers: [SentTicket]
    /// Whether others can be let read it.
    let isShareable: Bool
    /// What was entered for another one.
    let who: String
    let faults: [FieldFault]

    var html: HTML {
        let act: HTML =
            post.deleted == nil
            ? "<a href=\"\(frame.path("edit/\(post.id)"))\">Edit</a>"
            : frame.button("Bring it back", posts: "undelete/\(post.id)")
        return frame.page(
            "How it looks",
            at: nil,
            main: """
                <div class="state"><p>\(state.html)</p> \(act)</div>
                \(entry.listItem)\(sharing)
                """
        )
    }

    private var sharing: HTML? {
        guard isShareable || !readers.isEmpty else { return nil }
        let list: HTML? = readers.isEmpty ? nil : "<ul class=\"cards\">\n\(readers.map(card))</ul>\n"
        return """
            <section>
            <h2>Who may read it\(isShareable ? "" : " while it is private")</h2>
            \(list)\(isShareable ? form : nil)</section>

            """
    }

    private var form: HTML {
        let field = FormField(
            "who",
            "Let somebody read it",
            hint:
                "The address of their site. It must take tickets of IndieAuth, and gets one that works for this post alone.",
            faults: faults
        )
        return """
            <form method="post" action="\(frame.path("share/\(post.id)"))">
            \(frame.csrf)\(field.line(who, attributes: " inputmode=\"url\" autocomplete=\"off\" required"))\
            <button>Send a ticket</button>
            </form>

            """
    }

    private func card(_ reader: SentTicket) -> HTML {
        let facts =
            reader.expires.map { end in
                let use = reader.lastUsed.map { "last read \($0.words) UTC" } ?? "not read yet"
                return "May read it until \(end.local.longDate); \(use)."
            } ?? "A ticket was sent \(reader.sent.words) UTC, and waits for their site to redeem it."
        return """
            <li>
            <p class="title"><a href="\(reader.subject)" rel="noreferrer">\(reader.subject)</a></p>
            <p class="hint">\(facts)</p>
            \(frame.button(
                "Withdraw<span class=\"visually-hidden\"> from \(reader.subject)</span>",
                posts: "share/\(post.id)/withdraw",
                fields: "<input type=\"hidden\" name=\"who\" value=\"\(reader.subject)\">\n",
                class: "danger"
            ))</li>

            """
    }
}

extension Entry {
    /// A post below the heading of a page of the desk. Without a title of its own, its headings are the next ones.
    init(showing post: Post, of site: Site, author: Author, root: String) {
        self.init(post, at: post.name == nil ? .ownPage : .list, of: site, author: author, root: root)
    }
}
