/// Reads `.env` files as python-dotenv does, since existing data folders come with one.
///
/// `KEY=value` a line; `export` before the key; comments; single quotes keep the text, double quotes know `\n`, `\t`, `\"`
/// and `\\`; a quoted value may span lines; ` #` ends an unquoted value; `${NAME}` and `${NAME:-default}` stand for a
/// value from above or from the environment, except in single quotes.
package struct DotEnv {
    /// Values by key; the last line wins.
    package private(set) var values: [String: String] = [:]
    /// Numbers of lines that are neither empty, comment nor setting.
    package private(set) var faultyLines: [Int] = []

    private var characters: [Character]
    private var position = 0
    private var line = 1
    private let environment: [String: String]

    /// Parses a file's text; `environment` is what `${NAME}` may refer to, beside the file itself.
    package init(parsing text: String, environment: [String: String] = [:]) {
        characters = Array(text.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
        self.environment = environment
        if characters.first == "\u{feff}" { position = 1 }
        while position < characters.count {
            parseLine()
        }
        characters = []
    }

    private var current: Character? { position < characters.count ? characters[position] : nil }

    private mutating func parseLine() {
        let start = line
        skip { $0 != "\n" && $0.isWhitespace }
        guard let first = current else { return }
        if first == "\n" || first == "#" {
            skipLine()
            return
        }
        var key = take { $0 != "=" && $0 != "\n" && $0 != "#" }.trimmed
        if key.hasPrefix("export"), key.dropFirst("export".count).first?.isWhitespace == true {
            key = String(key.dropFirst("export".count)).trimmed
        }
        // A name alone is a variable without a value.
        if current != "=", !key.isEmpty, key.allSatisfy({ !$0.isWhitespace }) {
            skipLine()
            return
        }
        guard current == "=", !key.isEmpty, key.allSatisfy({ !$0.isWhitespace }) else {
            faultyLines.append(start)
            skipLine()
            return
        }
        position += 1
        skip { $0 == " " || $0 == "\t" }
        guard let value = parseValue() else {
            faultyLines.append(start)
            skipLine()
            return
        }
        skip { $0 == " " || $0 == "\t" }
        guard current == nil || current == "\n" || current == "#" else {
            faultyLines.append(start)
            skipLine()
            return
        }
        values[key.unquoted] = value
        skipLine()
    }

    private mutating func parseValue() -> String? {
        switch current {
        case "'": parseQuoted("'")
        case "\"": parseQuoted("\"").map(expanded)
        default: expanded(takeUnquoted())
        }
    }

    private mutating func takeUnquoted() -> String {
        var value = ""
        while let character = current, character != "\n" {
            if character == "#", value.last?.isWhitespace == true { break }
            value.append(character)
            position += 1
        }
        return value.trimmed
    }

    private mutating func parseQuoted(_ quote: Character) -> String? {
        let (start, startLine) = (position, line)
        position += 1
        var value = ""
        while let character = current {
            position += 1
            if character == quote { return value }
            if character == "\n" { line += 1 }
            guard character == "\\", let next = current else {
                value.append(character)
                continue
            }
            position += 1
            value += Self.escape(next, in: quote)
        }
        (position, line) = (start, startLine)
        return nil
    }

    private static func escape(_ character: Character, in quote: Character) -> String {
        if character == quote || character == "\\" { return String(character) }
        guard quote == "\"" else { return "\\" + String(character) }
        return switch character {
        case "n": "\n"
        case "r": "\r"
        case "t": "\t"
        default: "\\" + String(character)
        }
    }

    private func expanded(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            let reference = rest[start.upperBound..<end]
            let name = reference.firstRange(of: ":-").map { reference[..<$0.lowerBound] } ?? reference
            let fallback = reference.firstRange(of: ":-").map { String(reference[$0.upperBound...]) } ?? ""
            result += rest[..<start.lowerBound]
            result += environment[String(name)] ?? values[String(name)] ?? fallback
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private mutating func skip(while condition: (Character) -> Bool) {
        while let character = current, condition(character) { position += 1 }
    }

    private mutating func skipLine() {
        skip { $0 != "\n" }
        if current != nil {
            position += 1
            line += 1
        }
    }

    private mutating func take(while condition: (Character) -> Bool) -> String {
        let start = position
        skip(while: condition)
        return String(characters[start..<position])
    }
}

extension String {
    fileprivate var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    fileprivate var unquoted: String {
        count >= 2 && (first == "'" || first == "\"") && first == last ? String(dropFirst().dropLast()) : self
    }
}
