import IndieWeb
import Publishing

/// Links that lead on, in a list with a name.
struct LinkList {
    let title: String
    /// The class of the list.
    let name: String
    /// The items.
    let links: [HTML]

    /// The list; nil without an item.
    var html: HTML? {
        guard !links.isEmpty else { return nil }
        return """
            <nav class="more" aria-label="\(title)">
            <h2>\(title)</h2>
            <ul class="\(name)">
            \(links)</ul>
            </nav>

            """
    }
}

extension Listing {
    /// An item that leads to the list.
    func link(root: String) -> HTML {
        let name =
            switch self {
            case .month(_, let month): CivilTime.monthName(month)
            case .year(let year): String(year)
            case .tag(let tag): tag.displayName
            case .site: heading
            }
        return "<li><a href=\"\(root + relativePath)\">\(name)</a></li>\n"
    }
}
