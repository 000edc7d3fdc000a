/// The microformats of a page, and its links with `rel`, as the microformats2 parsing specification finds them.
///
/// <https://microformats.org/wiki/microformats2-parsing>
package struct MicroformatsDocument: Sendable, Equatable {
    /// The address that the page was parsed for.
    package let url: String
    /// The microformats that are not within another one, in document order.
    package let items: [MicroformatsItem]
    /// For each relation the addresses that have it, each once, in document order.
    package let rels: [String: [String]]
    /// For each address that is linked to with `rel` what the page says about it.
    package let relURLs: [String: RelURL]

    /// Parses a page, or gives nil for one that would cost far more than its size.
    ///
    /// That is a text that ``HTMLDocument`` refuses, or one whose values, written out, are many times as long as the
    /// text: each element within a property adds to it, and they nest. What nests deeper than 200 elements is left out.
    ///
    /// - Parameters:
    ///   - html: The text of the page.
    ///   - url: The address that it came from. Relative ones are resolved against it, or against the page's own `base`.
    package init?(html: String, url: String) {
        guard let tree = HTMLDocument(html, as: .page) else { return nil }
        let budget = WorkBudget(bytes: html.utf8.count)
        let parsed: Self? = tree.withRoot { root in
            do {
                return try Self(root: root, url: url, budget: budget)
            } catch {
                return nil
            }
        }
        guard let parsed else { return nil }
        self = parsed
    }

    private init(root: HTMLElement, url: String, budget: WorkBudget) throws(WorkBudget.Exceeded) {
        var budget = budget
        let address = url.isEmpty ? nil : URLReference(url)
        var links = RelLinks(base: try RelLinks.base(of: root, at: address, budget: &budget))
        var parser = MicroformatsParser(base: links.base, budget: budget)
        self.url = url
        items = try parser.items(in: root)
        try links.read(root, budget: &parser.budget)
        rels = links.rels
        relURLs = links.relURLs
    }

    /// Every microformat at any depth, as ``MicroformatsItem/descendants`` lists them.
    package var allItems: [MicroformatsItem] {
        items.flatMap(\.descendants)
    }
}
