extension HTMLText {
    /// The words of a piece of HTML, a line for each line that a reader sees, without what a reader does not see.
    ///
    /// - Returns: nil for a text that ``HTMLDocument`` refuses to parse.
    package static func plain(_ html: String) -> String? {
        guard let document = HTMLDocument(html, as: .fragment) else { return nil }
        var text = ""
        document.withRoot { append(wordsOf: $0.children, depth: 0, to: &text) }
        return text
    }

    /// Where reading stops going deeper: it recurses, and stacks are finite.
    private static let maximumDepth = 200

    private static let inline: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
        "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    ]

    private static func append(wordsOf nodes: [HTMLNode], depth: Int, to text: inout String) {
        guard depth < maximumDepth else { return }
        for node in nodes {
            switch node {
            case .text(let run):
                text += run
            case .element(let element):
                let name = element.name
                guard element.namespace == .html, !HTMLPolicy.dropped.contains(name) else { continue }
                append(wordsOf: element.children, depth: depth + 1, to: &text)
                if !inline.contains(name), !text.hasSuffix("\n") { text += "\n" }
            }
        }
    }
}
