extension MicroformatsParser {
    /// Section "parsing an e- property": the markup within an element with absolute addresses, and its text.
    mutating func markupValue(of element: HTMLElement) throws(WorkBudget.Exceeded) -> PropertyValue {
        var html = ""
        try append(element.children, of: element.name, depth: 0, to: &html)
        return .markup(html: html.trimmed, value: try text(of: element, images: .alternativeOrAddress))
    }

    private static let addresses: Set<String> = ["href", "src", "cite", "data", "poster"]

    private static let void: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
        "meta", "param", "source", "track", "wbr",
    ]

    /// Elements whose text is written as it is (HTML, section 13.3).
    private static let raw: Set<String> = [
        "style", "script", "xmp", "iframe", "noembed", "noframes", "plaintext",
    ]

    private mutating func append(
        _ nodes: [HTMLNode],
        of parent: String,
        depth: Int,
        to html: inout String
    ) throws(WorkBudget.Exceeded) {
        for (index, node) in nodes.enumerated() {
            switch node {
            case .text(let text):
                try budget.spend(WorkBudget.element + text.utf8.count)
                // The parser drops one line break after these, so the text's own needs another before it.
                let dropsLineBreak = parent == "pre" || parent == "textarea" || parent == "listing"
                if index == 0, depth > 0, dropsLineBreak, text.utf8.first == 0x0A { html += "\n" }
                if Self.raw.contains(parent) { html += text } else { HTMLText.append(text, to: &html) }
            case .element(let element):
                if depth < Self.maximumDepth { try append(element, depth: depth + 1, to: &html) }
            }
        }
    }

    private mutating func append(
        _ element: HTMLElement,
        depth: Int,
        to html: inout String
    ) throws(WorkBudget.Exceeded) {
        let name = element.name
        guard name != "template" else { return }
        try budget.spend(WorkBudget.element)
        html += "<\(name)"
        for (attribute, value) in element.attributes {
            let value = Self.addresses.contains(attribute) ? URLResolution.resolve(value, against: base) : value
            try budget.spend(WorkBudget.element + value.utf8.count)
            html += " \(attribute)=\""
            HTMLText.append(value, to: &html)
            html += "\""
        }
        html += ">"
        guard !Self.void.contains(name) || element.namespace != .html else { return }
        try append(element.children, of: name, depth: depth, to: &html)
        html += "</\(name)>"
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
