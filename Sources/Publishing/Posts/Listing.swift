import Foundation
import GRDB
import IndieWeb

/// A list of public posts that has a page and feeds of its own.
package enum Listing: Sendable, Equatable {
    /// All of them.
    case site
    /// Those with a tag.
    case tag(Tag)
    /// Those of a year, by the clock where each was written.
    case year(Int)
    /// Those of a month, by the clock where each was written.
    case month(year: Int, Int)

    /// The address of its page within the site, without a leading `/`.
    package var relativePath: String {
        switch self {
        case .site: ""
        case .tag(let tag): tag.relativePath
        case .year(let year): "archive/\(Self.digits(year, 4))"
        case .month(let year, let month): "archive/\(Self.digits(year, 4))/\(Self.digits(month, 2))"
        }
    }

    /// The months that it covers; nil for a list that no calendar bounds.
    package var months: ClosedRange<CalendarMonth>? {
        switch self {
        case .site, .tag: nil
        case .year(let year): CalendarMonth(year: year, month: 1).wholeYear
        case .month(let year, let month):
            CalendarMonth(year: year, month: month)...CalendarMonth(year: year, month: month)
        }
    }

    /// Those of a month.
    package static func month(_ month: CalendarMonth) -> Listing { .month(year: month.year, month.month) }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Listing {
    /// The rows of its posts; nil for a tag that the site does not know.
    func timeline(at now: Date, in database: Database) throws -> TimelineRows? {
        switch self {
        case .site:
            return TimelineRows(of: .public, at: now)
        case .tag(let tag):
            return try TagRow.fetch(name: tag.name, from: database).map { TimelineRows(ofTag: $0.id, at: now) }
        case .year, .month:
            return months.map { TimelineRows(of: $0, at: now) }
        }
    }
}

extension Tag {
    /// The address of its page within the site, without a leading `/`: `tag/indieweb`.
    package var relativePath: String { "tag/\(PathSegment.encode(name))" }
}
