/// What a note is called and how it begins, in words without markup.
package struct MarkdownSummary: Sendable, Equatable {
    /// The title that the author wrote: a heading with `#` on the first line that is not empty. Nil for a plain note;
    /// `#hashtag` is none, for Markdown wants a space after the `#`.
    package let name: String?
    /// The first line of the text below the title, at most 100 characters.
    package let firstLine: String
    /// The beginning of the text below the title, at most 200 characters.
    package let excerpt: String

    /// Reads a note.
    package init(_ markdown: String) {
        guard var tree = MarkdownTree(markdown) else {
            name = nil
            firstLine = Self.firstLine(of: markdown)
            excerpt = Self.cut(markdown[...], to: 200)
            return
        }
        if Self.startsWithTitle(markdown), let heading = tree.leadingHeading {
            let title = Self.cut(heading[...], to: .max)
            name = title.isEmpty ? nil : title
            tree.removeLeadingHeading()
        } else {
            name = nil
        }
        let text = tree.plainText
        firstLine = Self.firstLine(of: text)
        excerpt = Self.cut(text[...], to: 200)
    }

    /// A summary of words without markup, below a title that the author wrote elsewhere.
    package init(name: String?, plainText: String) {
        self.name = name
        firstLine = Self.firstLine(of: plainText)
        excerpt = Self.cut(plainText[...], to: 200)
    }

    /// Whether the first line that is not empty starts with `#`.
    static func startsWithTitle(_ markdown: String) -> Bool {
        markdown.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" } == "#"
    }

    private static func firstLine(of text: String) -> String {
        let line = text.unicodeScalars.drop(while: isSpace).prefix { !isNewline($0) }
        return cut(Substring(line), to: 100)
    }

    /// The text on one line, cut after a word, with `…` where it goes on. It reads no further than it must.
    private static func cut(_ text: Substring, to limit: Int) -> String {
        var line = ""
        var length = 0
        // Bytes of the line up to the last word that leaves room for `…`.
        var kept = 0
        var rest = text.unicodeScalars
        while true {
            rest = rest.drop(while: isSpace)
            guard !rest.isEmpty else { return line }
            let word = Substring(rest.prefix { !isSpace($0) })
            rest = rest[word.endIndex...]
            let room = limit - length - (line.isEmpty ? 0 : 1)
            let count = characters(in: word, upTo: room)
            guard let count else {
                guard kept > 0 else {
                    // A text without spaces, such as Japanese, is cut where it must be.
                    return String((line.isEmpty ? word : line[...]).prefix(limit - 1)) + "…"
                }
                return String(decoding: line.utf8.prefix(kept), as: UTF8.self) + "…"
            }
            if !line.isEmpty { line += " " }
            line += word
            length = limit - room + count
            if length < limit { kept = line.utf8.count }
        }
    }

    /// How many characters a word has; nil when there are more than the limit.
    private static func characters(in word: Substring, upTo limit: Int) -> Int? {
        if word.utf8.allSatisfy({ $0 < 0x80 }) {
            let count = word.utf8.count
            return count <= limit ? count : nil
        }
        guard let end = word.index(word.startIndex, offsetBy: max(limit, 0), limitedBy: word.endIndex) else {
            return word.count
        }
        return end == word.endIndex ? limit : nil
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80 ? scalar == " " || (0x09...0x0D).contains(scalar.value) : scalar.properties.isWhitespace
    }

    private static func isNewline(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}
