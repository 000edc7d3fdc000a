/// What of a representation a `Range` field selects (RFC 9110, section 14).
package enum ByteRange: Sendable, Equatable {
    /// All of it, answered with 200.
    case whole
    /// The bytes from the first to the last offset, answered with 206.
    case part(ClosedRange<Int>)
    /// None, because it ends before them: answered with 416.
    case unsatisfiable

    /// Reads the field for a representation of so many bytes.
    ///
    /// Without a field, and with one that is malformed or in another unit than bytes, the whole is meant. Several
    /// ranges get the whole too, as section 14.2 allows: an image viewer never asks for them, and answering them lets a
    /// small request cause a large answer.
    package init(_ field: String?, of length: Int) {
        self = field.flatMap { Self.parse($0, length) } ?? .whole
    }

    /// The field `Content-Range` of the answer (section 14.4), nil for the whole.
    package func contentRange(of length: Int) -> String? {
        switch self {
        case .whole: nil
        case .part(let range): "bytes \(range.lowerBound)-\(range.upperBound)/\(length)"
        case .unsatisfiable: "bytes */\(length)"
        }
    }

    private static func parse(_ field: String, _ length: Int) -> ByteRange? {
        var scanner = FieldScanner(field)
        guard scanner.token()?.lowercased() == "bytes", scanner.skip("=") else { return nil }
        scanner.skipEmptyElements()
        let first = scanner.number()
        guard scanner.skip("-") else { return nil }
        let last = scanner.number()
        scanner.skipEmptyElements()
        guard scanner.isAtEnd else { return nil }

        switch (first, last) {
        case (nil, nil): return nil
        case (nil, 0?): return .unsatisfiable
        // No Content-Range can name the last bytes of nothing.
        case (nil, let count?): return length > 0 ? .part(max(0, length - count)...length - 1) : nil
        case (let first?, let last):
            guard first <= last ?? .max else { return nil }
            guard first < length else { return .unsatisfiable }
            return .part(first...min(last ?? .max, length - 1))
        }
    }
}

extension FieldScanner {
    /// Skips what RFC 9110, section 5.6.1, lets stand before and after the elements of a list.
    fileprivate mutating func skipEmptyElements() {
        repeat { skipWhitespace() } while skip(",")
    }
}
