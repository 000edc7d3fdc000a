import Microformats

/// The links of a page that have a meaning: elements with `rel` and `href`, in document order.
package struct HTMLLinks: Sendable, Equatable {
    /// An element that links.
    package struct Element: Sendable, Equatable {
        /// `link`, `a` or `area`.
        package let name: String
        /// The relation types, in lower case.
        package let relations: [String]
        /// The address as written, perhaps empty.
        package let href: String
    }

    /// What a stranger's page may cost, which is read for the links in its head.
    private static let limits = HTMLDocument.Limits(bytes: 2 << 20, depth: 512, memory: 64 << 20)

    /// The elements in document order; those without `href` are left out.
    package private(set) var elements: [Element] = []
    /// The `href` of the first `base`, as written.
    package private(set) var base: String?

    /// Reads a page; one that would cost too much to parse has no links.
    package init(html: String) {
        guard let document = HTMLDocument(html, as: .page, limits: Self.limits) else { return }
        document.withRoot { collect($0) }
    }

    private mutating func collect(_ element: HTMLElement) {
        // What is in a template is not part of the page until a script says so.
        guard element.name != "template" else { return }
        if element.namespace == .html { add(element) }
        for case .element(let child) in element.children { collect(child) }
    }

    private mutating func add(_ element: HTMLElement) {
        guard let href = element.attribute("href") else { return }
        switch element.name {
        case "base": base = base ?? href
        case "link", "a", "area":
            let relations = WebLink.words(element.attribute("rel") ?? "")
            guard !relations.isEmpty else { return }
            elements.append(Element(name: element.name, relations: relations, href: href))
        default: return
        }
    }
}
