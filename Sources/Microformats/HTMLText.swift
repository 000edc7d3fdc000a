/// Text on its way into markup.
package enum HTMLText {
    /// The text with the characters that mean something to HTML written as entities.
    ///
    /// Safe between tags and inside a quoted attribute value. XML understands all five entities too.
    package static func escape(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        append(text, to: &escaped)
        return escaped
    }

    /// Appends the text, escaped as by ``escape(_:)``.
    package static func append(_ text: String, to markup: inout String) {
        var clean = text.utf8.startIndex
        for index in text.utf8.indices {
            guard let entity = entity(for: text.utf8[index]) else { continue }
            markup += text[clean..<index]
            markup += entity
            clean = text.utf8.index(after: index)
        }
        markup += text[clean...]
    }

    private static func entity(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
