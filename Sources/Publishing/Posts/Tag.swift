import Foundation
import IndieWeb

/// A tag.
package struct Tag: Sendable, Equatable {
    /// The form that identifies it: `indieweb`.
    package let name: String
    /// The spelling for readers: `IndieWeb`.
    package let displayName: String

    /// Creates a tag.
    package init(name: String, displayName: String) {
        self.name = name
        self.displayName = displayName
    }

    /// Reads what an author wrote, or gives nil where nothing of it is fit for a tag.
    ///
    /// The identifying form is the one of the Python releases: without a leading `#`, spaces and slashes as hyphens,
    /// letters and digits of any script, lower case.
    package init?(_ text: String) {
        var spelling = text.trimmingCharacters(in: .whitespacesAndNewlines)
        while spelling.hasPrefix("#") { spelling.removeFirst() }
        spelling = spelling.trimmingCharacters(in: .whitespacesAndNewlines)
        var name = ""
        for scalar in spelling.precomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            if scalar == "-" || scalar == "/" || scalar.properties.isWhitespace {
                if !name.isEmpty, !name.hasSuffix("-") { name += "-" }
            } else if scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark
            {
                name.unicodeScalars.append(scalar)
            }
        }
        while name.hasSuffix("-") { name.removeLast() }
        guard !name.isEmpty else { return nil }
        self.init(name: String(name.prefix(100)), displayName: String(spelling.prefix(200)))
    }

    /// The tags that values of the property `category` name, each once, in the spelling that came first.
    static func all(in values: [JSONValue]) -> [Tag] {
        var seen: Set<String> = []
        return values.compactMap { $0.stringOrNumber.flatMap(Tag.init) }.filter { seen.insert($0.name).inserted }
    }
}
