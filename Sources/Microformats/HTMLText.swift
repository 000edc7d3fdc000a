/// Text on its way into markup.
package enum HTMLText {
    /// The text with the characters that mean something to HTML written as entities, and without those that markup cannot
    /// hold: control characters other than white space, and what Unicode says is no character. HTML calls them errors
    /// (section 13.2.3.5), and XML 1.0 forbids most (section 2.2).
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
            guard let substitute = substitute(for: text.utf8[index], at: index, in: text) else { continue }
            markup += text[clean..<index]
            markup += substitute
            clean = text.unicodeScalars.index(after: index)
        }
        markup += text[clean...]
    }

    /// The text without the characters that markup cannot hold: what a browser gives back of a text that it was given to edit.
    package static func writable(_ text: String) -> String {
        guard !text.unicodeScalars.allSatisfy(isWritable) else { return text }
        var writable = String.UnicodeScalarView()
        writable.append(contentsOf: text.unicodeScalars.lazy.filter(isWritable))
        return String(writable)
    }

    /// What stands for the character that begins with a byte; nil for one that stands for itself.
    private static func substitute(for byte: UInt8, at index: String.Index, in text: String) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case 0x00...0x1F, 0x7F, 0xC2, 0xEF...0xF4: isWritable(text.unicodeScalars[index]) ? nil : ""
        default: nil
        }
    }

    /// Whether markup can hold a character.
    private static func isWritable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0C, 0x0D: true
        case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
        default: scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
