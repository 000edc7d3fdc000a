/// Names and values of a form or of a query string (WHATWG URL, section 5, application/x-www-form-urlencoded).
package struct FormURLEncoded: Sendable, Equatable {
    /// A name with its value.
    package struct Pair: Sendable, Equatable {
        /// The name; may be empty.
        package var name: String
        /// The value; may be empty.
        package var value: String

        /// A name with its value.
        package init(name: String, value: String) {
            (self.name, self.value) = (name, value)
        }
    }

    /// Why bytes are not a form.
    package enum Fault: Error, Sendable, Equatable {
        /// More pairs than the caller allows.
        case tooManyPairs(limit: Int)
        /// A name or value that is not UTF-8; `pair` counts from zero.
        ///
        /// The standard puts U+FFFD there, which loses what the author wrote.
        case invalidUTF8(pair: Int)
        /// A name or value with the character U+0000, which neither files nor databases hold well.
        case nulCharacter(pair: Int)
    }

    /// All pairs in their order, repeated names too.
    package let pairs: [Pair]

    /// A form of these pairs, such as the text parts of multipart/form-data.
    package init(_ pairs: [Pair]) {
        self.pairs = pairs
    }

    /// Reads a form, `a=1&b=%C3%A9+x`; a `%` without two digits stands for itself.
    /// - Parameters:
    ///   - bytes: the body, or the query string without its `?`.
    ///   - maximumPairs: how many pairs may come.
    /// - Throws: ``Fault``.
    package init(parsing bytes: some Collection<UInt8>, maximumPairs: Int = 1000) throws(Fault) {
        var pairs: [Pair] = []
        for sequence in Array(bytes).split(separator: UInt8(ascii: "&")) {
            guard pairs.count < maximumPairs else { throw .tooManyPairs(limit: maximumPairs) }
            let end = sequence.firstIndex(of: UInt8(ascii: "=")) ?? sequence.endIndex
            let name = try Self.text(sequence[..<end], pair: pairs.count)
            let value = try Self.text(sequence[end...].dropFirst(), pair: pairs.count)
            pairs.append(Pair(name: name, value: value))
        }
        self.pairs = pairs
    }

    /// The first value of a name, nil when there is none.
    package func first(_ name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// All values of a name.
    package func all(_ name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// All values of a name and of the name with `[]`, in their order: how Micropub writes a list.
    package func list(_ name: String) -> [String] {
        let bracketed = "\(name)[]"
        return pairs.filter { $0.name == name || $0.name == bracketed }.map(\.value)
    }

    private static func text(_ bytes: ArraySlice<UInt8>, pair: Int) throws(Fault) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "+"): decoded.append(0x20)
            case UInt8(ascii: "%"):
                if index + 1 < bytes.endIndex, let high = bytes[index].hexDigit, let low = bytes[index + 1].hexDigit {
                    decoded.append(high << 4 | low)
                    index += 2
                } else {
                    decoded.append(byte)
                }
            default: decoded.append(byte)
            }
        }
        guard !decoded.contains(0) else { throw .nulCharacter(pair: pair) }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw .invalidUTF8(pair: pair) }
        return text
    }
}

extension FormURLEncoded.Fault: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch self {
        case .tooManyPairs(let limit): "The form has more than \(limit) fields."
        case .invalidUTF8(let pair): "Field \(pair + 1) of the form is not UTF-8."
        case .nulCharacter(let pair): "Field \(pair + 1) of the form contains the character U+0000."
        }
    }
}
