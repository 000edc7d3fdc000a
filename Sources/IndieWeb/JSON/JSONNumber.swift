/// A JSON number as it was written: `45.524330801154` stays so (RFC 8259, section 6).
///
/// Two numbers are equal when their texts are: `1` and `1.0` differ, and their ``normalized`` forms do not.
package struct JSONNumber: Sendable, Hashable {
    /// The text, which follows the grammar of section 6.
    package let text: String

    /// A whole number.
    package init(_ number: Int) {
        text = String(number)
    }

    /// The number that a text writes, or nil when JSON has no such number: `01`, `+1`, `.5`, `NaN`.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, Self.length(in: bytes, from: 0) == bytes.count else { return nil }
        self.text = text
    }

    init(checked text: String) {
        self.text = text
    }

    /// The value when it is a whole number without fraction and exponent that fits.
    package var intValue: Int? { Int(text) }

    /// The nearest binary fraction; infinite when it is too large for one.
    package var doubleValue: Double { Double(text) ?? 0 }

    /// How many bytes a number takes from a position on; nil when none is there.
    static func length(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        func byte() -> UInt8? { index < bytes.count ? bytes[index] : nil }
        func skipDigits() -> Bool {
            let first = index
            while let digit = byte(), (0x30...0x39).contains(digit) { index += 1 }
            return index > first
        }
        if byte() == UInt8(ascii: "-") { index += 1 }
        if byte() == UInt8(ascii: "0") {
            index += 1
        } else if !skipDigits() {
            return nil
        }
        if byte() == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() else { return nil }
        }
        if byte() == UInt8(ascii: "e") || byte() == UInt8(ascii: "E") {
            index += 1
            if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { index += 1 }
            guard skipDigits() else { return nil }
        }
        return index - start
    }
}
