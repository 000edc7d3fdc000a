package import Publishing

/// The newest posts: an h-feed, and above it the h-card of whom the site represents.
package struct HomePage: Sendable {
    /// What all pages share.
    package var head: SiteHead
    /// What the site is about.
    package var summary: String
    /// Who writes.
    package var author: Author
    /// The posts of the page.
    package var entries: [Entry]
    /// Where the page stands among its kind.
    package var position: PagePosition
    /// The post after which the newer page ends.
    package var newer: Int64?
    /// The post before which the older page begins.
    package var older: Int64?

    /// Creates a page.
    package init(
        head: SiteHead,
        summary: String,
        author: Author,
        entries: [Entry],
        position: PagePosition = .newest,
        newer: Int64? = nil,
        older: Int64? = nil
    ) {
        self.head = head
        self.summary = summary
        self.author = author
        self.entries = entries
        self.position = position
        self.newer = newer
        self.older = older
    }

    /// The page.
    package var html: HTML {
        var page = Page(head: head, title: title, summary: summary, canonical: canonical, main: main)
        page.links = pagingLinks
        page.header = card
        page.mainClass = "h-feed"
        return page.html
    }

    /// What follows `?` in the address of a page.
    private static func query(of position: PagePosition) -> String? {
        switch position {
        case .newest, .number(1): nil
        case .before(let id): "before=\(id)"
        case .after(let id): "after=\(id)"
        case .number(let number): "page=\(number)"
        }
    }

    private var title: String? {
        Self.query(of: position) == nil ? nil : "Older notes"
    }

    private var canonical: String {
        head.url + (Self.query(of: position).map { "?\($0)" } ?? "")
    }

    private var newerPath: String? { newer.map { "\(head.root)?after=\($0)" } }
    private var olderPath: String? { older.map { "\(head.root)?before=\($0)" } }

    private var pagingLinks: HTML {
        """
        \(newerPath.map { "<link rel=\"prev\" href=\"\($0)\">\n" as HTML })\
        \(olderPath.map { "<link rel=\"next\" href=\"\($0)\">\n" as HTML })
        """
    }

    /// The representative h-card: its `u-url` is its `u-uid`, has `rel=me`, and is the site's own address where the
    /// owner is known by that.
    private var card: HTML {
        """
        <div class="h-card">
        \(author.portrait)<a class="p-name u-url u-uid" rel="me" href="\(author.url)">\(author.name)</a>
        \(author.note.map { "<p class=\"p-note\">\($0)</p>\n" as HTML })</div>
        """
    }

    private var main: HTML {
        """
        <h1 class="p-name">\(head.name)</h1>
        <p class="p-summary">\(summary)</p>
        <a class="u-url" href="\(canonical)" hidden></a>
        <p class="p-author h-card" hidden><a class="p-name u-url" href="\(author.url)">\(author.name)</a></p>
        \(entries.isEmpty ? ["<p>Nothing has been published yet.</p>\n"] : entries.map(\.listItem))\(paging)
        """
    }

    private var paging: HTML? {
        guard newer != nil || older != nil else { return nil }
        return """
            <nav class="paging" aria-label="Pages">
            \(newerPath.map { "<a rel=\"prev\" href=\"\($0)\">Newer notes</a>\n" as HTML })\
            \(olderPath.map { "<a rel=\"next\" href=\"\($0)\">Older notes</a>\n" as HTML })</nav>
            """
    }
}
