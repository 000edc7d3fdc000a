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
    package var paging: Paging
    /// The tags that lead on from here.
    package var tags: [Tag] = []
    /// The years that lead on from here.
    package var years: [Listing] = []

    /// Creates a page.
    package init(head: SiteHead, summary: String, author: Author, entries: [Entry], paging: Paging) {
        self.head = head
        self.summary = summary
        self.author = author
        self.entries = entries
        self.paging = paging
    }

    /// The page.
    package var html: HTML {
        var page = Page(
            head: head,
            title: paging.isFirst ? nil : "Older notes",
            summary: summary,
            canonical: canonical,
            main: main
        )
        page.links = paging.links
        page.header = card
        page.mainClass = "h-feed"
        return page.html
    }

    private var canonical: String { head.url + paging.suffix }

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
        \(FeedCard(url: canonical, author: author).html)\
        \(entries.isEmpty ? ["<p>Nothing has been published yet.</p>\n"] : entries.map(\.listItem))\
        \(paging.navigation)\(tagLinks)\(yearLinks)
        """
    }

    private var tagLinks: HTML? {
        let links = tags.map { tag -> HTML in
            "<li><a href=\"\(head.root + tag.relativePath)\">\(tag.displayName)</a></li>\n"
        }
        return LinkList(title: "Tags", name: "tags", links: links).html
    }

    private var yearLinks: HTML? {
        LinkList(title: "Archive", name: "periods", links: years.map { $0.link(root: head.root) }).html
    }
}
