import Foundation
import GRDB
import IndieWeb

/// Something that a change of the site touched, and that finished pages were made from.
package enum SiteChange: Sendable, Hashable {
    /// A post as it is shown, by its row.
    case note(Int64)
    /// Which posts are public, and in which order.
    case timeline
    /// Which public posts have a tag, by the name that identifies it.
    case tag(String)
    /// Which public posts are of a month, by the clock where each was written.
    case month(year: Int, Int)
    /// The owner's profile.
    case author
    /// Anything.
    case everything
}

extension SiteChange {
    /// Reads what ``text`` wrote; a text of a newer version stands for anything.
    init(_ text: Substring) {
        let words = text.split(separator: " ", maxSplits: 1)
        let numbers = words.dropFirst().first?.split(separator: "-").map { Int($0) } ?? []
        switch (words.first, numbers.first, numbers.last) {
        case ("note", let id??, _): self = .note(Int64(id))
        case ("timeline", _, _): self = .timeline
        case ("tag", _, _) where words.count == 2: self = .tag(String(words[1]))
        case ("month", let year??, let month??) where numbers.count == 2: self = .month(year: year, month)
        case ("author", _, _): self = .author
        default: self = .everything
        }
    }

    /// A line of the column `touched`.
    var text: String {
        switch self {
        case .note(let id): "note \(id)"
        case .timeline: "timeline"
        case .tag(let name): "tag \(name.replacing("\n", with: " "))"
        case .month(let year, let month): "month \(year)-\(month)"
        case .author: "author"
        case .everything: "everything"
        }
    }
}
