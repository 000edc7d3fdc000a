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
            excerpt = Self.cut(markdown.prefix(1_000), to: 200)
            return
        }
        if Self.startsWithTitle(markdown), let heading = tree.leadingHeading {
            let title = heading.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            name = title.isEmpty ? nil : title
            tree.removeLeadingHeading()
        } else {
            name = nil
        }
        let text = tree.plainText
        firstLine = Self.firstLine(of: text)
        excerpt = Self.cut(text.prefix(1_000), to: 200)
    }

    /// Whether the first line that is not empty starts with `#`.
    static func startsWithTitle(_ markdown: String) -> Bool {
        markdown.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" } == "#"
    }

    private static func firstLine(of text: String) -> String {
        cut(text.drop(while: \.isWhitespace).prefix { !$0.isNewline }.prefix(1_000), to: 100)
    }

    /// The text on one line, cut after a word, with `…` where it goes on.
    private static func cut(_ text: Substring, to limit: Int) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard line.count > limit else { return line }
        let head = line.prefix(limit - 1)
        let endsWord = line[head.endIndex] == " "
        let lastSpace = head.lastIndex(of: " ")
        // A text without spaces, such as Japanese, is cut where it must be.
        let kept = endsWord ? head : lastSpace.map { head[..<$0] } ?? head
        return kept + "…"
    }
}
