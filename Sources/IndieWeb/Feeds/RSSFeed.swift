import Foundation

/// A feed in RSS 2.0, with the Atom, Content, Dublin Core and Media modules.
package struct RSSFeed: Sendable {
    /// The media type to serve it with.
    package static let contentType = "application/rss+xml; charset=utf-8"

    private let feed: Feed
    private let selfURL: String
    private let nextURL: String?

    /// Creates the feed.
    ///
    /// - Parameters:
    ///   - feed: what it says.
    ///   - selfURL: the address it is served at.
    ///   - nextURL: the address of the entries before these, when there are any (RFC 5005, section 3).
    package init(_ feed: Feed, selfURL: String, nextURL: String? = nil) {
        self.feed = feed
        self.selfURL = selfURL
        self.nextURL = nextURL
    }

    /// The document. Depends on the feed alone, never on the clock.
    package var xml: String {
        var writer = XMLWriter()
        writer.element(
            "rss",
            [
                "version": "2.0",
                "xmlns:atom": "http://www.w3.org/2005/Atom",
                "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
                "xmlns:dc": "http://purl.org/dc/elements/1.1/",
                "xmlns:media": "http://search.yahoo.com/mrss/",
            ]
        ) { $0.element("channel") { writeChannel(to: &$0) } }
        return writer.document
    }

    private func writeChannel(to writer: inout XMLWriter) {
        writer.element("title", text: feed.title)
        writer.element("link", text: feed.homeURL)
        writer.element("description", text: feed.summary)
        writer.element("language", text: feed.language)
        if let updated = feed.updated {
            writer.element("lastBuildDate", text: CivilTime(updated).rfc822)
        }
        writer.element("generator", text: "StarPunk")
        writer.element("docs", text: "https://www.rssboard.org/rss-specification")
        writer.element("atom:link", ["rel": "self", "type": "application/rss+xml", "href": selfURL])
        for hub in feed.hubs {
            writer.element("atom:link", ["rel": "hub", "href": hub])
        }
        if let nextURL {
            writer.element("atom:link", ["rel": "next", "type": "application/rss+xml", "href": nextURL])
        }
        if let icon = feed.icon {
            // Title and link are those of the channel, as the best practices of the RSS board want it.
            writer.element("image") { writer in
                writer.element("url", text: icon)
                writer.element("title", text: feed.title)
                writer.element("link", text: feed.homeURL)
            }
        }
        for item in feed.items {
            writer.element("item") { write(item, to: &$0) }
        }
    }

    private func write(_ item: Feed.Item, to writer: inout XMLWriter) {
        if let title = item.title {
            writer.element("title", text: title)
        }
        writer.element("link", text: item.permalink)
        // Without the attribute an id would be taken for an address.
        writer.element("guid", ["isPermaLink": item.id == item.permalink ? "true" : "false"], text: item.id)
        writer.element("pubDate", text: CivilTime(item.published).rfc822)
        if let authorName = feed.authorName {
            writer.element("dc:creator", text: authorName)
        }
        for category in item.categories {
            writer.element("category", text: category.label)
        }
        // A description is HTML too, so plain text is escaped once for HTML before the writer escapes it for XML.
        // An entry without words, such as a photo, is described by its markup: some readers show nothing else.
        writer.element("description", text: item.summary.isEmpty ? item.html : XMLWriter.escape(item.summary))
        writer.element("content:encoded", cdata: item.html)
        if let image = item.images.first?.original {
            let length = String(image.byteCount)
            writer.element("enclosure", ["url": image.url, "length": length, "type": image.mimeType])
        }
        for image in item.images {
            write(image, to: &writer)
        }
    }

    private func write(_ image: Feed.Image, to writer: inout XMLWriter) {
        // Readers should pick a copy made for screens where there is one, not what the camera wrote.
        let files = image.copies + [image.original]
        writer.element("media:group") { writer in
            for (index, file) in files.enumerated() {
                write(file, isDefault: index == 0 ? "true" : nil, to: &writer)
            }
            if let thumbnail = image.thumbnail {
                let (width, height) = (thumbnail.width.map(String.init), thumbnail.height.map(String.init))
                writer.element("media:thumbnail", ["url": thumbnail.url, "width": width, "height": height])
            }
            // Not `media:title`: common readers take that for the title of a note that has none.
            if let caption = image.caption {
                writer.element("media:description", ["type": "plain"], text: caption)
            }
        }
    }

    private func write(_ file: Feed.Image.File, isDefault: String?, to writer: inout XMLWriter) {
        writer.element(
            "media:content",
            [
                "url": file.url,
                "fileSize": String(file.byteCount),
                "type": file.mimeType,
                "medium": "image",
                "isDefault": isDefault,
                "width": file.width.map(String.init),
                "height": file.height.map(String.init),
            ]
        )
    }
}
