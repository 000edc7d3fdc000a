package import Foundation
import IndieWeb

/// A moment as a column holds it: the text, kept as it is, and what it means.
///
/// Python releases wrote three forms: `2025-11-18 20:10:00`, the same with a fraction, and `2025-11-18T20:10:00+00:00`.
/// A time without an offset is UTC.
package struct StoredTimestamp: Sendable, Equatable {
    /// The text of the column.
    package let text: String
    /// The moment it names.
    package let date: Date

    /// Reads a column, or gives nil for a text that names no moment.
    package init?(_ text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.skip("-"), let month = reader.number(digits: 2),
            reader.skip("-"), let day = reader.number(digits: 2)
        else { return nil }
        var (hour, minute, second, fraction, offset) = (0, 0, 0, 0.0, 0)
        if !reader.isAtEnd {
            guard reader.skip(" ") || reader.skip("T"), let hours = reader.number(digits: 2), reader.skip(":"),
                let minutes = reader.number(digits: 2)
            else { return nil }
            (hour, minute) = (hours, minutes)
            if reader.skip(":") {
                guard let seconds = reader.number(digits: 2) else { return nil }
                second = seconds
                if reader.skip(".") { fraction = reader.fraction() }
            }
            guard let seconds = reader.offset() else { return nil }
            offset = seconds
        }
        guard reader.isAtEnd,
            let time = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self.text = text
        date = time.date.addingTimeInterval(fraction - TimeInterval(offset))
    }
}

extension StoredTimestamp {
    /// Stands in for a column that holds no moment.
    static let unknown = StoredTimestamp(text: "", date: Date(timeIntervalSince1970: 0))

    private init(text: String, date: Date) {
        self.text = text
        self.date = date
    }
}

/// Reads a timestamp from left to right.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Character) -> Bool {
        guard rest.first == character.asciiValue else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    mutating func fraction() -> Double {
        var (fraction, unit) = (0.0, 0.1)
        while let digit = digit() {
            fraction += Double(digit) * unit
            unit /= 10
        }
        return fraction
    }

    /// Seconds east of UTC: nothing, `Z`, `+01:00` or `+0100`. Nil for anything else.
    mutating func offset() -> Int? {
        if isAtEnd || skip("Z") { return 0 }
        let sign = skip("-") ? -1 : 1
        guard sign == -1 || skip("+"), let hours = number(digits: 2) else { return nil }
        _ = skip(":")
        guard let minutes = number(digits: 2) else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        rest.removeFirst()
        return Int(byte - UInt8(ascii: "0"))
    }
}
