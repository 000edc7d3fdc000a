/// Writes XML 1.0, escaped and indented, one element a line.
///
/// Characters that XML 1.0 cannot hold, such as most control characters, are left out: one of them would make the whole
/// document unreadable.
package struct XMLWriter {
    /// The document so far.
    package private(set) var document = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    private var depth = 0

    /// Starts a document.
    package init() {}

    /// Writes an element that holds other elements.
    package mutating func element(
        _ name: String,
        _ attributes: KeyValuePairs<String, String?> = [:],
        content: (inout XMLWriter) -> Void
    ) {
        startLine()
        document += "<\(name)\(markup(of: attributes))>\n"
        depth += 1
        content(&self)
        depth -= 1
        startLine()
        document += "</\(name)>\n"
    }

    /// Writes an element that holds text, or nothing.
    package mutating func element(
        _ name: String,
        _ attributes: KeyValuePairs<String, String?> = [:],
        text: String? = nil
    ) {
        startLine()
        document += "<\(name)\(markup(of: attributes))"
        document += text.map { ">\(Self.escape($0))</\(name)>\n" } ?? "/>\n"
    }

    /// Writes an element that holds markup of another language as it is, in a CDATA section.
    package mutating func element(
        _ name: String,
        _ attributes: KeyValuePairs<String, String?> = [:],
        cdata: String
    ) {
        startLine()
        document += "<\(name)\(markup(of: attributes))><![CDATA[\(Self.splittingEnds(Self.legal(cdata)))]]></\(name)>\n"
    }

    private mutating func startLine() {
        document += String(repeating: "  ", count: depth)
    }

    private func markup(of attributes: KeyValuePairs<String, String?>) -> String {
        attributes.map { name, value in value.map { " \(name)=\"\(Self.escape($0))\"" } ?? "" }.joined()
    }

    /// The text fit for an element or a quoted attribute.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in legal(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\r": escaped += "&#13;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The text with `]]>`, which would end its CDATA section, shared between two of them.
    private static func splittingEnds(_ text: String) -> String {
        var split = String.UnicodeScalarView()
        var brackets = 0
        for scalar in text.unicodeScalars {
            if scalar == ">", brackets >= 2 { split.append(contentsOf: "]]><![CDATA[".unicodeScalars) }
            brackets = scalar == "]" ? brackets + 1 : 0
            split.append(scalar)
        }
        return String(split)
    }

    /// The text without the characters that XML 1.0, section 2.2, does not allow.
    static func legal(_ text: String) -> String {
        var legal = text.unicodeScalars
        legal.removeAll { scalar in
            switch scalar.value {
            case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: false
            default: true
            }
        }
        return String(legal)
    }
}
