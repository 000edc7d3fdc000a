import Algorithms

/// Words from outside on their way into an FTS5 query (https://www.sqlite.org/fts5.html#full_text_query_syntax).
enum FullTextQuery {
    /// A query for texts that hold all these words; nil where there is no word.
    ///
    /// Each word is a string in quotes, in which nothing has a meaning but the quote, which is doubled. One that comes again
    /// counts once, or texts that have it often would be read as often as somebody repeats it.
    ///
    /// - Parameters:
    ///   - text: what somebody typed.
    ///   - isUnfinished: whether the last word may be the beginning of one. That costs many times as much where many words
    ///     begin so.
    /// - Returns: the query.
    static func matchingAll(_ text: String, isUnfinished: Bool = true) -> String? {
        let words = text.split { !($0.isLetter || $0.isNumber) }.prefix(32)
            .reversed().uniqued { $0.lowercased() }.reversed()
        guard !words.isEmpty else { return nil }
        return words.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: " ")
            + (isUnfinished ? "*" : "")
    }
}
