package import Foundation
package import IndieWeb

/// A moment as a column holds it: the text, kept as it is, and what it means.
///
/// Python releases wrote three forms: `2025-11-18 20:10:00`, the same with a fraction, and `2025-11-18T20:10:00+00:00`.
/// A time without an offset is UTC.
package struct StoredTimestamp: Sendable, Equatable {
    /// The text of the column.
    package let text: String
    /// The moment it names.
    package let date: Date
    /// Seconds east of UTC where it was written, 0 where the text does not say.
    package let offset: Int

    /// Reads a column, or gives nil for a text that names no moment.
    package init?(_ text: String) {
        guard let time = ISO8601(text) else { return nil }
        self.init(text: text, date: time.date, offset: time.offset ?? 0)
    }

    /// A moment as columns hold it from now on, to the second: `2025-11-18 20:10:00`, UTC.
    package init(_ date: Date) {
        let time = CivilTime(date)
        self.init(text: "\(time.calendarDate) \(time.timeOfDay)", date: time.date, offset: 0)
    }

    private init(text: String, date: Date, offset: Int) {
        self.text = text
        self.date = date
        self.offset = offset
    }

    /// Stands in for a column that holds no moment.
    static let unknown = StoredTimestamp(text: "", date: Date(timeIntervalSince1970: 0), offset: 0)

    /// Whether it names the same second as another one, in whatever form.
    func isSameSecond(as other: StoredTimestamp) -> Bool {
        date.timeIntervalSince1970.rounded(.down) == other.date.timeIntervalSince1970.rounded(.down)
    }

    /// The clock on the wall where it was written.
    package var local: CivilTime { CivilTime(date.addingTimeInterval(TimeInterval(offset))) }

    /// `2025-11-18T20:10:00+01:00`, with the offset of where it was written (RFC 3339).
    package var rfc3339: String {
        let minutes = abs(offset) / 60
        let sign = offset < 0 ? "-" : "+"
        let time = local
        return "\(time.calendarDate)T\(time.timeOfDay)\(sign)\(padded(minutes / 60)):\(padded(minutes % 60))"
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
