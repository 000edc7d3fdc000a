import IndieWeb
import Publishing

/// The owner's posts, each with its state and what can be done with it.
struct PostListPage {
    /// A post of the list.
    struct Line {
        let post: Post
        let state: PostState
        /// Where it is seen as readers see it.
        let viewPath: String
    }

    let frame: DeskFrame
    let selection: OwnerSelection
    let posts: [Line]
    /// The post after which the newer page ends.
    let newer: Int64?
    /// The post before which the older page begins.
    let older: Int64?

    var html: HTML {
        frame.page(
            "Posts",
            at: .posts,
            scripts: [.autosave],
            main: "\(folders)\(search)\(posts.isEmpty ? nothing : list)\(paging)"
        )
    }

    private var folders: HTML {
        let links = OwnerSelection.Kind.allCases.map { kind -> HTML in
            let mark: HTML? = kind == selection.kind ? " aria-current=\"page\"" : nil
            return "<li><a href=\"\(path(kind))\"\(mark)>\(kind.name)</a></li>\n"
        }
        return """
            <nav class="folders" aria-label="Which posts">
            <ul>
            \(links)</ul>
            </nav>

            """
    }

    private var search: HTML? {
        guard selection.kind != .deleted else { return nil }
        let show: HTML? =
            selection.kind == .all
            ? nil : "<input type=\"hidden\" name=\"show\" value=\"\(selection.kind.rawValue)\">\n"
        return """
            <form class="search" role="search" action="\(frame.path())">
            \(show)<label for="q">Search</label>
            <input type="search" id="q" name="q" value="\(selection.words ?? "")">
            <button>Search</button>
            </form>

            """
    }

    private var nothing: HTML {
        if let words = selection.words {
            return """
                <p class="empty">No post has the words “\(words)”. <a href="\(path(selection.kind))">Show all again</a></p>
                """
        }
        return switch selection.kind {
        case .all: "<p class=\"empty\">Nothing here yet. <a href=\"\(frame.path("new"))\">Write the first post</a></p>"
        case .drafts: "<p class=\"empty\">No drafts. What you save without publishing waits here.</p>"
        case .scheduled: "<p class=\"empty\">Nothing is waiting for its date.</p>"
        case .private: "<p class=\"empty\">No private posts.</p>"
        case .deleted: "<p class=\"empty\">Nothing deleted. What you delete can be brought back from here.</p>"
        }
    }

    private var list: HTML {
        """
        <ol class="posts">
        \(posts.map(line))</ol>

        """
    }

    private func line(_ line: Line) -> HTML {
        let post = line.post
        let name: HTML = "<span class=\"visually-hidden\"> “\(post.title)”</span>"
        let tags = post.tags.map { "<span class=\"tag\">#\($0.displayName)</span> " as HTML }
        let acts: HTML =
            post.deleted == nil
            ? """
            <a href="\(line.viewPath)">View\(name)</a>
            <a href="\(frame.path("edit/\(post.id)"))">Edit\(name)</a>
            \(frame.button("Delete\(name)", posts: "delete/\(post.id)", class: "quiet danger"))
            """
            : """
            <a href="\(line.viewPath)">View\(name)</a>
            \(frame.button("Bring back\(name)", posts: "undelete/\(post.id)", class: "quiet"))
            """
        let target = frame.path(post.deleted == nil ? "edit/\(post.id)" : "view/\(post.id)")
        return """
            <li>
            <p class="title"><a href="\(target)">\(post.title)</a></p>
            <p class="facts">\(line.state.html) <time datetime="\(post.published.rfc3339)">\(post.published.words)</time> \
            \(tags)</p>
            <div class="acts">
            \(acts)</div>
            </li>

            """
    }

    private var paging: HTML? {
        guard newer != nil || older != nil else { return nil }
        return """
            <nav class="paging" aria-label="Pages">
            \(newer.map { "<a rel=\"prev\" href=\"\(path(selection.kind, "after=\($0)"))\">Newer posts</a>\n" as HTML })\
            \(older.map { "<a rel=\"next\" href=\"\(path(selection.kind, "before=\($0)"))\">Older posts</a>\n" as HTML })\
            </nav>

            """
    }

    private func path(_ kind: OwnerSelection.Kind, _ cursor: String? = nil) -> String {
        var parts: [String] = []
        if kind != .all { parts.append("show=\(kind.rawValue)") }
        if let cursor {
            if let words = selection.words { parts.append("q=\(PercentEncoding.encode(words))") }
            parts.append(cursor)
        }
        return frame.path(parts.isEmpty ? "" : "?\(parts.joined(separator: "&"))")
    }
}

extension OwnerSelection.Kind {
    /// What the list is called.
    fileprivate var name: String {
        switch self {
        case .all: "All"
        case .drafts: "Drafts"
        case .scheduled: "Scheduled"
        case .private: "Private"
        case .deleted: "Deleted"
        }
    }
}
