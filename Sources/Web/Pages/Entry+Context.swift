import IndieWeb
import Microformats
import Publishing

extension Entry {
    /// What the post is about, when it is about another: a reply, a like, a repost, a bookmark, an answer to an invitation,
    /// a visit, or what was read, watched, eaten and so on.
    var contexts: [HTML] {
        let kinds: [(property: String, words: String)] = [
            ("in-reply-to", "In reply to"), ("like-of", "Likes"), ("repost-of", "Reposts"),
            ("bookmark-of", "Bookmark:"),
        ]
        var contexts = kinds.flatMap { kind in
            properties[kind.property].compactMap { Citation($0) }.map { citation in
                context(kind.words, citation.html(of: kind.property, as: "h-cite"))
            }
        }
        for name in properties.names where Self.isSubject(name) && !kinds.contains(where: { $0.property == name }) {
            contexts += properties[name].compactMap { Citation($0) }.map { citation in
                context(Self.label(of: name), citation.html(of: name, as: citation.type ?? "h-cite"))
            }
        }
        if let answer = properties.text("rsvp") {
            contexts.append(context("RSVP:", "<data class=\"p-rsvp\" value=\"\(answer)\">\(answer)</data>"))
        }
        contexts += properties["checkin"].compactMap { Place($0) }.map { place in
            context("At", place.html(of: "checkin", as: "h-card"))
        }
        return contexts
    }

    private func context(_ words: String, _ subject: HTML) -> HTML {
        "<p class=\"context\">\(words) \(subject)</p>\n"
    }

    /// Whether a property names what the post is about: `read-of`, `watch-of` and all that is formed like them, and food.
    private static func isSubject(_ name: String) -> Bool {
        MicroformatsProperties.isName(name) && (name.hasSuffix("-of") || ["ate", "drank"].contains(name))
    }

    /// `Read:` for `read-of`.
    private static func label(of name: String) -> String {
        let words = (name.hasSuffix("-of") ? name.dropLast("-of".count) : name[...]).replacing("-", with: " ")
        return "\(words.prefix(1).uppercased())\(words.dropFirst()):"
    }

    /// A summary that the author wrote.
    var summary: HTML? {
        properties.text("summary").map { "<p class=\"p-summary\">\($0)</p>\n" }
    }

    /// Films and sounds.
    var recordings: [HTML] {
        ["video", "audio"].flatMap { kind in
            properties[kind].compactMap { value -> HTML? in
                guard let address = webAddress(value.plainText) else { return nil }
                return kind == "video"
                    ? "<p><video class=\"u-video\" src=\"\(address)\" controls></video></p>\n"
                    : "<p><audio class=\"u-audio\" src=\"\(address)\" controls></audio></p>\n"
            }
        }
    }

    /// Where the author was.
    var place: HTML? {
        let places = properties["location"].compactMap { Place($0) }
        guard !places.isEmpty else { return nil }
        return "\(places.map { "<p class=\"location\">\($0.html(of: "location", as: "h-adr"))</p>\n" as HTML })"
    }

    /// Where copies of the post are.
    var copies: HTML? {
        let links = properties["syndication"].compactMap { webAddress($0.plainText) }.map { address -> HTML in
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
