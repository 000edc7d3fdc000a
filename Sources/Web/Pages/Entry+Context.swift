import IndieWeb
import Microformats
import Publishing

extension Entry {
    /// What the post is about, when it is about another: a reply, a like, a repost, a bookmark, an answer to an invitation,
    /// a visit.
    var contexts: [HTML] {
        let kinds: [(property: String, words: String)] = [
            ("in-reply-to", "In reply to"), ("like-of", "Likes"), ("repost-of", "Reposts"),
            ("bookmark-of", "Bookmark:"),
        ]
        var contexts = kinds.flatMap { kind in
            post.properties[kind.property].compactMap { Citation($0) }.map { citation -> HTML in
                let link = citation.html(property: "u-\(kind.property)", type: "h-cite")
                return "<p class=\"context\">\(kind.words) \(link)</p>\n"
            }
        }
        if let answer = post.properties.text("rsvp") {
            contexts.append(
                "<p class=\"context\">RSVP: <data class=\"p-rsvp\" value=\"\(answer)\">\(answer)</data></p>\n"
            )
        }
        contexts += post.properties["checkin"].compactMap { Citation($0) }.map { place in
            "<p class=\"context\">At \(place.html(property: "u-checkin", type: "h-card"))</p>\n"
        }
        return contexts
    }

    /// A summary that the author wrote.
    var summary: HTML? {
        post.properties.text("summary").map { "<p class=\"p-summary\">\($0)</p>\n" }
    }

    /// Films and sounds.
    var recordings: [HTML] {
        ["video", "audio"].flatMap { kind in
            post.properties[kind].compactMap { value -> HTML? in
                guard let address = webAddress(value.plainText) else { return nil }
                return kind == "video"
                    ? "<p><video class=\"u-video\" src=\"\(address)\" controls></video></p>\n"
                    : "<p><audio class=\"u-audio\" src=\"\(address)\" controls></audio></p>\n"
            }
        }
    }

    /// Where the author was.
    var place: HTML? {
        guard let value = post.properties.first("location") else { return nil }
        guard let properties = value.objectValue?["properties"]?.objectValue.map({ MicroformatsProperties($0) }) else {
            guard let text = value.plainText, !text.isEmpty else { return nil }
            return "<p class=\"p-location\">\(text)</p>\n"
        }
        let names = ["name", "street-address", "locality", "region", "country-name", "latitude", "longitude"]
        let parts = names.compactMap { name -> HTML? in
            properties.text(name).map { "<span class=\"p-\(name)\">\($0)</span>" }
        }
        guard !parts.isEmpty else { return nil }
        let separated = parts.enumerated().map { index, part -> HTML in index == 0 ? part : ", \(part)" }
        return "<p class=\"p-location h-adr\">\(separated)</p>\n"
    }

    /// Where copies of the post are.
    var copies: HTML? {
        let links = post.properties["syndication"].compactMap { webAddress($0.plainText) }.map { address -> HTML in
            "<li><a class=\"u-syndication\" href=\"\(address)\">\(URLReference(address)?.authority ?? address)</a></li>\n"
        }
        guard !links.isEmpty else { return nil }
        return """
            <ul class="copies" aria-label="Also on">
            \(links)</ul>

            """
    }

    /// A file of the site, or an address of the web; nil for all else.
    private func webAddress(_ text: String?) -> String? {
        guard let text, let reference = URLReference(text) else { return nil }
        if reference.isWebAddress { return reference.description }
        return reference.scheme == nil && text.hasPrefix("media/") ? root + text : nil
    }
}

/// Another post, a place or a person, as a property names it: by an address, or by an object that says more.
struct Citation {
    /// Whether the property says more than an address.
    let isObject: Bool
    private let url: String?
    private let name: String?
    private let properties: MicroformatsProperties

    /// Nil for a value that names nothing that can be shown.
    init?(_ value: JSONValue) {
        isObject = value.objectValue != nil
        properties = value.objectValue?["properties"]?.objectValue.map { MicroformatsProperties($0) } ?? [:]
        let address = isObject ? properties.text("url") ?? value.plainText : value.plainText
        url = address.flatMap { URLReference($0)?.isWebAddress == true ? $0 : nil }
        name = properties.text("name").flatMap { $0.isEmpty ? nil : $0 }
        guard url != nil || name != nil else { return nil }
    }

    /// Its address, where it has one.
    var address: String? { url }

    /// The citation as a microformat of a type, or, where there is but an address, as a link.
    func html(property: String, type: String) -> HTML {
        guard isObject else { return "<a class=\"\(property)\" href=\"\(url ?? "")\">\(url ?? "")</a>" }
        let title: HTML =
            url.map { "<a class=\"p-name u-url\" href=\"\($0)\">\(name ?? $0)</a>" }
            ?? "<span class=\"p-name\">\(name ?? "")</span>"
        let more = ["author", "street-address", "locality", "region", "country-name"].compactMap { part -> HTML? in
            properties.text(part).map { ", <span class=\"p-\(part)\">\($0)</span>" }
        }
        let coordinates = ["latitude", "longitude"].compactMap { part -> HTML? in
            properties.text(part).map { "<data class=\"p-\(part)\" value=\"\($0)\"></data>" }
        }
        return "<span class=\"\(property) \(type)\">\(title)\(more)\(coordinates)</span>"
    }
}
