import Publishing

/// An entity tag (RFC 9110, section 8.8.3): a strong one, of the bytes it stands for.
package struct EntityTag: Sendable, Equatable {
    /// How tags are compared (RFC 9110, section 8.8.3.2).
    package enum Comparison: Sendable {
        /// A weak tag is equal to none: for parts of a representation, which must fit together.
        case strong
        /// A weak tag counts like a strong one: for saying "you have it". A proxy that compressed the answer may have
        /// made the tag weak.
        case weak
    }

    /// The tag as a header holds it, with its quotes.
    package let text: String

    /// The tag of a representation.
    package init(of bytes: [UInt8]) {
        self.init(ContentHash(bytes).hex.prefix(32))
    }

    /// A tag of visible ASCII characters other than the quote.
    package init(_ opaque: some StringProtocol) {
        text = "\"\(opaque)\""
    }

    /// Whether the fields `If-None-Match` or `If-Match` name this representation, or any with `*`.
    ///
    /// They hold a list, in which a comma within quotes separates nothing. One that is malformed names nothing from
    /// there on: whoever sent it is told more than needed, and never too little.
    package func isListed(in fields: [String], _ comparison: Comparison = .weak) -> Bool {
        var scanner = FieldScanner(fields.joined(separator: ","))
        scanner.skipWhitespace()
        if scanner.skip("*") {
            scanner.skipWhitespace()
            return scanner.isAtEnd
        }
        while !scanner.isAtEnd {
            scanner.skipWhitespace()
            if scanner.skip(",") { continue }
            let isWeak = scanner.skip("W/")
            guard let tag = scanner.opaqueTag() else { return false }
            if tag.elementsEqual(text.utf8), !isWeak || comparison == .weak { return true }
            scanner.skipWhitespace()
            guard scanner.skip(",") else { return false }
        }
        return false
    }
}
