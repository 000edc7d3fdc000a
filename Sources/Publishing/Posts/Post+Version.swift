import IndieWeb

extension Post {
    /// What a post consisted of at a moment, so that a form can tell whether somebody changed it since.
    package struct Version: Sendable, Equatable, CustomStringConvertible {
        /// Some hexadecimal digits.
        package let description: String

        /// A version as a form holds it.
        package init(_ text: String) {
            description = text
        }
    }

    /// The present version. It is made of all that can be edited, and not of the time alone: two changes may come in one
    /// second, and a hand edit may be found later than it was made.
    package var version: Version {
        let parts = [
            slug, status.rawValue, visibility.rawValue, published.text, updated.text, content.mediaType.rawValue,
            JSONValue.object(source.json).text,
        ]
        return Version(String(ContentHash(parts.joined(separator: "\n")).hex.prefix(24)))
    }
}
