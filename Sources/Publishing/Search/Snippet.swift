/// Words of a post around what a search found.
package struct Snippet: Sendable, Equatable {
    /// A run of text.
    package struct Part: Sendable, Equatable {
        /// The text, without markup.
        package let text: String
        /// Whether it is what was searched for.
        package let isMatch: Bool
    }

    /// The text, part by part.
    package let parts: [Part]

    /// Stand before and after a match where SQLite marks it. No text needs them, and in one that has them they cannot
    /// become more than marks.
    static let open = "\u{2}"
    static let close = "\u{3}"

    /// Reads a text with marks.
    init(marked text: String) {
        var parts: [Part] = []
        var isMatch = false
        for run in text.split(omittingEmptySubsequences: false, whereSeparator: { Self.marks.contains($0) }) {
            if run.startIndex > text.startIndex { isMatch = text[text.index(before: run.startIndex)] == "\u{2}" }
            if !run.isEmpty { parts.append(Part(text: String(run), isMatch: isMatch)) }
        }
        self.parts = parts
    }

    private static let marks: Set<Character> = ["\u{2}", "\u{3}"]
}
