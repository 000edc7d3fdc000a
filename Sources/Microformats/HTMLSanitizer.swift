/// Rebuilds markup from the elements, attributes and addresses of an allow-list (``HTMLPolicy``), and nothing else.
///
/// The input is parsed as a browser parses it, and the output is written from that tree, never cut from the input; so
/// it is well-formed, and what is judged is what a browser would see. No class survives but the few that
/// ``HTMLPolicy/isAllowedClass(_:on:)`` names, so a text cannot pass itself off as an h-card or a second h-entry.
package struct HTMLSanitizer: Sendable {
    /// The address that relative ones are resolved against; nil leaves them as they are.
    ///
    /// With a path alone (`/note/first-light`) the results are paths, and links within the page keep their `#fragment`.
    package var base: URLReference?
    /// Put before every `id` and every link to one, so that texts on one page cannot collide, nor take the page's own.
    package var idPrefix: String
    /// The highest heading level the text may use; higher ones are lowered to it.
    package var topHeading: Int

    /// Creates a sanitiser.
    package init(base: URLReference? = nil, idPrefix: String = "", topHeading: Int = 1) {
        self.base = base
        self.idPrefix = idPrefix
        self.topHeading = topHeading
    }

    /// The clean markup, or nil for a text that ``HTMLDocument`` refuses to parse.
    package func sanitize(_ html: String) -> SanitizedHTML? {
        guard let document = HTMLDocument(html, as: .fragment) else { return nil }
        var markup = ""
        document.withRoot { append($0.children, of: nil, depth: 0, to: &markup) }
        return SanitizedHTML(markup: markup)
    }

    /// Where the output stops nesting; what lies deeper is left out. Serialising recurses, and stacks are finite.
    private static let maximumDepth = 200

    private func append(_ nodes: [HTMLNode], of parent: String?, depth: Int, to markup: inout String) {
        for (index, node) in nodes.enumerated() {
            switch node {
            case .text(let text):
                // The parser drops one line break after <pre>.
                if index == 0, parent == "pre", text.hasPrefix("\n") { markup += "\n" }
                HTMLText.append(text, to: &markup)
            case .element(let element):
                if depth < Self.maximumDepth { append(element, of: parent, depth: depth + 1, to: &markup) }
            }
        }
    }

    private func append(_ element: HTMLElement, of parent: String?, depth: Int, to markup: inout String) {
        let original = element.name
        guard element.namespace == .html, !HTMLPolicy.dropped.contains(original) else { return }
        guard let allowed = HTMLPolicy.attributes[original] else {
            append(element.children, of: parent, depth: depth, to: &markup)
            return
        }
        // The one form control that Markdown makes is the box of a task list, and it cannot be used.
        let isCheckbox = element.attribute("type")?.lowercased() == "checkbox"
        guard original != "input" || isCheckbox else { return }

        let name = HTMLPolicy.headingLevel(of: original).map { "h\(max($0, min(topHeading, 6)))" } ?? original
        markup += "<\(name)"
        for (attribute, value) in element.attributes
        where allowed.contains(attribute) || HTMLPolicy.globalAttributes.contains(attribute) {
            guard let clean = clean(value, of: attribute, on: original) else { continue }
            markup += " \(attribute)=\""
            HTMLText.append(clean, to: &markup)
            markup += "\""
        }
        if HTMLPolicy.players.contains(original), element.attribute("controls") == nil {
            // There is no script that could start it.
            markup += " controls=\"\""
        }
        if original == "input" {
            // Those who do not see the box hear what it says.
            let word = element.attribute("checked") == nil ? "to do" : "done"
            markup += " disabled=\"\" aria-label=\"\(word)\""
        }
        guard !HTMLPolicy.void.contains(original) else {
            markup += " />"
            return
        }
        markup += ">"
        append(element.children, of: original, depth: depth, to: &markup)
        markup += "</\(name)>"
    }

    /// The value fit for output, or nil to leave the attribute out.
    private func clean(_ value: String, of attribute: String, on element: String) -> String? {
        switch attribute {
        case "href", "cite": address(value, schemes: HTMLPolicy.linkSchemes)
        case "src", "poster": address(value, schemes: HTMLPolicy.embedSchemes)
        case "id": value.isEmpty || value.contains(where: \.isWhitespace) ? nil : idPrefix + value
        case "class": tokens(value) { HTMLPolicy.isAllowedClass($0, on: element) }
        case "rel": tokens(value.lowercased()) { HTMLPolicy.relations.contains($0) }
        case "align": ["left", "center", "right"].contains(value) ? value : nil
        case "width", "height", "colspan", "rowspan", "span", "start", "value":
            Int(value).map(String.init)
        default: value
        }
    }

    private func tokens(_ value: String, where isAllowed: (String) -> Bool) -> String? {
        let kept = value.split(whereSeparator: \.isWhitespace).map(String.init).filter(isAllowed)
        return kept.isEmpty ? nil : kept.joined(separator: " ")
    }

    private func address(_ text: String, schemes: Set<String>) -> String? {
        guard var reference = URLReference(text) else { return nil }
        if let scheme = reference.scheme {
            return schemes.contains(scheme) ? reference.description : nil
        }
        if reference.isFragmentOnly, let fragment = reference.fragment, !fragment.isEmpty {
            reference.fragment = idPrefix + fragment
        }
        guard let base, !(reference.isFragmentOnly && base.scheme == nil) else { return reference.description }
        return reference.resolved(against: base).description
    }
}
