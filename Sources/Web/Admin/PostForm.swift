import Foundation
import IndieWeb
import Microformats
import Publishing

/// What the form of a post holds: text, the way its author typed it.
struct PostForm: Sendable, Equatable {
    /// A picture of the post that is stored already.
    struct Picture: Sendable, Equatable {
        /// Its whole address.
        var url: String
        /// What it shows, for those who do not see it.
        var alt: String
    }

    /// The post that is written about, by the property that says so.
    static let contexts = ["in-reply-to", "like-of", "repost-of", "bookmark-of"]
    /// How many pictures a post can be given here. One that came with more keeps them.
    static let maximumPictures = 4

    var content = ""
    var title = ""
    var tags = ""
    var slug = ""
    /// `2025-11-18T20:10`, as browsers write it; empty for now.
    var date = ""
    /// `+01:00`.
    var zone = ""
    var visibility = Visibility.public.rawValue
    var contexts: [String: String] = [:]
    var pictures: [Picture] = []
    /// The version of the post that the form was filled from; empty for a new post.
    var version = ""
    /// By which a form that is sent twice is known; empty for a post that exists.
    var key = ""
}

extension PostForm {
    /// The form of a post that exists, each text as it comes back from a browser when nobody has touched it.
    init(_ post: Post, siteURL: String) {
        content = Self.unixLines(HTMLText.writable(post.content.text))
        title = Self.shownLine(post.properties.text("name") ?? "")
        tags = Self.shownLine(post.tags.map(\.displayName).joined(separator: ", "))
        slug = post.slug
        // A draft has no date until its author gives it one.
        if post.status == .published || post.properties.text("published") != nil {
            let local = post.published.local
            date = "\(local.calendarDate)T\(local.timeOfDay.prefix(5))"
        }
        zone = String(post.published.rfc3339.suffix(6))
        visibility = post.visibility.rawValue
        for property in Self.contexts {
            let addresses = post.properties[property].compactMap { Citation($0)?.address }
            if !addresses.isEmpty { contexts[property] = Self.shownLine(addresses.joined(separator: " ")) }
        }
        pictures = post.photos.map {
            Picture(url: $0.address(below: siteURL, original: true), alt: Self.shownLine($0.alt))
        }
        version = post.version.description
    }

    /// The form as a browser sent it.
    init(_ form: FormURLEncoded) {
        content = Self.unixLines(form.first("content") ?? "")
        title = Self.line(form.first("title"))
        tags = Self.line(form.first("tags"))
        slug = Self.line(form.first("slug"))
        date = Self.line(form.first("date"))
        zone = Self.line(form.first("zone"))
        visibility = form.first("visibility") ?? Visibility.public.rawValue
        for property in Self.contexts {
            let addresses = Self.line(form.first(property))
            if !addresses.isEmpty { contexts[property] = addresses }
        }
        pictures = Self.pictures(of: form)
        version = form.first("version") ?? ""
        key = form.first("key") ?? ""
    }

    /// Pictures are four fields each, which stand at the same places of their lists; the checkbox to remove one names it.
    private static func pictures(of form: FormURLEncoded) -> [Picture] {
        let (alts, positions) = (form.all("photo-alt"), form.all("photo-position"))
        let removed = Set(form.all("photo-remove"))
        let kept = form.all("photo").enumerated().filter { !removed.contains($0.element) }
        return kept.map { index, url -> (position: Int, picture: Picture) in
            let position = index < positions.count ? Int(line(positions[index])) : nil
            let alt = index < alts.count ? line(alts[index]) : ""
            return (position ?? index + 1, Picture(url: url, alt: alt))
        }
        .enumerated()
        // Of two with one position the earlier stays in front.
        .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
        .map(\.element.picture)
    }

    /// Files have LF. A browser makes one line break of each CR, LF and CR LF in the text that it is given to edit, and sends
    /// all of them as CR LF (HTML, sections 4.10.11 and 4.10.21.4).
    private static func unixLines(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    }

    /// A line as it comes back of a text that a browser shows in a field.
    private static func shownLine(_ text: String) -> String { line(HTMLText.writable(text)) }

    private static func line(_ text: String?) -> String {
        (text ?? "").split(whereSeparator: \.isNewline).joined(separator: " ")
            .trimmingCharacters(in: .whitespaces)
    }
}
