/// The frame of every page: head, header, the one `main`, footer.
package struct Page: Sendable {
    /// What OpenGraph calls a page.
    package enum Kind: String, Sendable {
        /// A page of the site itself.
        case website
        /// A post.
        case article
    }

    /// What all pages share.
    package var head: SiteHead
    /// The title of the page, without the name of the site; nil for the site's own page.
    package var title: String?
    /// What the page holds, in a sentence.
    package var summary: String
    /// The address under which the page wants to be known; nil for a page that wants no visitors, such as an error.
    package var canonical: String?
    /// What OpenGraph calls it.
    package var kind: Kind = .website
    /// The address of an image that stands for the page.
    package var imageURL: String?
    /// More of the head: paging links, dates.
    package var links: HTML = ""
    /// The feeds of the page itself, before those of the site.
    package var feeds: HTML = ""
    /// What the search box holds.
    package var query: String = ""
    /// Above the content; a link home unless the page says otherwise.
    package var header: HTML?
    /// The class of `main`: `h-feed` for a list.
    package var mainClass: String?
    /// The content, with the one `h1`.
    package var main: HTML

    /// Creates a page.
    package init(head: SiteHead, title: String?, summary: String, canonical: String?, main: HTML) {
        self.head = head
        self.title = title
        self.summary = summary
        self.canonical = canonical
        self.main = main
    }

    /// The whole document.
    package var html: HTML {
        """
        <!doctype html>
        <html lang="\(head.language)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(fullTitle)</title>
        <meta name="description" content="\(summary)">
        \(canonicalLinks)<meta property="og:title" content="\(title ?? head.name)">
        <meta property="og:description" content="\(summary)">
        <meta property="og:type" content="\(kind.rawValue)">
        <meta property="og:site_name" content="\(head.name)">
        \(imageURL.map { "<meta property=\"og:image\" content=\"\($0)\">\n" as HTML })\
        <link rel="stylesheet" href="\(head.stylesheet)">
        \(head.theme.stylesheet.map { "<link rel=\"stylesheet\" href=\"\(head.root + $0.relativePath)\">\n" as HTML })\
        \(feeds)\(head.feedLinks(of: head.name, path: head.root))\
        <link rel="alternate" type="text/x-opml" title="\(head.name) (OPML)" href="\(head.root)opml.xml">
        <link rel="search" href="\(head.root)search">
        \(head.endpoints.map { "<link rel=\"\($0.relation)\" href=\"\($0.url)\">\n" as HTML })\
        \(head.relMe.map { "<link rel=\"me\" href=\"\($0)\">\n" as HTML })\(links)\(head.theme.head)</head>
        <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="site">
        \(header ?? homeLink)\
        \(SearchForm(root: head.root, query: query).html)</header>
        <main id="main"\(mainClass.map { " class=\"\($0)\"" as HTML })>
        \(main)
        </main>
        <footer class="site">
        \(head.theme.footer)<p><a href="\(head.root)">\(head.name)</a> · <a href="\(head.root)feed.rss">RSS feed</a></p>
        </footer>
        </body>
        </html>

        """
    }

    private var fullTitle: String {
        title.map { "\($0) – \(head.name)" } ?? head.name
    }

    private var canonicalLinks: HTML {
        guard let canonical else { return "<meta name=\"robots\" content=\"noindex\">\n" }
        return """
            <link rel="canonical" href="\(canonical)">
            <meta property="og:url" content="\(canonical)">

            """
    }

    private var homeLink: HTML {
        "<p><a class=\"home\" href=\"\(head.root)\">\(head.name)</a></p>\n"
    }
}
