/// A value of CBOR, as far as authenticators use it (RFC 8949; the canonical form of CTAP 2).
///
/// Floating point numbers and tags are left out, and so are lengths that are not told beforehand.
package enum CBORValue: Sendable, Equatable {
    /// A whole number.
    case integer(Int64)
    /// A byte string.
    case bytes([UInt8])
    /// A text string.
    case text(String)
    /// A list.
    case array([CBORValue])
    /// Pairs in their order; no key comes twice.
    case map([Pair])
    /// `true` or `false`.
    case bool(Bool)
    /// Nothing.
    case null

    /// A key with its value.
    package struct Pair: Sendable, Equatable {
        /// The key, of whatever kind.
        package let key: CBORValue
        /// The value.
        package let value: CBORValue

        /// A key with its value.
        package init(_ key: CBORValue, _ value: CBORValue) {
            (self.key, self.value) = (key, value)
        }
    }
}

extension CBORValue {
    /// The value of a whole number, nil for other values.
    var integerValue: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The bytes of a byte string, nil for other values.
    var bytesValue: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }

    /// The text of a text string, nil for other values.
    var textValue: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The value that a map has for a key, nil without it and for other values.
    subscript(key: CBORValue) -> CBORValue? {
        guard case .map(let pairs) = self else { return nil }
        return pairs.first { $0.key == key }?.value
    }
}

extension CBORValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// A whole number.
    package init(integerLiteral value: Int64) { self = .integer(value) }

    /// A text.
    package init(stringLiteral value: String) { self = .text(value) }
}
