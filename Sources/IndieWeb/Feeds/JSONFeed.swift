import Foundation

/// A feed in JSON Feed 1.1, with the members that the Python releases of StarPunk add under `_starpunk`.
package struct JSONFeed: Sendable {
    /// The media type to serve it with.
    package static let contentType = "application/feed+json; charset=utf-8"

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
    package var json: String {
        var object: JSONObject = [
            "version": "https://jsonfeed.org/version/1.1",
            "title": .text(feed.title),
            "home_page_url": .text(feed.homeURL),
            "feed_url": .text(selfURL),
            "description": .text(feed.summary),
            "language": .text(feed.language),
        ]
        object["next_url"] = nextURL.map(JSONValue.text)
        object["icon"] = feed.icon.map(JSONValue.text)
        object["authors"] = author.map { [.object($0)] }
        if !feed.hubs.isEmpty {
            object["hubs"] = .array(feed.hubs.map { ["type": "WebSub", "url": .text($0)] })
        }
        object["items"] = .array(feed.items.map { .object(members(of: $0)) })
        return object.text
    }

    private var author: JSONObject? {
        var author = JSONObject()
        author["name"] = feed.authorName.map(JSONValue.text)
        author["url"] = feed.authorURL.map(JSONValue.text)
        author["avatar"] = feed.authorPhoto.map(JSONValue.text)
        return author.isEmpty ? nil : author
    }

    private func members(of item: Feed.Item) -> JSONObject {
        var object: JSONObject = ["id": .text(item.id), "url": .text(item.permalink)]
        object["external_url"] = item.externalURL.map(JSONValue.text)
        object["title"] = item.title.map(JSONValue.text)
        object["content_html"] = .text(item.html)
        if !item.summary.isEmpty { object["summary"] = .text(item.summary) }
        object["image"] = item.images.first.map { .text($0.original.url) }
        object["date_published"] = .text(CivilTime(item.published).rfc3339)
        object["date_modified"] = .text(CivilTime(item.changed).rfc3339)
        if !item.categories.isEmpty {
            object["tags"] = .array(item.categories.map { .text($0.label) })
        }
        if !item.images.isEmpty {
            object["attachments"] = .array(item.images.map { .object(attachment($0)) })
        }
        object["_starpunk"] = .object(extensionMembers(of: item))
        return object
    }

    private func attachment(_ image: Feed.Image) -> JSONObject {
        let file = image.original
        var object: JSONObject = ["url": .text(file.url), "mime_type": .text(file.mimeType)]
        object["title"] = image.caption.map(JSONValue.text)
        object["size_in_bytes"] = .number(JSONNumber(file.byteCount))
        return object
    }

    private func extensionMembers(of item: Feed.Item) -> JSONObject {
        var object: JSONObject = ["permalink_path": .text(Self.path(of: item.permalink))]
        object["word_count"] = item.wordCount.map { .number(JSONNumber($0)) }
        object["about"] = feed.aboutURL.map(JSONValue.text)
        let variants = item.images.compactMap(variants)
        if !variants.isEmpty { object["media_variants"] = .array(variants.map(JSONValue.object)) }
        return object
    }

    /// The files of a photo by their kind; nil for one that has no other file than itself.
    private func variants(of image: Feed.Image) -> JSONObject? {
        var variants = JSONObject()
        if let thumbnail = image.thumbnail { variants["thumb"] = .object(variant(thumbnail)) }
        for copy in Feed.Image.Copy.allCases {
            guard let file = image.copies.first(where: { $0.copy == copy }) else { continue }
            variants[copy.rawValue] = .object(variant(file))
        }
        guard !variants.isEmpty else { return nil }
        variants["original"] = .object(variant(image.original))
        var object = JSONObject()
        object["caption"] = image.caption.map(JSONValue.text) ?? .null
        object["variants"] = .object(variants)
        return object
    }

    private func variant(_ file: Feed.Image.File) -> JSONObject {
        var object: JSONObject = ["url": .text(file.url)]
        object["width"] = file.width.map { .number(JSONNumber($0)) }
        object["height"] = file.height.map { .number(JSONNumber($0)) }
        object["size_in_bytes"] = .number(JSONNumber(file.byteCount))
        object["mime_type"] = .text(file.mimeType)
        return object
    }

    /// `/note/first-light` of an absolute address.
    private static func path(of url: String) -> String {
        guard let authority = url.range(of: "://") else { return url }
        let path = url[authority.upperBound...].drop { $0 != "/" }
        return path.isEmpty ? "/" : String(path)
    }
}

extension JSONValue {
    /// A text that XML could hold too: readers keep what they read from all formats in one place.
    fileprivate static func text(_ text: String) -> JSONValue { .string(XMLWriter.legal(text)) }
}
