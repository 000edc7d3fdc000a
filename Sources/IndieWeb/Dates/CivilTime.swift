package import Foundation

/// A moment as people write it: year, month, day and time of day in Coordinated Universal Time.
///
/// Plain arithmetic on the proleptic Gregorian calendar, so it needs no locale, no time zone data and no formatter.
package struct CivilTime: Sendable, Equatable {
    /// The year, 2025.
    package var year: Int
    /// The month, 1 to 12.
    package var month: Int
    /// The day of the month, 1 to 31.
    package var day: Int
    /// The hour, 0 to 23.
    package var hour: Int
    /// The minute, 0 to 59.
    package var minute: Int
    /// The second, 0 to 59.
    package var second: Int

    /// Creates a time from its parts, or nil when there is no such day or time of day.
    package init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (0...9999).contains(year), (1...12).contains(month),
            (1...Self.days(inMonth: month, of: year)).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// The time of a moment; fractions of a second are dropped. What lies before the year 0 or after 9999 is told as the
    /// first or last moment between.
    package init(_ date: Date) {
        let seconds = Int(min(max(date.timeIntervalSince1970.rounded(.down), Self.first), Self.last))
        let days = seconds.flooredQuotient(by: 86_400)
        let rest = seconds - days * 86_400
        (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60)

        // Years are counted from March, so that the leap day is the last of its year, in eras of 400 years.
        let shifted = days + Self.daysToEpoch
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Seconds since 1970 of the first moment of the year 0, and of the last of the year 9999.
    private static let (first, last) = (-62_167_219_200.0, 253_402_300_799.0)

    /// The moment.
    package var date: Date {
        Date(timeIntervalSince1970: TimeInterval(daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second))
    }

    /// `2025-11-18T20:10:00+00:00`, as HTML, Atom and JSON Feed want it (RFC 3339).
    package var rfc3339: String {
        "\(calendarDate)T\(timeOfDay)+00:00"
    }

    /// `Tue, 18 Nov 2025 20:10:00 GMT`, as RSS and HTTP want it (RFC 822 with the year of RFC 2822, RFC 9110).
    package var rfc822: String {
        "\(Self.weekdays[weekday]), \(padded(day)) \(Self.months[month - 1]) \(padded(year, to: 4)) \(timeOfDay) GMT"
    }

    /// `18 November 2025`, for readers.
    package var longDate: String {
        "\(day) \(Self.monthNames[month - 1]) \(year)"
    }

    /// `2025-11-18`.
    package var calendarDate: String {
        "\(padded(year, to: 4))-\(padded(month))-\(padded(day))"
    }

    /// `20:10:00`.
    package var timeOfDay: String {
        "\(padded(hour)):\(padded(minute)):\(padded(second))"
    }

    /// `November` of 11; empty for a number that is no month.
    package static func monthName(_ month: Int) -> String {
        (1...12).contains(month) ? monthNames[month - 1] : ""
    }

    private var daysSince1970: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear.flooredQuotient(by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - Self.daysToEpoch
    }

    /// 0 for Sunday; 1 January 1970 was a Thursday.
    private var weekday: Int {
        let sinceSunday = daysSince1970 + 4
        return sinceSunday - sinceSunday.flooredQuotient(by: 7) * 7
    }

    private func padded(_ number: Int, to width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days from 1 March of the year 0 to 1 January 1970.
    private static let daysToEpoch = 719_468

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = monthNames.map { $0.prefix(3) }
    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

extension Int {
    /// The quotient rounded towards minus infinity, as dates before 1970 need it.
    fileprivate func flooredQuotient(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
