import IndieWeb
package import Publishing

/// What a search found.
package struct SearchPage: Sendable {
    /// What all pages share.
    package var head: SiteHead
    /// What was searched for.
    package var text: String
    /// Which page of the results it is, from 1.
    package var number: Int
    /// How many results a page has.
    package var size: Int
    /// The results; nil where nothing was searched for.
    package var results: SearchResults?

    /// Creates a page.
    package init(head: SiteHead, text: String, number: Int, size: Int, results: SearchResults? = nil) {
        self.head = head
        self.text = text
        self.number = number
        self.size = size
        self.results = results
    }

    /// The page. It wants not to be found itself: every made-up question would make one.
    package var html: HTML {
        let title = results == nil ? "Search" : "Search: \(text)"
        var page = Page(head: head, title: title, summary: "Search in \(head.name)", canonical: nil, main: main)
        page.query = text
        return page.html
    }

    private var main: HTML {
        guard let results else {
            return """
                <h1>Search</h1>
                <p>Type some words into the box above.</p>
                """
        }
        return """
            <h1>Search: \(text)</h1>
            <p role="status">\(sentence(results.count))</p>
            \(list(results))\(navigation(results))
            """
    }

    private func sentence(_ count: Int) -> String {
        switch count {
        case 0: "No note has these words."
        case 1: "One note has these words."
        default: "\(count) notes have these words."
        }
    }

    private func list(_ results: SearchResults) -> HTML? {
        guard !results.results.isEmpty else { return nil }
        let items = results.results.map { result -> HTML in
            let path = head.root + Permalink(siteURL: "", slug: result.slug).relativePath
            let date = result.published
            return """
                <li>
                <h2><a href="\(path)">\(result.title)</a></h2>
                <p>\(result.snippet.html)</p>
                <p><time datetime="\(date.rfc3339)">\(date.local.longDate)</time></p>
                </li>

                """
        }
        return """
            <ol class="results" start="\((number - 1) * size + 1)">
            \(items)</ol>

            """
    }

    private func navigation(_ results: SearchResults) -> HTML? {
        let isLast = number * size >= results.count
        guard number > 1 || !isLast else { return nil }
        return """
            <nav class="paging" aria-label="Pages">
            \(number > 1 ? "<a rel=\"prev\" href=\"\(address(number - 1))\">Better matches</a>\n" : "" as HTML)\
            \(isLast ? "" : "<a rel=\"next\" href=\"\(address(number + 1))\">More matches</a>\n" as HTML)</nav>
            """
    }

    private func address(_ number: Int) -> String {
        "\(head.root)search?q=\(PercentEncoding.encode(text))" + (number > 1 ? "&page=\(number)" : "")
    }
}

extension Snippet {
    /// The text with its matches marked.
    var html: HTML {
        let runs = parts.map { $0.isMatch ? "<mark>\($0.text)</mark>" as HTML : "\($0.text)" }
        return "\(runs)"
    }
}
