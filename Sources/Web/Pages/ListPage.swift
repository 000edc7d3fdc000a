package import Publishing

/// The posts of a tag, a year or a month: an h-feed.
package struct ListPage: Sendable {
    /// What all pages share.
    package var head: SiteHead
    /// Which list it is.
    package var listing: Listing
    /// Who writes.
    package var author: Author
    /// The posts of the page.
    package var entries: [Entry]
    /// Where the page stands among its kind.
    package var paging: Paging
    /// The months of a year.
    package var months: [Listing] = []

    /// Creates a page.
    package init(head: SiteHead, listing: Listing, author: Author, entries: [Entry], paging: Paging) {
        self.head = head
        self.listing = listing
        self.author = author
        self.entries = entries
        self.paging = paging
    }

    /// The page.
    package var html: HTML {
        var page = Page(
            head: head,
            title: paging.isFirst ? listing.heading : "\(listing.heading), older",
            summary: "\(listing.heading), from \(head.name)",
            canonical: canonical,
            main: main
        )
        page.links = paging.links
        page.mainClass = "h-feed"
        if case .tag(let tag) = listing {
            page.feeds = head.feedLinks(of: "#\(tag.displayName)", path: "\(paging.path)/")
        }
        return page.html
    }

    private var canonical: String { head.url + listing.relativePath + paging.suffix }

    private var main: HTML {
        """
        <h1 class="p-name">\(listing.heading)</h1>
        \(FeedCard(url: canonical, author: author).html)\(feedLink)\
        \(LinkList(title: "Months", name: "periods", links: months.map { $0.link(root: head.root) }).html)\
        \(entries.map(\.listItem))\(paging.navigation)
        """
    }

    private var feedLink: HTML? {
        guard case .tag = listing else { return nil }
        return "<p><a href=\"\(paging.path)/feed.rss\">RSS feed of this tag</a></p>\n"
    }
}
