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

    /// Stand before and after a match where ``Excerpt`` marks it. No text needs them, and in one that has them they cannot
    /// become more than marks.
    static let open = "\u{2}"
    static let close = "\u{3}"
    private static let marks: (open: UInt8, close: UInt8) = (2, 3)

    /// Reads a text with marks.
    init(marked text: String) {
        var parts: [Part] = []
        var isMatch = false
        let bytes = text.utf8
        let isMark = { (byte: UInt8) in byte == Self.marks.open || byte == Self.marks.close }
        for run in bytes.split(omittingEmptySubsequences: false, whereSeparator: isMark) {
            if run.startIndex > text.startIndex {
                isMatch = bytes[bytes.index(before: run.startIndex)] == Self.marks.open
            }
            if !run.isEmpty { parts.append(Part(text: String(Substring(run)), isMatch: isMatch)) }
        }
        self.parts = parts
    }
}
