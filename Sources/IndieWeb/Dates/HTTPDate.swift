import Foundation

/// A moment as HTTP header fields hold it, to the second (RFC 9110, section 5.6.7).
package struct HTTPDate: Sendable, Hashable, Comparable {
    /// Seconds since 1970, of the years 0 to 9999.
    package let secondsSince1970: Int

    /// A moment; one outside of the years 0 to 9999, which the format cannot hold, becomes the nearest within.
    package init(secondsSince1970 seconds: Int) {
        secondsSince1970 = min(max(seconds, -62_167_219_200), 253_402_300_799)
    }

    /// Reads one of the three forms, or gives nil:
    ///
    ///     Sun, 06 Nov 1994 08:49:37 GMT       the present form
    ///     Sunday, 06-Nov-94 08:49:37 GMT      RFC 850
    ///     Sun Nov  6 08:49:37 1994            asctime
    ///
    /// RFC 850 leaves the century out. A year that would lie more than 50 years after `now`, in seconds since 1970, is
    /// the latest one before it with the same digits. Whether the day of the week is the right one is not looked at.
    package init?(_ text: String, now: Int) {
        // No form is longer; nothing that is should cost a split.
        guard text.utf8.count <= 40 else { return nil }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        switch words.count {
        case 4 where words[3] == "GMT":
            guard Self.longWeekdays.contains(words[0]) else { return nil }
            self.init(rfc850: words[1].split(separator: "-", omittingEmptySubsequences: false), words[2], now)
        case 6 where words[5] == "GMT":
            guard words[0].last == ",", Self.weekdays.contains(words[0].dropLast()) else { return nil }
            self.init(day: words[1], words[2], Self.number(words[3], digits: 4), words[4])
        case 5 where Self.weekdays.contains(words[0]):
            self.init(day: words[2], words[1], Self.number(words[4], digits: 4), words[3])
        case 6 where Self.weekdays.contains(words[0]) && words[2].isEmpty && words[3].utf8.count == 1:
            self.init(day: "0\(words[3])", words[1], Self.number(words[5], digits: 4), words[4])
        default:
            return nil
        }
    }

    /// The present form, IMF-fixdate.
    package var text: String {
        CivilTime(Date(timeIntervalSince1970: TimeInterval(secondsSince1970))).rfc822
    }

    /// The earlier moment is the lesser.
    package static func < (one: HTTPDate, other: HTTPDate) -> Bool {
        one.secondsSince1970 < other.secondsSince1970
    }

    private init?(day: some StringProtocol, _ month: Substring, _ year: Int?, _ timeOfDay: Substring) {
        let time = timeOfDay.split(separator: ":", omittingEmptySubsequences: false)
        guard let year, let month = Self.months.firstIndex(of: month), time.count == 3,
            let day = Self.number(day, digits: 2), let hour = Self.number(time[0], digits: 2),
            let minute = Self.number(time[1], digits: 2), let second = Self.number(time[2], digits: 2), second <= 60,
            let civil = CivilTime(
                year: year,
                month: month + 1,
                day: day,
                hour: hour,
                minute: minute,
                second: min(second, 59)
            )
        else { return nil }
        // The grammar knows leap seconds; the count of seconds since 1970 does not, and goes on to the next minute.
        self.init(secondsSince1970: Int(civil.date.timeIntervalSince1970) + (second == 60 ? 1 : 0))
    }

    private init?(rfc850 date: [Substring], _ timeOfDay: Substring, _ now: Int) {
        guard date.count == 3, let year = Self.number(date[2], digits: 2) else { return nil }
        let limit = HTTPDate(secondsSince1970: HTTPDate(secondsSince1970: now).secondsSince1970 + Self.fiftyYears)
        let limitYear = CivilTime(Date(timeIntervalSince1970: TimeInterval(limit.secondsSince1970))).year
        // The latest year with these digits, unless its day lies past the limit: then the one before it.
        let latest = limitYear - (limitYear - year + 100) % 100
        for year in [latest, latest - 100] {
            guard let moment = HTTPDate(day: date[0], date[1], year, timeOfDay), moment <= limit else { continue }
            self = moment
            return
        }
        return nil
    }

    /// The number that so many digits make, nil for anything else.
    private static func number(_ text: some StringProtocol, digits: Int) -> Int? {
        text.utf8.count == digits && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }

    /// In mean years of the Gregorian calendar.
    private static let fiftyYears = 50 * 31_556_952

    private static let weekdays: [Substring] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let longWeekdays: [Substring] = [
        "Monday,", "Tuesday,", "Wednesday,", "Thursday,", "Friday,", "Saturday,", "Sunday,",
    ]
    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
