import Foundation
import IndieWeb

/// What the address of a post ends with, and how a new one is found.
///
/// Slugs of old releases have other forms; they are kept and never judged by these rules.
package enum Slug {
    /// The longest slug that is made.
    static let maximumLength = 200

    /// Words that mean, or meant, something else at the top of the site.
    static let reserved: Set<String> = [
        "about", "admin", "api", "archive", "atom", "auth", "callback", "dev", "feed", "feed.xml", "health", "home",
        "index", "login", "logout", "media", "metrics", "micropub", "note", "notes", "opml.xml", "robots.txt", "rss",
        "search", "settings", "sitemap.xml", "static", "tag", "tags",
    ]

    /// The slug of a post whose author gave none: `20251118201000`, its time in UTC.
    static func timestamp(_ date: Date) -> String {
        digits(CivilTime(date), between: "")
    }

    /// The slug that an author's words come to, or nil where nothing of them is fit for one.
    ///
    /// Lower case, accents taken off, spaces as single hyphens, nothing else but letters and digits of ASCII. So no slug
    /// holds `..`, `/`, a control character or anything that an address would have to encode.
    package static func normalized(_ text: String) -> String? {
        var slug: [UInt8] = []
        for scalar in text.decomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9":
                slug.append(UInt8(scalar.value))
            case " ", "-", "\t", "\n":
                if let last = slug.last, last != UInt8(ascii: "-") { slug.append(UInt8(ascii: "-")) }
            default:
                continue
            }
            if slug.count == maximumLength { break }
        }
        while slug.last == UInt8(ascii: "-") { slug.removeLast() }
        return slug.isEmpty ? nil : String(decoding: slug, as: UTF8.self)
    }

    /// The first free slug among what is wanted and its numbered forms.
    ///
    /// - Parameters:
    ///   - wanted: the author's words; nil, or words of which nothing remains, make a timestamp.
    ///   - date: when the post was made.
    ///   - last: the number that was given last, from which the search for the next of the same slug goes on.
    ///   - isTaken: asked about a slug, a handful of times even where thousands are taken.
    /// - Returns: the slug.
    /// - Throws: what `isTaken` throws.
    static func free(
        wanted: String?,
        date: Date,
        after last: inout Number?,
        isTaken: (String) throws -> Bool
    ) rethrows -> String {
        let words = wanted.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
        if let words, let slug = normalized(words) {
            if !reserved.contains(slug), try !isTaken(slug) { return slug }
            return try numbered(slug, from: 2, after: &last, isTaken: isTaken)
        }
        let time = CivilTime(date)
        let slug = words == nil ? digits(time, between: "") : digits(time, between: "-")
        return try isTaken(slug) ? numbered(slug, from: 1, after: &last, isTaken: isTaken) : slug
    }

    /// As ``free(wanted:date:after:isTaken:)``, for a single one.
    static func free(wanted: String?, date: Date, isTaken: (String) throws -> Bool) rethrows -> String {
        var last: Number?
        return try free(wanted: wanted, date: date, after: &last, isTaken: isTaken)
    }

    /// A number that was given to a slug.
    struct Number {
        fileprivate let stem: String
        fileprivate let value: Int
    }

    /// The slug with a free number.
    ///
    /// Doubles the number until one is free, then halves the gap below it: some ten looks where a thousand are taken.
    private static func numbered(
        _ slug: String,
        from start: Int,
        after last: inout Number?,
        isTaken: (String) throws -> Bool
    ) rethrows -> String {
        let stem = String(slug.prefix(maximumLength - 20))
        // All up to `taken`, if it were for us alone; others' slugs may leave gaps, and any gap will do.
        var taken = start - 1
        if let last, last.stem == stem { taken = last.value }
        var free = taken + 1
        while try isTaken("\(stem)-\(free)") {
            taken = free
            // Nobody has made so many posts that this could overflow before one is free.
            free = min(free, Int.max / 4) * 2
        }
        while free - taken > 1 {
            let middle = taken + (free - taken) / 2
            if try isTaken("\(stem)-\(middle)") { taken = middle } else { free = middle }
        }
        last = Number(stem: stem, value: free)
        return "\(stem)-\(free)"
    }

    private static func digits(_ time: CivilTime, between separator: String) -> String {
        func digits(of text: String) -> String {
            String(decoding: text.utf8.filter { 0x30...0x39 ~= $0 }, as: UTF8.self)
        }
        return digits(of: time.calendarDate) + separator + digits(of: time.timeOfDay)
    }
}
