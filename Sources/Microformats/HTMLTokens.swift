/// Attributes that hold a set of words, as `class` and `rel` do.
enum HTMLTokens {
    /// The words, each once, in order (HTML, section 2.3.7).
    static func split(_ text: String) -> [String] {
        var seen: Set<Substring> = []
        return text.unicodeScalars.split { isSpace($0) }.compactMap { scalars in
            let word = Substring(scalars)
            return seen.insert(word).inserted ? String(word) : nil
        }
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar == "\u{C}"
    }
}
