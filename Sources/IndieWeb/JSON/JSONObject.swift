/// The members of a JSON object, in the order of the document.
///
/// Order is kept for readers and has no meaning: two objects are equal when they have equal members in any order.
/// Names are the same when their code units are (RFC 8259, section 8.3).
package struct JSONObject: Sendable {
    /// The names, in order.
    package private(set) var names: [String] = []
    private var values: [JSONText: JSONValue] = [:]

    /// An object without members.
    package init() {}

    /// An object of these members; of several with one name the last counts.
    package init(_ members: some Sequence<(String, JSONValue)>) {
        for (name, value) in members { self[name] = value }
    }

    /// Whether there are no members.
    package var isEmpty: Bool { names.isEmpty }

    /// How many members there are.
    package var count: Int { names.count }

    /// The names with their values, in order.
    package var members: [(name: String, value: JSONValue)] {
        names.compactMap { name in values[JSONText(name)].map { (name, $0) } }
    }

    /// The value of a name, nil when there is no such member; setting nil removes the member.
    ///
    /// A new member goes to the end, a known one keeps its place. `null` is a value like others.
    package subscript(name: String) -> JSONValue? {
        get { values[JSONText(name)] }
        set {
            let key = JSONText(name)
            let former = values.updateValue(newValue ?? .null, forKey: key)
            if newValue == nil {
                values[key] = nil
                if former != nil { names.removeAll { JSONText($0) == key } }
            } else if former == nil {
                names.append(name)
            }
        }
    }
}

extension JSONObject: Hashable {
    /// Whether both have the same members, in whatever order.
    package static func == (left: JSONObject, right: JSONObject) -> Bool { left.values == right.values }

    /// Hashes the members without their order.
    package func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of these members.
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
