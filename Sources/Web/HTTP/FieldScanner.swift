/// Reads what header fields are made of (RFC 9110, section 5.6), one piece after the other.
///
/// It works on bytes: the limits of the grammar are bytes, and a field may hold some that are no UTF-8.
struct FieldScanner {
    private var rest: ArraySlice<UInt8>

    /// What a backslash in quotes does.
    enum Escapes {
        /// It makes any next character plain (RFC 9110, section 5.6.4).
        case any
        /// It makes a quote or a backslash plain and else stands for itself, as in `C:\picture.jpg`.
        case quotesAndBackslashes
    }

    init(_ bytes: some Sequence<UInt8>) {
        rest = ArraySlice(bytes)
    }

    init(_ text: some StringProtocol) {
        self.init(text.utf8)
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Skips spaces and tabs.
    mutating func skipWhitespace() {
        rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    /// Skips the text if it comes next, and says whether it did.
    mutating func skip(_ text: String) -> Bool {
        let isNext = rest.starts(with: text.utf8)
        if isNext { rest = rest.dropFirst(text.utf8.count) }
        return isNext
    }

    /// A token (section 5.6.2), nil when none comes next.
    mutating func token() -> String? {
        let token = rest.prefix(while: Self.isTokenByte)
        guard !token.isEmpty else { return nil }
        rest = rest.dropFirst(token.count)
        return String(decoding: token, as: UTF8.self)
    }

    /// What stands in the quotes that come next, nil when there are none or they do not end.
    mutating func quotedString(escapes: Escapes = .any) -> [UInt8]? {
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        var text: [UInt8] = []
        var index = rest.startIndex + 1
        while index < rest.endIndex {
            var byte = rest[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                rest = rest[index...]
                return text
            }
            if byte == UInt8(ascii: "\\"), index < rest.endIndex {
                let next = rest[index]
                if escapes == .any || next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") {
                    byte = next
                    index += 1
                }
            }
            guard byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t") else { return nil }
            text.append(byte)
        }
        return nil
    }

    /// Whether the parameter, and what it says, ends here.
    var isAtEndOfParameter: Bool {
        var scanner = self
        scanner.skipWhitespace()
        return scanner.isAtEnd || scanner.skip(";")
    }

    /// The visible ASCII characters up to the next space, quote or semicolon, nil when none comes next.
    mutating func restOfParameter() -> String? {
        let text = rest.prefix { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "\"") }
        guard !text.isEmpty else { return nil }
        rest = rest.dropFirst(text.count)
        return String(decoding: text, as: UTF8.self)
    }

    /// An opaque tag with its quotes (section 8.8.3), in which a backslash is a character like any other.
    mutating func opaqueTag() -> ArraySlice<UInt8>? {
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        let inner = rest.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != 0x7F }
        guard inner.endIndex < rest.endIndex, rest[inner.endIndex] == UInt8(ascii: "\"") else { return nil }
        let tag = rest[...inner.endIndex]
        rest = rest[tag.endIndex...]
        return tag
    }

    /// Digits as a number, nil when none come next. One too large for `Int` becomes `Int.max`.
    mutating func number() -> Int? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        return Int(String(decoding: digits, as: UTF8.self)) ?? .max
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            tokenMarks.contains(byte)
        }
    }

    private static let tokenMarks = Array("!#$%&'*+-.^_`|~".utf8)
}
