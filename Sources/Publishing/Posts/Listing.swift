package import Foundation
import GRDB
import IndieWeb

/// A list of public posts that has a page and feeds of its own.
package enum Listing: Sendable, Equatable {
    /// All of them.
    case site
    /// Those with a tag.
    case tag(Tag)
    /// Those of a year, by UTC.
    case year(Int)
    /// Those of a month, by UTC.
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

    /// The days that it covers, the end excluded; nil for a list that no calendar bounds.
    package var period: (start: Date, end: Date)? {
        switch self {
        case .site, .tag: nil
        case .year(let year): Self.period(from: (year, 1), to: (year + 1, 1))
        case .month(let year, 12): Self.period(from: (year, 12), to: (year + 1, 1))
        case .month(let year, let month): Self.period(from: (year, month), to: (year, month + 1))
        }
    }

    private static func period(from start: (Int, Int), to end: (Int, Int)) -> (start: Date, end: Date)? {
        guard let first = CivilTime(year: start.0, month: start.1, day: 1),
            let last = CivilTime(year: end.0, month: end.1, day: 1)
        else { return nil }
        return (first.date, last.date)
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Listing {
    /// The rows of its posts; nil for a tag that the site does not know and a year that no calendar has.
    func timeline(at now: Date, in database: Database) throws -> TimelineRows? {
        switch self {
        case .site:
            return TimelineRows(of: .public, at: now)
        case .tag(let tag):
            return try TagRow.fetch(name: tag.name, from: database).map { TimelineRows(ofTag: $0.id, at: now) }
        case .year, .month:
            return period.map { TimelineRows(from: $0.start, until: $0.end, at: now) }
        }
    }
}

extension Tag {
    /// The address of its page within the site, without a leading `/`: `tag/indieweb`.
    package var relativePath: String { "tag/\(PathSegment.encode(name))" }
}
