/// The h-card that says whose page a page is.
///
/// <https://microformats.org/wiki/representative-h-card-parsing>
package struct RepresentativeHCard: Sendable, Equatable {
    /// The card.
    package let card: MicroformatsItem

    /// Finds the card of a page, or gives nil when none of the three rules finds one.
    ///
    /// - Parameters:
    ///   - document: The page.
    ///   - url: The address of the page.
    package init?(of document: MicroformatsDocument, at url: String) {
        let cards = document.allItems.filter { $0.isA("h-card") }
        let own = cards.first { Self.has($0, url, as: "uid") && Self.has($0, url, as: "url") }
        let single = cards.count == 1 ? cards.first { Self.has($0, url, as: "url") } : nil
        guard let card = own ?? Self.firstWithRelMe(cards, in: document) ?? single else { return nil }
        self.card = card
    }

    /// The first card with an address that the page also links to with `rel="me"`.
    static func firstWithRelMe(_ cards: [MicroformatsItem], in document: MicroformatsDocument) -> MicroformatsItem? {
        let identities = Set((document.rels["me"] ?? []).map(comparable))
        return cards.first { card in card.addresses(of: "url").contains { identities.contains(comparable($0)) } }
    }

    /// Whether a card has an address as one of the values of a property.
    static func has(_ card: MicroformatsItem, _ url: String, as property: String) -> Bool {
        let wanted = comparable(url)
        return card.addresses(of: property).contains { comparable($0) == wanted }
    }

    /// An address in the one spelling that the web knows for it: the host in lower case, a path of at least `/`.
    private static func comparable(_ address: String) -> String {
        guard var reference = URLReference(address), reference.isWebAddress else { return address }
        reference.authority = reference.authority?.lowercased()
        if reference.path.isEmpty { reference.path = "/" }
        return reference.description
    }
}
