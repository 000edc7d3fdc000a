import CGumbo

/// A node of a parsed tree that means something to a reader: comments are left out.
package enum HTMLNode {
    /// An element.
    case element(HTMLElement)
    /// A run of text, with its entities decoded.
    case text(String)
}

/// An element, on loan from its ``HTMLDocument``.
package struct HTMLElement {
    /// The language an element belongs to.
    package enum Namespace: Sendable {
        /// HTML.
        case html
        /// SVG.
        case svg
        /// MathML.
        case mathML
    }

    private let node: UnsafePointer<GumboNode>

    init(node: UnsafePointer<GumboNode>) {
        self.node = node
    }

    private var element: GumboElement { node.pointee.v.element }

    /// The name in lower case, as in `blockquote`.
    package var name: String {
        withUnsafePointer(to: element) { element in
            let piece = starpunk_gumbo_name(element)
            guard let start = piece.data else { return "" }
            let bytes = UnsafeRawBufferPointer(start: start, count: piece.length)
            return String(decoding: bytes, as: UTF8.self).lowercased()
        }
    }

    /// The language that the element belongs to.
    package var namespace: Namespace {
        switch element.tag_namespace {
        case GUMBO_NAMESPACE_SVG: .svg
        case GUMBO_NAMESPACE_MATHML: .mathML
        default: .html
        }
    }

    /// The children in document order, without comments.
    package var children: [HTMLNode] {
        elements(of: element.children, as: GumboNode.self).compactMap { child in
            switch child.pointee.type {
            case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
                .element(HTMLElement(node: UnsafePointer(child)))
            case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA:
                .text(String(cString: child.pointee.v.text.text))
            default:
                nil
            }
        }
    }

    /// The elements among the children, in document order.
    var childElements: [HTMLElement] {
        elements(of: element.children, as: GumboNode.self).compactMap { child in
            switch child.pointee.type {
            case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE: HTMLElement(node: UnsafePointer(child))
            default: nil
            }
        }
    }

    /// The attributes in document order, names in lower case, values with their entities decoded.
    package var attributes: [(name: String, value: String)] {
        elements(of: element.attributes, as: GumboAttribute.self).map { attribute in
            (String(cString: attribute.pointee.name), String(cString: attribute.pointee.value))
        }
    }

    /// The value of an attribute, empty when it has none, nil when the element lacks it.
    package func attribute(_ name: String) -> String? {
        withUnsafePointer(to: element.attributes) { attributes in
            gumbo_get_attribute(attributes, name).map { String(cString: $0.pointee.value) }
        }
    }

    /// The text of the element and of everything within it.
    package var textContent: String {
        var text = ""
        appendText(to: &text)
        return text
    }

    private func appendText(to text: inout String) {
        for child in children {
            switch child {
            case .text(let run): text += run
            case .element(let element): element.appendText(to: &text)
            }
        }
    }

    private func elements<Element>(
        of vector: GumboVector,
        as type: Element.Type
    ) -> [UnsafeMutablePointer<Element>] {
        UnsafeBufferPointer(start: vector.data, count: Int(vector.length)).compactMap {
            $0?.assumingMemoryBound(to: type)
        }
    }
}
