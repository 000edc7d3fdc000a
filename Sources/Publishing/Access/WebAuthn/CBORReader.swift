/// Reads CBOR from left to right, and never more than there is (RFC 8949, section 3).
package struct CBORReader {
    /// Why bytes are no value that we read, and where.
    package enum Fault: Error, Sendable, Equatable {
        /// The bytes end in the middle of a value.
        case unexpectedEnd(at: Int)
        /// A float, a tag, an indefinite length, a reserved value, or a number beyond 63 bits.
        case unsupported(at: Int)
        /// A text that is not UTF-8.
        case invalidUTF8(at: Int)
        /// A key that its map has already.
        case duplicateKey(at: Int)
        /// Arrays and maps nested deeper than ``CBORReader/maximumDepth``.
        case tooDeep(at: Int)
    }

    /// How many arrays and maps may be open at once: CTAP 2 allows authenticators four, and an attestation statement is one
    /// more.
    package static let maximumDepth = 8

    private let bytes: ArraySlice<UInt8>
    /// Where the next value begins.
    package private(set) var index: Int
    private var depth = 0

    /// A reader at the start of some bytes.
    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// Whether all bytes were read.
    package var isAtEnd: Bool { index == bytes.endIndex }

    /// The next value.
    package mutating func value() throws(Fault) -> CBORValue {
        let start = index
        let (major, argument) = try head()
        switch major {
        case 0: return .integer(try number(argument, at: start))
        case 1: return .integer(-1 - (try number(argument, at: start)))
        case 2: return .bytes(Array(try take(argument)))
        case 3:
            guard let text = String(validating: try take(argument), as: UTF8.self) else {
                throw .invalidUTF8(at: start)
            }
            return .text(text)
        case 4: return .array(try array(count: argument, at: start))
        case 5: return .map(try map(count: argument, at: start))
        case 7:
            switch argument {
            case 20: return .bool(false)
            case 21: return .bool(true)
            case 22: return .null
            default: throw .unsupported(at: start)
            }
        default: throw .unsupported(at: start)
        }
    }

    /// The kind of the next value, and its number or length.
    private mutating func head() throws(Fault) -> (major: UInt8, argument: UInt64) {
        let start = index
        let first = try byte()
        let (major, detail) = (first >> 5, first & 0x1F)
        if detail < 24 { return (major, UInt64(detail)) }
        // The simple values of major type 7 fit into the first byte; what follows there is a float.
        guard detail <= 27, major != 7 else { throw .unsupported(at: start) }
        var argument: UInt64 = 0
        for _ in 0..<(1 << (detail - 24)) { argument = argument << 8 | UInt64(try byte()) }
        return (major, argument)
    }

    private mutating func array(count: UInt64, at start: Int) throws(Fault) -> [CBORValue] {
        try enter(at: start)
        defer { depth -= 1 }
        var elements: [CBORValue] = []
        // Each element takes a byte at least, so a count that is too large ends soon.
        var rest = count
        while rest > 0 {
            elements.append(try value())
            rest -= 1
        }
        return elements
    }

    private mutating func map(count: UInt64, at start: Int) throws(Fault) -> [CBORValue.Pair] {
        try enter(at: start)
        defer { depth -= 1 }
        // Looking each key up among the former ones takes quadratic time; no map of WebAuthn comes near this.
        guard count <= 64 else { throw .unsupported(at: start) }
        var pairs: [CBORValue.Pair] = []
        for _ in 0..<count {
            let position = index
            let key = try value()
            if pairs.contains(where: { $0.key == key }) { throw .duplicateKey(at: position) }
            pairs.append(CBORValue.Pair(key, try value()))
        }
        return pairs
    }

    private mutating func enter(at start: Int) throws(Fault) {
        guard depth < Self.maximumDepth else { throw .tooDeep(at: start) }
        depth += 1
    }

    private func number(_ argument: UInt64, at start: Int) throws(Fault) -> Int64 {
        guard let number = Int64(exactly: argument) else { throw .unsupported(at: start) }
        return number
    }

    private mutating func byte() throws(Fault) -> UInt8 {
        guard index < bytes.endIndex else { throw .unexpectedEnd(at: index) }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func take(_ count: UInt64) throws(Fault) -> ArraySlice<UInt8> {
        guard let count = Int(exactly: count), count <= bytes.endIndex - index else {
            throw .unexpectedEnd(at: bytes.endIndex)
        }
        defer { index += count }
        return bytes[index..<index + count]
    }
}
