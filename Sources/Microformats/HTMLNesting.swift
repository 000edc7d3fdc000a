/// A bound on how deep a text nests, and on the attributes of its tags, found without parsing it.
///
/// Counts the start tags that no end tag of the same name followed. Elements that never stay open inside themselves are
/// left out: void ones, and those that the next of their kind closes (`p`, `li`, `td`). They can only nest through an
/// element that is counted, so the parser's stack of open elements stays within a small multiple of the count.
///
/// It refuses at once what is plainly too much. A text that is made to fool it (an end tag within a comment) is left to
/// the limits of the parse itself.
struct HTMLNesting {
    private static let uncounted: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup", "rt", "rp",
        "html", "head", "body",
    ]

    /// `a<b` in a script looks like a tag and is none, unless the text fools this scan. Believed up to this many times
    /// the limit, where parsing still takes well under a second.
    private static let scriptAllowance = 64

    /// The parser compares each attribute with all before it on the same element. No tag that a person or a program
    /// wrote comes near this many.
    private static let maximumAttributes = 256

    private let limit: Int
    private var open: [String: Int] = [:]
    private var depth = 0
    private var scriptTags = 0
    private var script: String?
    /// Attributes of all tags `html` and `body`, which the parser gathers on one element each.
    private var pageAttributes = 0

    private init(limit: Int) {
        self.limit = limit
    }

    /// Whether the text stays within so many open elements, and its tags within ``maximumAttributes``.
    static func of(_ html: UnsafeBufferPointer<UInt8>, isWithin limit: Int) -> Bool {
        var nesting = HTMLNesting(limit: limit)
        var index = html.startIndex
        while let bracket = html[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = bracket + 1
            let isEndTag = index < html.endIndex && html[index] == UInt8(ascii: "/")
            if isEndTag { index += 1 }
            let name = tagName(in: html[index...])
            guard !name.isEmpty else { continue }
            if nesting.script == nil {
                var attributes = HTMLAttributeCount()
                index = attributes.read(html[index...])
                guard nesting.allows(attributes.count, on: name) else { return false }
            }
            guard !uncounted.contains(name) else { continue }
            if isEndTag { nesting.close(name) } else { nesting.open(name) }
            guard nesting.depth <= limit, nesting.scriptTags <= limit * scriptAllowance else { return false }
        }
        return true
    }

    private mutating func allows(_ attributes: Int, on name: String) -> Bool {
        guard name == "html" || name == "body" else { return attributes <= Self.maximumAttributes }
        pageAttributes += attributes
        return pageAttributes <= Self.maximumAttributes
    }

    private mutating func open(_ name: String) {
        guard script == nil else {
            scriptTags += 1
            return
        }
        if name == "script" || name == "style" { script = name }
        open[name, default: 0] += 1
        depth += 1
    }

    private mutating func close(_ name: String) {
        guard script == nil || script == name else { return }
        script = nil
        guard let count = open[name], count > 0 else { return }
        open[name] = count - 1
        depth -= 1
    }

    private static func tagName(in bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        guard let first = bytes.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20) else { return "" }
        // No element that counts has a longer name, and a name without an end would be read to the end of the text.
        let name = bytes.prefix(32).prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ">") }
        return String(decoding: name, as: UTF8.self).lowercased()
    }
}
