import Microformats

/// Writes what the parser found as canonical microformats2 JSON, on one line, with the keys in a fixed order.
enum MicroformatsJSON {
    static func text(of document: MicroformatsDocument) -> String {
        let rels = document.rels.sorted { $0.key < $1.key }.map { ($0.key, list($0.value.map(quoted))) }
        let urls = document.relURLs.sorted { $0.key < $1.key }.map { ($0.key, text(of: $0.value)) }
        return object([
            ("items", list(document.items.map(text(of:)))), ("rels", object(rels)), ("rel-urls", object(urls)),
        ])
    }

    static func text(of item: MicroformatsItem) -> String {
        var members = [
            ("type", list(item.types.map(quoted))),
            ("properties", properties(of: item)),
        ]
        if !item.children.isEmpty { members.append(("children", list(item.children.map(text(of:))))) }
        if let id = item.id { members.append(("id", quoted(id))) }
        switch item.value {
        case .image(url: let url, alt: let alt)?: members += [("value", quoted(url)), ("alt", quoted(alt))]
        case .markup(html: let html, value: let value)?: members += [("html", quoted(html)), ("value", quoted(value))]
        case let value?: members.append(("value", quoted(value.plainText)))
        case nil: break
        }
        return object(members)
    }

    static func properties(of item: MicroformatsItem) -> String {
        object(item.properties.map { ($0.name, list($0.values.map(text(of:)))) })
    }

    static func text(of value: PropertyValue) -> String {
        switch value {
        case .text(let text), .url(let text): quoted(text)
        case .image(let url, let alt): object([("value", quoted(url)), ("alt", quoted(alt))])
        case .markup(let html, let value): object([("html", quoted(html)), ("value", quoted(value))])
        case .item(let item): text(of: item)
        }
    }

    private static func text(of link: RelURL) -> String {
        var members = [("rels", list(link.rels.map(quoted))), ("text", quoted(link.text))]
        for (name, value) in [
            ("media", link.media), ("hreflang", link.hreflang), ("type", link.type), ("title", link.title),
        ] {
            if let value { members.append((name, quoted(value))) }
        }
        return object(members)
    }

    private static func object(_ members: [(String, String)]) -> String {
        "{" + members.map { "\(quoted($0.0)):\($0.1)" }.joined(separator: ",") + "}"
    }

    private static func list(_ values: [String]) -> String {
        "[" + values.joined(separator: ",") + "]"
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
