/// The links of a message's `Link` header fields (RFC 8288, section 3 and appendix B.2).
package struct LinkHeader: Sendable, Equatable {
    /// The links in their order.
    package let links: [WebLink]

    /// Reads the values of all `Link` fields, in their order.
    ///
    /// Commas and semicolons within `<…>` and within quotes belong to their address or value. What is not a link is
    /// skipped up to the next comma, and takes nothing else with it.
    package init(_ fields: [String]) {
        links = fields.flatMap { field in
            var reader = LinkReader(field)
            return reader.links()
        }
    }

    /// The links of a relation.
    package func links(_ relation: String) -> [WebLink] { links.filter { $0.has(relation) } }
}

/// Reads one field from left to right, each byte once.
private struct LinkReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ field: String) {
        bytes = Array(field.utf8)
    }

    mutating func links() -> [WebLink] {
        var links: [WebLink] = []
        while index < bytes.count {
            skip { $0 <= 0x20 || $0 == UInt8(ascii: ",") }
            guard read("<") else {
                skipToComma()
                continue
            }
            let target = take { $0 != UInt8(ascii: ">") }
            // An address without its end may be half of one.
            guard read(">") else { break }
            links.append(WebLink(target: target, parameters: parameters()))
            skipToComma()
        }
        return links
    }

    /// The parameters up to the comma that ends the link (appendix B.3).
    private mutating func parameters() -> [WebLink.Parameter] {
        var parameters: [WebLink.Parameter] = []
        while true {
            skip { $0 <= 0x20 }
            guard read(";") else { return parameters }
            skip { $0 <= 0x20 || $0 == UInt8(ascii: ";") }
            let name = take { $0 > 0x20 && !Self.ends.contains($0) && $0 != UInt8(ascii: "=") }
            skip { $0 <= 0x20 }
            var value = ""
            if read("=") {
                skip { $0 <= 0x20 }
                value = peek() == UInt8(ascii: "\"") ? quoted() : take { $0 > 0x20 && !Self.ends.contains($0) }
            }
            if !name.isEmpty { parameters.append(WebLink.Parameter(name: name, value: value)) }
        }
    }

    private static let ends = Set(";,".utf8)

    /// The inside of a quoted string, its backslashes undone (appendix B.4).
    private mutating func quoted() -> String {
        index += 1
        var text: [UInt8] = []
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            index += 1
            guard byte == UInt8(ascii: "\\"), let next = peek() else {
                text.append(byte)
                continue
            }
            index += 1
            text.append(next)
        }
        _ = read("\"")
        return String(decoding: text, as: UTF8.self)
    }

    /// Past what is left of a link; a comma in quotes does not end it.
    private mutating func skipToComma() {
        while let byte = peek(), byte != UInt8(ascii: ",") {
            if byte == UInt8(ascii: "\"") { _ = quoted() } else { index += 1 }
        }
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func read(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skip(while condition: (UInt8) -> Bool) {
        while let byte = peek(), condition(byte) { index += 1 }
    }

    private mutating func take(while condition: (UInt8) -> Bool) -> String {
        let start = index
        skip(while: condition)
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }
}
