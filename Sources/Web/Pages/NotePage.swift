import IndieWeb
import Publishing

/// A post on its own page.
package struct NotePage: Sendable {
    /// What all pages share.
    package var head: SiteHead
    /// The post.
    package var entry: Entry

    /// Creates a page.
    package init(head: SiteHead, entry: Entry) {
        self.head = head
        self.entry = entry
    }

    /// What is in no list is for those who have the address, so search engines must not give it away.
    private var isFindable: Bool { entry.post.visibility == .public }

    /// The page.
    package var html: HTML {
        let post = entry.post
        var page = Page(
            head: head,
            title: post.title,
            summary: post.excerpt.isEmpty ? post.title : post.excerpt,
            canonical: entry.permalink.url,
            main: entry.page
        )
        page.kind = .article
        page.imageURL = post.photos.first?.address(below: head.url)
        page.links = """
            <meta property="article:published_time" content="\(post.published.rfc3339)">
            \(isFindable ? nil : "<meta name=\"robots\" content=\"noindex\">\n" as HTML?)
            """
        return page.html
    }
}
