import Microformats

/// What a page says, asked of its tree.
struct MarkupQuery {
    /// An element, copied out of the tree.
    struct Element {
        let name: String
        let attributes: [String: String]
        let text: String

        var classes: Set<String> { Set((attributes["class"] ?? "").split(separator: " ").map(String.init)) }
    }

    let elements: [Element]

    init(_ markup: String) throws {
        guard let document = HTMLDocument(markup, as: .page) else { throw Refused() }
        elements = document.withRoot { root in Self.elements(of: root) }
    }

    /// The elements of a name.
    func named(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    /// The elements of a class.
    func classed(_ name: String) -> [Element] { elements.filter { $0.classes.contains(name) } }

    private static func elements(of element: HTMLElement) -> [Element] {
        let this = Element(
            name: element.name,
            attributes: Dictionary(element.attributes.map { ($0.name, $0.value) }) { first, _ in first },
            text: element.textContent
        )
        return element.children.reduce(into: [this]) { elements, child in
            if case .element(let child) = child { elements += Self.elements(of: child) }
        }
    }

    private struct Refused: Error {}
}
