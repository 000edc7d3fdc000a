package import Foundation
package import IndieWeb

/// A month of the calendar, whatever the clock: of a post it is the month where it was written, as its date is shown.
package struct CalendarMonth: Sendable, Hashable {
    /// The year, 2025.
    package let year: Int
    /// The month, 1 to 12.
    package let month: Int

    /// A month by its numbers; a month beyond the year's end is one of the next year.
    package init(year: Int, month: Int) {
        let months = year * 12 + month - 1
        (self.year, self.month) = (months / 12, months % 12 + 1)
    }

    /// The month of a time.
    package init(_ time: CivilTime) {
        (year, month) = (time.year, time.month)
    }

    /// The month that follows.
    package var next: CalendarMonth { CalendarMonth(year: year, month: month + 1) }

    /// The month before.
    package var previous: CalendarMonth { CalendarMonth(year: year, month: month - 1) }

    /// The months of its year.
    package var wholeYear: ClosedRange<CalendarMonth> {
        CalendarMonth(year: year, month: 1)...CalendarMonth(year: year, month: 12)
    }

    /// Its beginning in Coordinated Universal Time; after the last month that dates have, the end of all of them.
    package var start: Date {
        CivilTime(year: year, month: month, day: 1)?.date ?? Date(timeIntervalSince1970: 253_402_300_800)
    }

    /// `202502`.
    package var digits: String {
        let text = String(year * 100 + month)
        return String(repeating: "0", count: max(0, 6 - text.count)) + text
    }
}

extension CalendarMonth: Comparable {
    /// The order of time.
    package static func < (left: Self, right: Self) -> Bool { (left.year, left.month) < (right.year, right.month) }
}

extension CalendarMonth {
    /// The month of a post by the clock where it was written.
    ///
    /// - Parameters:
    ///   - date: where lists have it.
    ///   - published: its date of publication, as its author wrote it.
    init(of date: Date, writtenAs published: StoredTimestamp) {
        self.init(CivilTime(date.addingTimeInterval(TimeInterval(published.offset))))
    }
}

extension PostRow {
    /// The month of the post by the clock where it was written.
    var month: CalendarMonth { CalendarMonth(of: created.date, writtenAs: published) }
}
