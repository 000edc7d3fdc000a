/// Dates and times as the value class pattern writes them.
///
/// <https://microformats.org/wiki/value-class-pattern#Date_and_time_values>
enum DateTimeText {
    /// A time of day.
    struct Time: Equatable {
        /// `19:00` or `19:00:30`.
        let clock: String
        /// `Z` or `-0800`.
        let zone: String?
    }

    /// A date and a time with what stood between them.
    struct Moment: Equatable {
        /// `2013-02-03`.
        let date: String
        let separator: String
        let time: Time

        var text: String { date + separator + time.clock + (time.zone ?? "") }
    }

    /// The text as a date, `2013-02-03` or `2013-034`, or nil for any other.
    static func date(_ text: String) -> String? {
        var cursor = Cursor(text)
        return cursor.date() != nil && cursor.isAtEnd ? text : nil
    }

    /// Reads `19:00`, `19:00:30.5`, `7pm`, `7:30 p.m.` and the like, perhaps with a zone, or gives nil.
    static func time(_ text: String) -> Time? {
        var cursor = Cursor(text)
        guard let time = cursor.time(), cursor.isAtEnd else { return nil }
        return time
    }

    /// Reads `Z`, `-08`, `-0800`, `-8:00` and the like as `Z` or `-0800`, or gives nil.
    static func zone(_ text: String) -> String? {
        var cursor = Cursor(text)
        guard let zone = cursor.zone(), cursor.isAtEnd else { return nil }
        return zone
    }

    /// Reads a date and a time with `T` or a space between them, or gives nil.
    static func moment(_ text: String) -> Moment? {
        var cursor = Cursor(text)
        guard let date = cursor.date() else { return nil }
        let separator = cursor.accept("T") ? "T" : cursor.accept(" ") ? " " : ""
        guard !separator.isEmpty, let time = cursor.time(), cursor.isAtEnd else { return nil }
        return Moment(date: date, separator: separator, time: time)
    }
}

/// Reads a text of a few dozen bytes from left to right.
private struct Cursor {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        // Nothing longer is a date; a foreign page may well have megabytes here.
        bytes = Array(text.utf8.prefix(80))
    }

    var isAtEnd: Bool { position == bytes.count }

    /// Steps over a text, whatever its case, if it is next.
    mutating func accept(_ text: String) -> Bool {
        let end = position + text.utf8.count
        guard end <= bytes.count else { return false }
        let isNext = zip(bytes[position..<end], text.utf8).allSatisfy { Self.lower($0) == Self.lower($1) }
        if isNext { position = end }
        return isNext
    }

    /// The number of digits that are next, at most `limit` of them.
    private func digitCount(upTo limit: Int) -> Int {
        bytes[position...].prefix(limit).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
    }

    /// Takes as many digits as are there, if that is a permitted number of them.
    private mutating func digits(_ count: ClosedRange<Int>) -> Int? {
        let length = digitCount(upTo: count.upperBound)
        guard length >= count.lowerBound else { return nil }
        var number = 0
        for byte in bytes[position..<(position + length)] { number = number * 10 + Int(byte - UInt8(ascii: "0")) }
        position += length
        return number
    }

    /// A date as `YYYY-MM-DD`; of `YYYY-DDD` the month and day are worked out.
    mutating func date() -> String? {
        guard let year = digits(4...4), accept("-") else { return nil }
        if digitCount(upTo: 3) == 3 {
            guard let day = digits(3...3) else { return nil }
            return Self.date(year: year, dayOfYear: day)
        }
        guard let month = digits(2...2), accept("-"), let day = digits(2...2) else { return nil }
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        return "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(day))"
    }

    mutating func time() -> DateTimeText.Time? {
        guard var hour = digits(1...2), hour <= 24 else { return nil }
        var minute = 0
        var seconds = ""
        if accept(":") {
            guard let read = digits(2...2), read < 60 else { return nil }
            minute = read
            if accept(":") {
                guard let second = digits(2...2), second <= 60 else { return nil }
                seconds = ":" + Self.padded(second)
                if accept(".") { guard digits(1...9) != nil else { return nil } }
            }
        }
        let beforeSpace = position
        _ = accept(" ")
        if accept("pm") || accept("p.m.") {
            if hour < 12 { hour += 12 }
        } else if accept("am") || accept("a.m.") {
            if hour == 12 { hour = 0 }
        } else {
            position = beforeSpace
        }
        let beforeZone = position
        _ = accept(" ")
        let zone = zone()
        if zone == nil { position = beforeZone }
        return DateTimeText.Time(clock: "\(Self.padded(hour)):\(Self.padded(minute))\(seconds)", zone: zone)
    }

    mutating func zone() -> String? {
        if accept("Z") { return "Z" }
        let sign = accept("+") ? "+" : accept("-") ? "-" : ""
        guard !sign.isEmpty else { return nil }
        // Of three digits the last two are the minutes.
        let isShort = digitCount(upTo: 4) == 3
        guard let hour = isShort ? digits(1...1) : digits(1...2) else { return nil }
        let hasColon = accept(":")
        guard hasColon || digitCount(upTo: 2) > 0 else { return sign + Self.padded(hour) + "00" }
        guard let minute = digits(2...2) else { return nil }
        return sign + Self.padded(hour) + Self.padded(minute)
    }

    private static func date(year: Int, dayOfYear: Int) -> String? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        var day = dayOfYear
        for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
            if day >= 1, day <= length { return "\(padded(year, 4))-\(padded(index + 1))-\(padded(day))" }
            day -= length
        }
        return nil
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
