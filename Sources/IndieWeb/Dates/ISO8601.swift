package import Foundation

/// A moment as ISO 8601 and microformats write it, with the offset that its author chose.
///
/// `2025-11-18T20:10:00+01:00`, and what clients make of it: `Z`, `+0100` or `+01`, a space for the `T`, no seconds, a
/// fraction, the day alone, the basic format `20251118T201000+0100`, or one format for the day and the other for the time.
/// Without an offset it is UTC.
///
/// A leap second, `23:59:60`, is told as the second before it.
///
/// An offset without a sign, after a space, is one east of UTC: its `+` was sent in a form without being escaped, where it
/// stands for a space.
package struct ISO8601: Sendable, Equatable {
    /// The text as it was written, with the `+` that a form has taken from it.
    package let text: String
    /// The moment, in seconds since 1970 in UTC.
    package let secondsSince1970: Double
    /// Seconds east of UTC, nil when the text does not say.
    package let offset: Int?

    /// Reads a text, or gives nil when it names no moment of the years 0 to 9999.
    package init?(_ text: String) {
        var reader = ISO8601Reader(text)
        guard let seconds = reader.moment(), reader.isAtEnd, Self.supported.contains(seconds) else { return nil }
        (secondsSince1970, offset) = (seconds, reader.offset)
        self.text = reader.lacksSign ? Self.withPlus(text) : text
    }

    /// The text with a `+` for its last space.
    private static func withPlus(_ text: String) -> String {
        text.lastIndex(of: " ").map { "\(text[..<$0])+\(text[$0...].dropFirst())" } ?? text
    }

    /// The moment.
    package var date: Date { Date(timeIntervalSince1970: secondsSince1970) }

    /// What has a year of four digits in UTC.
    private static let supported = -62_167_219_200.0..<253_402_300_800.0
}

/// Reads a time from left to right.
private struct ISO8601Reader {
    private var rest: Substring.UTF8View
    private(set) var offset: Int?
    /// Whether a space stands where the sign of the offset was.
    private(set) var lacksSign = false

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Seconds since 1970, nil when the text does not start with a day and a time of day.
    mutating func moment() -> Double? {
        guard let year = number(digits: 4) else { return nil }
        let isExtended = skip("-")
        guard let month = number(digits: 2), skip("-") == isExtended, let day = number(digits: 2) else { return nil }
        var (hour, minute, second, fraction) = (0, 0, 0, 0.0)
        // Eight digits alone may be anything.
        if !isExtended || !isAtEnd {
            guard skip("T") || skip("t") || skip(" "), let hours = number(digits: 2) else { return nil }
            let hasColons = skip(":")
            guard let minutes = number(digits: 2) else { return nil }
            (hour, minute) = (hours, minutes)
            if hasColons ? skip(":") : isAtDigit {
                guard let seconds = number(digits: 2) else { return nil }
                second = seconds
                if skip(".") || skip(",") {
                    guard let part = self.fraction() else { return nil }
                    fraction = part
                }
            }
            guard readOffset() else { return nil }
        }
        // RFC 3339 allows the leap second 60, which Unix time does not count. As 59 it stays in the day that is written.
        if second == 60 { second = 59 }
        guard
            let time = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        return time.date.timeIntervalSince1970 - Double(offset ?? 0) + fraction
    }

    /// Nothing, `Z`, `+01:00`, `+0100` or `+01`, perhaps after a space; after one also `01:00` or `0100`. False for anything
    /// else.
    private mutating func readOffset() -> Bool {
        guard !isAtEnd else { return true }
        let hasSpace = skip(" ")
        if skip("Z") || skip("z") {
            offset = 0
            return true
        }
        lacksSign = hasSpace && isAtDigit
        let sign = skip("-") ? -1 : 1
        guard sign == -1 || skip("+") || lacksSign, let hours = number(digits: 2), hours < 24 else { return false }
        var minutes = 0
        if lacksSign || !isAtEnd {
            _ = skip(":")
            guard let number = number(digits: 2), number < 60 else { return false }
            minutes = number
        }
        offset = sign * (hours * 3_600 + minutes * 60)
        return true
    }

    private var isAtDigit: Bool { rest.first.map(Self.digits.contains) ?? false }

    private mutating func skip(_ character: Character) -> Bool {
        guard rest.first == character.asciiValue else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// The digits after the point, nil when there are none.
    ///
    /// Nines without end would be rounded up into the next second.
    private mutating func fraction() -> Double? {
        var (fraction, unit, count) = (0.0, 0.1, 0)
        while let digit = digit() {
            fraction += Double(digit) * unit
            unit /= 10
            count += 1
        }
        return count > 0 ? min(fraction, 0.999_999) : nil
    }

    private mutating func digit() -> Int? {
        guard isAtDigit, let byte = rest.popFirst() else { return nil }
        return Int(byte - UInt8(ascii: "0"))
    }

    private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}
