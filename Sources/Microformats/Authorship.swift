/// Who wrote an entry, as far as the page it stands on tells.
///
/// It follows <https://indieweb.org/authorship-spec>. No page is fetched here: when the author's page must be asked,
/// the answer is ``page(_:)``, and ``card(of:on:entryPage:)`` reads what comes back.
package enum Authorship: Sendable, Equatable {
    /// The author's h-card.
    case card(MicroformatsItem)
    /// The author's name, and nothing else.
    case name(String)
    /// The address of the author's page, which says more.
    case page(String)
    /// The page does not say.
    case unknown

    /// Looks for the author of an entry of a page (steps 2 to 5).
    ///
    /// - Parameters:
    ///   - entry: An h-entry of the page, as the page's own items have it.
    ///   - document: The page.
    package init(of entry: MicroformatsItem, in document: MicroformatsDocument) {
        let feed = document.allItems.first { $0.isA("h-feed") && $0.descendants.dropFirst().contains(entry) }
        if let author = entry["author"].first ?? feed?["author"].first {
            self.init(author)
            return
        }
        // `rel="author"` speaks for the page, so for an entry only where the page is about that entry.
        let isPermalink = Self.mainEntries(of: document) == [entry]
        self = (isPermalink ? document.rels["author"]?.first : nil).map(Authorship.page) ?? .unknown
    }

    private init(_ author: PropertyValue) {
        if case .item(let item) = author, item.isA("h-card") {
            self = .card(item)
            return
        }
        let text = author.plainText
        if text.isEmpty {
            self = .unknown
        } else {
            self = URLReference(text)?.isWebAddress == true ? .page(text) : .name(text)
        }
    }

    /// The entries that are not part of another one, as its comments are.
    private static func mainEntries(of document: MicroformatsDocument) -> [MicroformatsItem] {
        document.items.flatMap { item in
            item.isA("h-entry") ? [item] : item.children.filter { $0.isA("h-entry") }
        }
    }

    /// The author's h-card, once the author's page is there (step 6).
    ///
    /// - Parameters:
    ///   - url: The address of the author's page.
    ///   - authorPage: The page, nil when it could not be had.
    ///   - entryPage: The page of the entry.
    /// - Returns: nil when neither page has a card for the address.
    package static func card(
        of url: String,
        on authorPage: MicroformatsDocument?,
        entryPage: MicroformatsDocument
    ) -> MicroformatsItem? {
        if let authorPage {
            let cards = authorPage.allItems.filter { $0.isA("h-card") }
            let own = cards.first { card in
                RepresentativeHCard.has(card, url, as: "url") && RepresentativeHCard.has(card, url, as: "uid")
            }
            if let own { return own }
            if let linked = RepresentativeHCard.firstWithRelMe(cards, in: authorPage) { return linked }
        }
        return entryPage.allItems.first { $0.isA("h-card") && RepresentativeHCard.has($0, url, as: "url") }
    }
}
