/// One token of SQL text, with its place in the text's UTF-8 bytes.
///
/// The lexical rules are those of SQLite (https://www.sqlite.org/lang_keywords.html, tokenize.c): comments and white
/// space separate tokens and are dropped; identifiers may be quoted in four ways.
struct SQLToken: Equatable, Sendable {
    enum Kind: Sendable {
        case word
        case quotedIdentifier
        case string
        case number
        case symbol
    }

    let kind: Kind
    /// The token as it compares: words and identifiers unquoted and in lower case, all else as written.
    let text: String
    /// Where the token stands, as offsets into the UTF-8 bytes of the statement.
    let range: Range<Int>

    /// True for a bare keyword or identifier with this lower-case spelling.
    func isWord(_ spelling: String) -> Bool { kind == .word && text == spelling }

    func isSymbol(_ spelling: String) -> Bool { kind == .symbol && text == spelling }

    /// The lower-case name of a column, a table or an index, where the token can stand for one: SQLite takes a string for one,
    /// too (https://www.sqlite.org/quirks.html#dblquote).
    var name: String? {
        switch kind {
        case .word, .quotedIdentifier: text
        case .string: text.dropFirst().dropLast().lowercased()
        case .number, .symbol: nil
        }
    }

    /// All tokens of a statement. Never fails: an unterminated literal ends with the text.
    static func all(in sql: String) -> [SQLToken] {
        var scanner = SQLScanner(bytes: Array(sql.utf8))
        var tokens: [SQLToken] = []
        while let token = scanner.next() {
            tokens.append(token)
        }
        return tokens
    }

    /// The tokens joined by single spaces: two statements that differ in layout, comments, quoting or the case of
    /// their words have the same canonical text.
    static func canonical(_ tokens: some Sequence<SQLToken>) -> String {
        tokens.map(\.text).joined(separator: " ")
    }
}

private struct SQLScanner {
    let bytes: [UInt8]
    var position = 0

    mutating func next() -> SQLToken? {
        skipBlanksAndComments()
        guard position < bytes.count else { return nil }
        let start = position
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "'"):
            skipQuoted(until: byte)
            return token(.string, text(start..<position), start)
        case UInt8(ascii: "\""), UInt8(ascii: "`"):
            skipQuoted(until: byte)
            return token(.quotedIdentifier, unquoted(start..<position, quote: byte), start)
        case UInt8(ascii: "["):
            skipQuoted(until: UInt8(ascii: "]"))
            return token(.quotedIdentifier, unquoted(start..<position, quote: UInt8(ascii: "]")), start)
        case _ where Self.isDigit(byte):
            skip { Self.isWordByte($0) || $0 == UInt8(ascii: ".") }
            return token(.number, text(start..<position).lowercased(), start)
        case _ where Self.isWordByte(byte):
            skip(while: Self.isWordByte)
            return token(.word, text(start..<position).lowercased(), start)
        default:
            position += Self.operators.first { starts(with: $0) }?.utf8CodeUnitCount ?? 1
            return token(.symbol, text(start..<position), start)
        }
    }

    private func token(_ kind: SQLToken.Kind, _ text: String, _ start: Int) -> SQLToken {
        SQLToken(kind: kind, text: text, range: start..<position)
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func unquoted(_ range: Range<Int>, quote: UInt8) -> String {
        var inner: [UInt8] = []
        var index = range.lowerBound + 1
        while index < range.upperBound {
            if bytes[index] == quote {
                guard index + 1 < range.upperBound, bytes[index + 1] == quote else { break }
                index += 1
            }
            inner.append(bytes[index])
            index += 1
        }
        return String(decoding: inner, as: UTF8.self).lowercased()
    }

    private mutating func skip(while condition: (UInt8) -> Bool) {
        while position < bytes.count, condition(bytes[position]) { position += 1 }
    }

    /// Moves past a quoted run whose quote is doubled when it stands for itself.
    private mutating func skipQuoted(until quote: UInt8) {
        position += 1
        while position < bytes.count {
            if bytes[position] == quote {
                position += 1
                guard position < bytes.count, bytes[position] == quote else { return }
            }
            position += 1
        }
    }

    private mutating func skipBlanksAndComments() {
        while position < bytes.count {
            if Self.isBlank(bytes[position]) {
                position += 1
            } else if starts(with: "--") {
                skip { $0 != UInt8(ascii: "\n") }
            } else if starts(with: "/*") {
                position += 2
                while position < bytes.count, !starts(with: "*/") { position += 1 }
                position = min(position + 2, bytes.count)
            } else {
                return
            }
        }
    }

    /// The operators of more than one character, a longer one before its beginning
    /// (https://www.sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes).
    private static let operators: [StaticString] = ["->>", "->", "<>", "<=", "<<", ">=", ">>", "==", "!=", "||"]

    private func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
