import Foundation
import Microformats

/// The properties of a microformats2 object: each name has a list of values, in the order they were set.
///
/// A property without values is absent. Two sets are equal when they have the same values under the same names.
package struct MicroformatsProperties: Sendable, Equatable {
    /// The names of the properties, in order.
    package private(set) var names: [String] = []
    private var values: [String: [JSONValue]] = [:]

    /// No properties.
    package init() {}

    /// Reads properties from JSON, where a single value may stand without its list and `null` is no value.
    package init(_ object: JSONObject) {
        for (name, value) in object.members { self[name] = (value.arrayValue ?? [value]).filter { !$0.isNull } }
    }

    /// The values of a property, empty when it is absent; setting none removes it.
    ///
    /// A new property goes to the end, a known one keeps its place.
    package subscript(name: String) -> [JSONValue] {
        get { values[name] ?? [] }
        set {
            if newValue.isEmpty {
                if values.removeValue(forKey: name) != nil { names.removeAll { $0 == name } }
            } else if values.updateValue(newValue, forKey: name) == nil {
                names.append(name)
            }
        }
    }

    /// Adds a value at the end of a property, which comes into being when it is absent.
    package mutating func append(_ value: JSONValue, to name: String) {
        if values[name] == nil { names.append(name) }
        values[name, default: []].append(value)
    }

    /// Whether there are no properties.
    package var isEmpty: Bool { names.isEmpty }

    /// How many values all properties have together.
    package var valueCount: Int { values.values.reduce(0) { $0 + $1.count } }

    /// The first value of a property.
    package func first(_ name: String) -> JSONValue? { values[name]?.first }

    /// The first value of a property as a text to read.
    package func text(_ name: String) -> String? { first(name)?.readableText }

    /// All values of a property that have a text to read.
    package func texts(_ name: String) -> [String] { self[name].compactMap(\.readableText) }

    /// The properties as JSON, every value in a list, as q=source answers them.
    package var json: JSONObject {
        JSONObject(names.map { ($0, .array(self[$0])) })
    }

    /// Whether both have the same values under the same names.
    package static func == (left: Self, right: Self) -> Bool { left.values == right.values }
}

extension MicroformatsProperties: ExpressibleByDictionaryLiteral {
    /// These properties; of several with one name the last counts.
    package init(dictionaryLiteral elements: (String, [JSONValue])...) {
        for (name, values) in elements { self[name] = values }
    }
}

extension JSONValue {
    /// The plain text of a property's value: a string, a number as written, or the `value` of an object.
    ///
    /// In microformats2 JSON an object's `value` is what it is for those who do not know objects.
    package var plainText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        case .object(let object): object["value"]?.stringValue
        case .array, .null: nil
        }
    }

    /// A string, or a number as it was written, where a word is meant: `"category": [2024]` can only mean its digits.
    package var stringOrNumber: String? {
        if case .number(let number) = self { number.text } else { stringValue }
    }

    /// The value in words for people: its ``plainText``, or that of an object with `text` or `html`, the form in which
    /// a microformats2 parser gives an `e-` property.
    package var readableText: String? {
        if let plainText { return plainText }
        if let text = objectValue?["text"]?.stringValue { return text }
        return objectValue?["html"]?.stringValue.map { html in
            (HTMLText.plain(html) ?? html).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// What an object says: its `properties`, or its own members where it has none, as some clients send it flat. Nil for
    /// a value that is no object.
    package var details: MicroformatsProperties? {
        objectValue.map { MicroformatsProperties($0["properties"]?.objectValue ?? $0) }
    }
}
