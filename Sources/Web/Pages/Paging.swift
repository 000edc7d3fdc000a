package import Publishing

/// A page among the pages of a list: its own address and the ways to those beside it.
package struct Paging: Sendable, Equatable {
    /// The path of the list's first page.
    package let path: String
    private let position: PagePosition
    private let newer: Int64?
    private let older: Int64?

    /// The place of a page.
    ///
    /// - Parameters:
    ///   - path: the path of the list's first page.
    ///   - position: which page it is.
    ///   - newer: the post after which the newer page ends.
    ///   - older: the post before which the older page begins.
    package init(path: String, position: PagePosition = .newest, newer: Int64? = nil, older: Int64? = nil) {
        self.path = path
        self.position = position
        self.newer = newer
        self.older = older
    }

    /// The place of a page of posts.
    package init(path: String, position: PagePosition, page: PostPage) {
        self.init(path: path, position: position, newer: page.newer, older: page.older)
    }

    /// Whether it is the list's first page.
    package var isFirst: Bool { position.query.isEmpty }

    /// What follows the address of the list: `?before=17`, or nothing.
    package var suffix: String { isFirst ? "" : "?\(position.query)" }

    private var newerPath: String? { newer.map { "\(path)?after=\($0)" } }
    private var olderPath: String? { older.map { "\(path)?before=\($0)" } }

    /// The links for the head.
    package var links: HTML {
        """
        \(newerPath.map { "<link rel=\"prev\" href=\"\($0)\">\n" as HTML })\
        \(olderPath.map { "<link rel=\"next\" href=\"\($0)\">\n" as HTML })
        """
    }

    /// The links below the posts; nil where there is but one page.
    package var navigation: HTML? {
        guard newer != nil || older != nil else { return nil }
        return """
            <nav class="paging" aria-label="Pages">
            \(newerPath.map { "<a rel=\"prev\" href=\"\($0)\">Newer notes</a>\n" as HTML })\
            \(olderPath.map { "<a rel=\"next\" href=\"\($0)\">Older notes</a>\n" as HTML })</nav>
            """
    }
}

extension PagePosition {
    /// What follows `?` in the address of a page; empty for the first.
    var query: String {
        switch self {
        case .newest, .number(1): ""
        case .before(let id): "before=\(id)"
        case .after(let id): "after=\(id)"
        case .number(let number): "page=\(number)"
        }
    }
}
