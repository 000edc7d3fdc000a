import Foundation

/// A feed in Atom 1.0 (RFC 4287), with the links of WebSub and of paged feeds (RFC 5005, section 3).
package struct AtomFeed: Sendable {
    /// The media type to serve it with.
    package static let contentType = "application/atom+xml; charset=utf-8"

    private let feed: Feed
    private let selfURL: String
    private let nextURL: String?

    /// Creates the feed.
    ///
    /// - Parameters:
    ///   - feed: what it says.
    ///   - selfURL: the address it is served at.
    ///   - nextURL: the address of the entries before these, when there are any.
    package init(_ feed: Feed, selfURL: String, nextURL: String? = nil) {
        self.feed = feed
        self.selfURL = selfURL
        self.nextURL = nextURL
    }

    /// The document. Depends on the feed alone, never on the clock.
    package var xml: String {
        var writer = XMLWriter()
        writer.element("feed", ["xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language]) { writer in
            writeHead(to: &writer)
            for item in feed.items {
                writer.element("entry") { write(item, to: &$0) }
            }
        }
        return writer.document
    }

    private func writeHead(to writer: inout XMLWriter) {
        writer.element("id", text: feed.id)
        writer.element("title", text: feed.title)
        writer.element("subtitle", text: feed.summary)
        // Required also of an empty feed, which has changed never. The present would be new in every answer.
        writer.element("updated", text: CivilTime(feed.updated ?? Date(timeIntervalSince1970: 0)).rfc3339)
        writer.element("author") { writer in
            // Required too (section 4.1.1).
            writer.element("name", text: feed.authorName ?? feed.title)
            if let authorURL = feed.authorURL { writer.element("uri", text: authorURL) }
        }
        writer.element("link", ["rel": "alternate", "type": "text/html", "href": feed.homeURL])
        writer.element("link", ["rel": "self", "type": "application/atom+xml", "href": selfURL])
        for hub in feed.hubs {
            writer.element("link", ["rel": "hub", "href": hub])
        }
        if let nextURL {
            writer.element("link", ["rel": "next", "type": "application/atom+xml", "href": nextURL])
        }
        if let icon = feed.icon { writer.element("icon", text: icon) }
        writer.element("generator", text: "StarPunk")
    }

    private func write(_ item: Feed.Item, to writer: inout XMLWriter) {
        writer.element("id", text: item.id)
        writer.element("title", text: title(of: item))
        writer.element("updated", text: CivilTime(item.changed).rfc3339)
        writer.element("published", text: CivilTime(item.published).rfc3339)
        writer.element("link", ["rel": "alternate", "type": "text/html", "href": item.permalink])
        if let externalURL = item.externalURL {
            writer.element("link", ["rel": "related", "href": externalURL])
        }
        for image in item.images {
            let file = image.original
            writer.element(
                "link",
                [
                    "rel": "enclosure", "type": file.mimeType, "length": String(file.byteCount), "title": image.caption,
                    "href": file.url,
                ]
            )
        }
        for category in item.categories {
            writer.element("category", ["term": category.term, "label": category.label])
        }
        writer.element("content", ["type": "html"], cdata: item.html)
    }

    /// Atom wants a title of every entry (section 4.1.2), also of a note. An empty one is allowed, and shown as a gap.
    private func title(of item: Feed.Item) -> String {
        let titles = [item.title, item.fallbackTitle, item.summary].compactMap(\.self)
        return titles.first { !$0.isEmpty } ?? CivilTime(item.published).longDate
    }
}
