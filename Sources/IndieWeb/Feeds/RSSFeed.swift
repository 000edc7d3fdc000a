import Foundation

/// A feed in RSS 2.0, with the Atom, Content, Dublin Core and Media modules.
package struct RSSFeed: Sendable {
    /// The media type to serve it with.
    package static let contentType = "application/rss+xml; charset=utf-8"

    private let feed: Feed
    private let selfURL: String

    /// Creates the feed; `selfURL` is the address it is served at.
    package init(_ feed: Feed, selfURL: String) {
        self.feed = feed
        self.selfURL = selfURL
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
        for item in feed.items {
            writer.element("item") { write(item, to: &$0) }
        }
    }

    private func write(_ item: Feed.Item, to writer: inout XMLWriter) {
        if let title = item.title {
            writer.element("title", text: title)
        }
        writer.element("link", text: item.permalink)
        writer.element("guid", ["isPermaLink": "true"], text: item.permalink)
        writer.element("pubDate", text: CivilTime(item.published).rfc822)
        if let authorName = feed.authorName {
            writer.element("dc:creator", text: authorName)
        }
        for category in item.categories {
            writer.element("category", text: category)
        }
        // A description is HTML too, so plain text is escaped once for HTML before the writer escapes it for XML.
        writer.element("description", text: XMLWriter.escape(item.summary))
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
