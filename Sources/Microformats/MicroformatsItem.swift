/// A microformat found in a page: an h-entry, an h-card.
///
/// It holds what the canonical JSON of the microformats2 parsing specification holds, under the same names.
package struct MicroformatsItem: Sendable, Equatable {
    /// A property and its values, of which there is at least one.
    package struct Property: Sendable, Equatable {
        /// The name without its prefix: `in-reply-to`.
        package let name: String
        /// The values in document order.
        package internal(set) var values: [PropertyValue]
    }

    /// The root class names, sorted: `["h-entry"]`.
    package internal(set) var types: [String]
    /// The properties in the order in which the page names them first.
    package internal(set) var properties: [Property]
    /// The microformats within this one that are no value of a property.
    package internal(set) var children: [MicroformatsItem]
    /// The `id` of the element, never empty.
    package internal(set) var id: String?
    /// What the property would hold if the element were no microformat; nil for an item that is no value of a property.
    package internal(set) var value: PropertyValue?

    /// The values of a property, empty when the item lacks it.
    package subscript(name: String) -> [PropertyValue] {
        properties.first { $0.name == name }?.values ?? []
    }

    /// Whether the item is of a type: `h-card`.
    package func isA(_ type: String) -> Bool {
        types.contains(type)
    }

    /// The addresses of a property, those of items included, as ``PropertyValue/address`` gives them.
    package func addresses(of name: String) -> [String] {
        self[name].compactMap(\.address)
    }

    /// The first value of a property as text, nil when the item lacks it.
    package func text(of name: String) -> String? {
        self[name].first?.plainText
    }

    /// The item and all within it: first those in its properties, then its children.
    package var descendants: [MicroformatsItem] {
        var found: [MicroformatsItem] = []
        collect(into: &found)
        return found
    }

    private func collect(into found: inout [MicroformatsItem]) {
        found.append(self)
        for property in properties {
            for case .item(let item) in property.values { item.collect(into: &found) }
        }
        for child in children { child.collect(into: &found) }
    }
}
