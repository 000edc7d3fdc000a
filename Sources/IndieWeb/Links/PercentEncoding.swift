/// Text on its way into an address (RFC 3986, section 2.1).
package enum PercentEncoding {
    /// The text with everything but letters, digits, `-`, `.`, `_` and `~` encoded.
    ///
    /// A space is `%20`, which queries and forms both read.
    package static func encode(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            if isUnreserved(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += escape(byte)
            }
        }
    }

    /// Names and values as a query or as the body of a form, without a `?`.
    package static func query(_ pairs: [FormURLEncoded.Pair]) -> String {
        pairs.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }

    /// An address with names and values behind those that it has; what follows `#` goes.
    package static func appending(_ pairs: [FormURLEncoded.Pair], to address: String) -> String {
        let scalars = address.unicodeScalars
        let base = String(scalars[..<(scalars.firstIndex(of: "#") ?? scalars.endIndex)])
        guard !pairs.isEmpty else { return base }
        guard base.unicodeScalars.contains("?") else { return "\(base)?\(query(pairs))" }
        let isOpen = base.hasSuffix("?") || base.hasSuffix("&")
        return base + (isOpen ? "" : "&") + query(pairs)
    }

    /// `-`, `.`, `_`, `~`, letters and digits (section 2.3).
    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// `%2F`.
    static func escape(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
}
