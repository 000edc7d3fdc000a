/// How much a client likes something (RFC 9110, section 12.4.2): from 0, which it does not take, to 1.
package struct QualityValue: Sendable, Hashable, Comparable {
    /// The value in thousandths, which is as fine as the grammar goes.
    package let thousandths: Int

    /// What the client does not take.
    package static let unacceptable = QualityValue(thousandths: 0)
    /// The least that it still takes.
    package static let least = QualityValue(thousandths: 1)
    /// What it likes best, and what it means when it does not say.
    package static let full = QualityValue(thousandths: 1000)

    /// Reads a value such as `0.8`, or gives nil for one outside of the grammar.
    package init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard (1...5).contains(digits.count), let first = digits.first,
            first == UInt8(ascii: "0") || first == UInt8(ascii: "1")
        else { return nil }
        var fraction = 0
        if digits.count > 1 {
            guard digits[1] == UInt8(ascii: ".") else { return nil }
            var place = 100
            for digit in digits.dropFirst(2) {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
                fraction += Int(digit - UInt8(ascii: "0")) * place
                place /= 10
            }
        }
        let value = Int(first - UInt8(ascii: "0")) * 1000 + fraction
        guard value <= 1000 else { return nil }
        self.init(thousandths: value)
    }

    private init(thousandths: Int) {
        self.thousandths = thousandths
    }

    /// Whether the client likes one less than the other.
    package static func < (left: QualityValue, right: QualityValue) -> Bool { left.thousandths < right.thousandths }
}
