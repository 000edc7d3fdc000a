/// The scope words of an access token (RFC 6749, section 3.3): exact words, in no meaningful order.
package struct Scope: Sendable, Equatable {
    /// The words, each once, in the order they were given.
    package let words: [String]

    /// The words of a list separated by spaces.
    package init(_ text: String) {
        var seen: Set<String> = []
        words = text.split(separator: " ").map(String.init).filter { seen.insert($0).inserted }
    }

    /// Whether the scope has a word; `createx` has not `create`.
    package func contains(_ word: String) -> Bool {
        words.contains { $0.utf8.elementsEqual(word.utf8) }
    }

    /// Whether there is no word, so that the token allows nothing.
    package var isEmpty: Bool { words.isEmpty }

    /// Whether both have the same words.
    package static func == (left: Scope, right: Scope) -> Bool { Set(left.words) == Set(right.words) }
}

extension Scope: CustomStringConvertible {
    /// The words, separated by spaces.
    package var description: String { words.joined(separator: " ") }
}
