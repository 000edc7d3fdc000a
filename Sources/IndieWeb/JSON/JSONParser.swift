extension JSONValue {
    /// Reads a JSON text (RFC 8259).
    ///
    /// Stricter than the grammar where laxness has hurt: member names are unique, text is valid UTF-8 without U+0000
    /// and lone surrogates. A byte order mark is skipped, as section 8.1 allows. Takes time linear in the bytes.
    /// - Parameters:
    ///   - bytes: the whole text.
    ///   - maximumDepth: how many arrays and objects may be open at once.
    /// - Throws: ``JSONError`` with the position of the first fault.
    package init(parsing bytes: [UInt8], maximumDepth: Int = 64) throws(JSONError) {
        var parser = JSONParser(bytes: bytes, maximumDepth: maximumDepth)
        self = try parser.document()
    }
}

/// Reads one JSON text from left to right.
private struct JSONParser {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var index = 0
    private var depth = 0

    init(bytes: [UInt8], maximumDepth: Int) {
        (self.bytes, self.maximumDepth) = (bytes, maximumDepth)
    }

    mutating func document() throws(JSONError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        skipWhiteSpace()
        let value = try value()
        skipWhiteSpace()
        guard index == bytes.count else { throw JSONError(.trailingText, at: index) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw JSONError(.unexpectedByte, at: index)
        }
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        try open()
        var object = JSONObject()
        skipWhiteSpace()
        if try !skip(UInt8(ascii: "}")) {
            repeat {
                skipWhiteSpace()
                let start = index
                guard try peek() == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: index) }
                let name = try string()
                guard object[name] == nil else { throw JSONError(.duplicateName, at: start) }
                skipWhiteSpace()
                try expect(UInt8(ascii: ":"))
                skipWhiteSpace()
                object[name] = try value()
                skipWhiteSpace()
            } while try skip(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"))
        }
        depth -= 1
        return object
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try open()
        var elements: [JSONValue] = []
        skipWhiteSpace()
        if try !skip(UInt8(ascii: "]")) {
            repeat {
                skipWhiteSpace()
                elements.append(try value())
                skipWhiteSpace()
            } while try skip(UInt8(ascii: ","))
            try expect(UInt8(ascii: "]"))
        }
        depth -= 1
        return elements
    }

    /// Enters an array or object.
    private mutating func open() throws(JSONError) {
        guard depth < maximumDepth else { throw JSONError(.tooDeep, at: index) }
        depth += 1
        index += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard try peek() == word.utf8Start[offset] else { throw JSONError(.unexpectedByte, at: index) }
            index += 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSONNumber {
        guard let length = JSONNumber.length(in: bytes, from: index) else { throw JSONError(.invalidNumber, at: index) }
        let end = index + length
        // `01` would else be called trailing text.
        if end < bytes.count, (0x30...0x39).contains(bytes[end]) { throw JSONError(.invalidNumber, at: index) }
        defer { index = end }
        return JSONNumber(checked: String(decoding: bytes[index..<end], as: UTF8.self))
    }

    private mutating func string() throws(JSONError) -> String {
        index += 1
        var text = ""
        while true {
            let start = index
            while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") {
                guard bytes[index] >= 0x20 else {
                    throw JSONError(bytes[index] == 0 ? .nulCharacter : .controlCharacter, at: index)
                }
                index += 1
            }
            if index > start { text += try self.text(from: start) }
            if try skip(UInt8(ascii: "\"")) { return text }
            text.unicodeScalars.append(try escape())
        }
    }

    /// The bytes from a position to here, as text.
    private func text(from start: Int) throws(JSONError) -> String {
        if let text = String(validating: bytes[start..<index], as: UTF8.self) { return text }
        var position = start
        var rest = bytes[start..<index].makeIterator()
        var decoder = Unicode.UTF8.ForwardParser()
        while case .valid(let scalar) = decoder.parseScalar(from: &rest) { position += scalar.count }
        throw JSONError(.invalidUTF8, at: position)
    }

    /// The character that an escape stands for (section 7).
    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = index
        index += 1
        let letter = try peek()
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: throw JSONError(.invalidEscape, at: start)
        }
        var code = try fourDigits(of: start)
        if (0xD800...0xDBFF).contains(code), bytes[index...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
            index += 2
            let low = try fourDigits(of: index - 2)
            guard (0xDC00...0xDFFF).contains(low) else { throw JSONError(.loneSurrogate, at: start) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw JSONError(.loneSurrogate, at: start) }
        guard code != 0 else { throw JSONError(.nulCharacter, at: start) }
        return scalar
    }

    private mutating func fourDigits(of start: Int) throws(JSONError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = try peek().hexDigit else { throw JSONError(.invalidEscape, at: start) }
            code = code << 4 | UInt32(digit)
            index += 1
        }
        return code
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
        return bytes[index]
    }

    private mutating func skip(_ byte: UInt8) throws(JSONError) -> Bool {
        guard try peek() == byte else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try skip(byte) else { throw JSONError(.unexpectedByte, at: index) }
    }

    private mutating func skipWhiteSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }
}
