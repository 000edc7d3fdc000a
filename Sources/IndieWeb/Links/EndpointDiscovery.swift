/// The endpoints that a page names, in its header and in its HTML.
///
/// `Link` headers come before elements, and both in their order (Webmention, section 3.1.2; IndieAuth, section 4.1).
package struct EndpointDiscovery: Sendable {
    private let url: WebAddress
    private let header: LinkHeader
    private let page: HTMLLinks?
    private let base: WebAddress

    /// What a fetched page says.
    /// - Parameters:
    ///   - url: where the page was found after all redirects.
    ///   - linkHeaders: the values of its `Link` fields, in their order.
    ///   - html: its text, nil when it was not fetched or is not HTML.
    package init(url: WebAddress, linkHeaders: [String], html: String? = nil) {
        self.url = url
        header = LinkHeader(linkHeaders)
        page = html.map(HTMLLinks.init)
        base = page?.base.flatMap { WebAddress($0, relativeTo: url) } ?? url
    }

    /// The first address of a relation, nil when there is none.
    package func first(_ relation: LinkRelation) -> WebAddress? { all(relation).first }

    /// All addresses of a relation, each once: those of headers first.
    ///
    /// An empty address means the page itself. An address that is not one of the web is skipped.
    package func all(_ relation: LinkRelation) -> [WebAddress] {
        var seen: Set<WebAddress> = []
        return references(relation).compactMap { reference, base in WebAddress(reference, relativeTo: base) }
            .filter { seen.insert($0).inserted }
    }

    /// Redirect addresses that a client lists, absolute, other schemes than the web's too (IndieAuth, section 4.2.2).
    package var redirectURIs: [String] {
        references(.redirectURI).compactMap { reference, base in
            WebAddress(reference, relativeTo: base)?.text ?? RedirectURI(reference)?.text
        }
    }

    /// Addresses as written, with what they are relative to.
    private func references(_ relation: LinkRelation) -> [(String, WebAddress)] {
        // A header is relative to the page, whatever its base element says (RFC 8288, section 3.1).
        let headers = header.links(relation.rawValue).filter(startsHere).map { ($0.target, url) }
        let elements = page?.elements ?? []
        return headers
            + elements.filter { relation.elements.contains($0.name) && $0.relations.contains(relation.rawValue) }
            .map { ($0.href, base) }
    }

    private func startsHere(_ link: WebLink) -> Bool {
        link.anchor.map { WebAddress($0, relativeTo: url) == url } ?? true
    }
}
