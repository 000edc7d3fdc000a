import Publishing

/// An entity tag (RFC 9110, section 8.8.3): a strong one, of the bytes it stands for.
struct EntityTag: Equatable {
    /// The tag as a header holds it, with its quotes.
    let text: String

    /// The tag of a representation.
    init(of bytes: [UInt8]) {
        self.init(ContentHash(bytes).hex.prefix(32))
    }

    init(_ opaque: some StringProtocol) {
        text = "\"\(opaque)\""
    }

    /// Whether a client that sent these `If-None-Match` fields has the representation already.
    ///
    /// The comparison is the weak one, as RFC 9110, section 13.1.2, wants it: a proxy that compressed the answer may
    /// have made the tag weak.
    func isListed(in ifNoneMatch: [String]) -> Bool {
        ifNoneMatch.joined(separator: ",").split(separator: ",").contains { candidate in
            let tag = candidate.drop(while: \.isWhitespace)
            let strong = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
            return strong.prefix { !$0.isWhitespace } == text || strong.prefix { !$0.isWhitespace } == "*"
        }
    }
}
