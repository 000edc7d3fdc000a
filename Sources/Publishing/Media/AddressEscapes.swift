import IndieWeb

/// What stands for the characters of an address in a text, and is not in the address that a browser asks for.
///
/// Markdown has backslashes and character references (CommonMark 0.31.2, sections 2.4 and 2.5), HTML the references (HTML
/// Standard, section 13.5), stylesheets have backslashes of their own (CSS Syntax Module Level 3, section 4.3.7), addresses have percent-encoding (RFC 3986, section 2.1), and tabs and line breaks in them are passed
/// over (URL Standard, section 4.4).
struct AddressEscapes {
    /// How often one can stand for another: in Markdown or HTML, as a line break, in an address, and in one that is part of its
    /// query.
    static let depth = 4

    private let text: [UInt8]
    private var index = 0

    private init(_ text: [UInt8]) { self.text = text }

    /// A text with what its escapes stand for, one time over, of whatever kind they are; nil when it has none.
    ///
    /// No attention is paid to which of them count where they stand: more is undone than anybody undoes, in time that grows with
    /// the text alone.
    static func undone(in text: [UInt8]) -> [UInt8]? {
        guard text.indices.contains(where: { mayBegin(at: $0, in: text) }) else { return nil }
        var escapes = AddressEscapes(text)
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        while let byte = escapes.byte() {
            escapes.index += 1
            switch byte {
            case _ where isBreak(byte): break
            case UInt8(ascii: "\\"): plain.append(escapes.backslashed() ?? byte)
            case UInt8(ascii: "%"): plain.append(escapes.percentEncodedByte() ?? byte)
            case UInt8(ascii: "&"): plain += escapes.reference() ?? [byte]
            default: plain.append(byte)
            }
        }
        // Every escape is longer than what it stands for.
        return plain.count < text.count ? plain : nil
    }

    /// Whether an escape may begin there.
    private static func mayBegin(at index: Int, in text: [UInt8]) -> Bool {
        switch text[index] {
        case UInt8(ascii: "\\"), UInt8(ascii: "%"), UInt8(ascii: "&"): true
        case let byte where isBreak(byte): divides(index, of: text)
        default: false
        }
    }

    /// Whether a break divides what may be a UUID, among other breaks perhaps. Nearly every text has line breaks, and few have
    /// such a one.
    private static func divides(_ index: Int, of text: [UInt8]) -> Bool {
        let (shortest, farthest) = (8, 64)
        func count(_ bytes: some Sequence<UInt8>) -> Int {
            bytes.lazy.filter { !isBreak($0) }.prefix(shortest).prefix(while: isPartOfUUID).reduce(0) { count, _ in
                count + 1
            }
        }
        let before = count(text[..<index].suffix(farthest).reversed())
        guard before > 0 else { return false }
        let after = count(text[index...].prefix(farthest))
        return after > 0 && before + after >= shortest
    }

    private static func isBreak(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private static func isPartOfUUID(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte.hexDigit != nil
    }

    /// The byte at a distance from the next one, nil beyond the end.
    private func byte(_ distance: Int = 0) -> UInt8? {
        index + distance < text.count ? text[index + distance] : nil
    }

    /// What a backslash and what follows it stand for, in Markdown or in CSS.
    private mutating func backslashed() -> UInt8? {
        switch byte() {
        case let byte? where 0x21...0x2F ~= byte || 0x3A...0x40 ~= byte || 0x5B...0x60 ~= byte || 0x7B...0x7E ~= byte:
            index += 1
            return byte
        case let byte? where byte.hexDigit != nil: return codePoint()
        default: return nil
        }
    }

    /// What up to six digits stand for in CSS, with the blank that ends them.
    private mutating func codePoint() -> UInt8? {
        var (number, length) = (0, 0)
        while length < 6, let digit = byte(length)?.hexDigit {
            number = number << 4 | Int(digit)
            length += 1
        }
        // An address of ours is in ASCII.
        guard let character = UInt8(exactly: number), 0x20...0x7E ~= character else { return nil }
        index += length
        if let next = byte(), next == 0x20 || Self.isBreak(next) { index += 1 }
        return character
    }

    /// What two digits behind `%` stand for.
    private mutating func percentEncodedByte() -> UInt8? {
        guard let high = byte(0)?.hexDigit, let low = byte(1)?.hexDigit else { return nil }
        index += 2
        return high << 4 | low
    }

    /// What a number or a name behind `&` stands for, in UTF-8.
    private mutating func reference() -> [UInt8]? {
        if byte() == UInt8(ascii: "#") { return numericReference() }
        let name = text[index...].prefix(Self.longestName + 1).prefix { $0 != UInt8(ascii: ";") }
        guard byte(name.count) == UInt8(ascii: ";"), let character = Self.named[String(decoding: name, as: UTF8.self)]
        else {
            return nil
        }
        index += name.count + 1
        return [character]
    }

    /// `#45` or `#x2d`. HTML takes as many digits as there are, and does without the semicolon.
    private mutating func numericReference() -> [UInt8]? {
        let isHexadecimal = byte(1).map { $0 | 0x20 } == UInt8(ascii: "x")
        let radix: UInt32 = isHexadecimal ? 16 : 10
        var length = isHexadecimal ? 2 : 1
        let start = length
        var number: UInt32 = 0
        while let digit = byte(length)?.hexDigit, digit < radix {
            // No character has a number that is longer.
            number = min(number * radix + UInt32(digit), 0x11_0000)
            length += 1
        }
        guard length > start else { return nil }
        index += length + (byte(length) == UInt8(ascii: ";") ? 1 : 0)
        return Array(String(Unicode.Scalar(number) ?? "\u{FFFD}").utf8)
    }

    /// The names of all ASCII characters that have one (HTML Standard, section 13.5). A hyphen, a digit and a letter have none.
    private static let named: [String: UInt8] = [
        "Tab": 0x09, "NewLine": 0x0A, "excl": 0x21, "quot": 0x22, "QUOT": 0x22, "num": 0x23, "dollar": 0x24,
        "percnt": 0x25,
        "amp": 0x26, "AMP": 0x26, "apos": 0x27, "lpar": 0x28, "rpar": 0x29, "ast": 0x2A, "midast": 0x2A, "plus": 0x2B,
        "comma": 0x2C, "period": 0x2E, "sol": 0x2F, "colon": 0x3A, "semi": 0x3B, "lt": 0x3C, "LT": 0x3C, "equals": 0x3D,
        "gt": 0x3E, "GT": 0x3E, "quest": 0x3F, "commat": 0x40, "lsqb": 0x5B, "lbrack": 0x5B, "bsol": 0x5C, "rsqb": 0x5D,
        "rbrack": 0x5D, "Hat": 0x5E, "lowbar": 0x5F, "UnderBar": 0x5F, "grave": 0x60, "DiacriticalGrave": 0x60,
        "lcub": 0x7B, "lbrace": 0x7B, "verbar": 0x7C, "vert": 0x7C, "VerticalLine": 0x7C, "rcub": 0x7D, "rbrace": 0x7D,
    ]
    private static let longestName = "DiacriticalGrave".utf8.count
}
