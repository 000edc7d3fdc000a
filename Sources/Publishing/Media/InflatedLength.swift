/// How long the data in a zlib stream is, found without keeping any of it: enough to tell a picture's data from anything else,
/// and what a decoder would have to make of it.
struct InflatedLength {
    private var bits: BitReader
    private let format: String
    private let limit: Int
    private var length = 0

    /// Measures, in bytes, what a stream holds (RFC 1950).
    ///
    /// - Parameters:
    ///   - stream: the whole stream; nothing may follow it.
    ///   - limit: how many bytes are taken; more is a refusal.
    ///   - format: names the image in refusals.
    /// - Returns: the length.
    /// - Throws: `malformed` when it is no such stream. The checksum at its end is for whoever decodes.
    static func measure(_ stream: [UInt8], limit: Int, format: String) throws(ImageRefusal) -> Int {
        guard stream.count > 6, stream[0] & 0x0F == 8, (Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0,
            stream[1] & 0x20 == 0
        else { throw .malformed(format) }
        var inflater = InflatedLength(
            bits: BitReader(stream[2..<(stream.count - 4)]),
            format: format,
            limit: limit
        )
        try inflater.readBlocks()
        guard inflater.bits.isInLastByte else { throw .malformed(format) }
        return inflater.length
    }

    private init(bits: BitReader, format: String, limit: Int) {
        self.bits = bits
        self.format = format
        self.limit = limit
    }

    /// The blocks up to the last (RFC 1951, section 3.2.3).
    private mutating func readBlocks() throws(ImageRefusal) {
        var isLast = false
        while !isLast {
            isLast = try take(1) == 1
            switch try take(2) {
            case 0:
                bits.skipToByte()
                let count = try take(16)
                guard try take(16) == count ^ 0xFFFF, bits.skip(bytes: count) else { throw .malformed(format) }
                try add(count)
            case 1: try readCodes(Self.fixedLengths, Self.fixedDistances)
            case 2:
                let (lengths, distances) = try readTables()
                try readCodes(lengths, distances)
            default: throw .malformed(format)
            }
        }
    }

    private mutating func add(_ count: Int) throws(ImageRefusal) {
        length += count
        guard length <= limit else { throw .malformed(format) }
    }

    private mutating func take(_ count: Int) throws(ImageRefusal) -> Int {
        guard let value = bits.take(count) else { throw .malformed(format) }
        return value
    }

    private mutating func symbol(_ code: HuffmanCode) throws(ImageRefusal) -> Int {
        guard let symbol = code.symbol(from: &bits) else { throw .malformed(format) }
        return symbol
    }

    /// Literals, and copies of what came before (section 3.2.5).
    private mutating func readCodes(_ lengths: HuffmanCode, _ distances: HuffmanCode) throws(ImageRefusal) {
        while true {
            let code = try symbol(lengths)
            if code == 256 { return }
            guard code > 256 else {
                try add(1)
                continue
            }
            guard code - 257 < Self.lengthBases.count else { throw .malformed(format) }
            let count = Self.lengthBases[code - 257] + (try take(Self.lengthBits[code - 257]))
            let far = try symbol(distances)
            guard far < Self.distanceBases.count else { throw .malformed(format) }
            guard Self.distanceBases[far] + (try take(Self.distanceBits[far])) <= length else {
                throw .malformed(format)
            }
            try add(count)
        }
    }

    /// The codes of a block that brings its own (section 3.2.7).
    private mutating func readTables() throws(ImageRefusal) -> (lengths: HuffmanCode, distances: HuffmanCode) {
        let (literals, distances, count) = (try take(5) + 257, try take(5) + 1, try take(4) + 4)
        var ofLengths = [Int](repeating: 0, count: 19)
        for place in Self.lengthOrder.prefix(count) { ofLengths[place] = try take(3) }
        guard let code = HuffmanCode(lengths: ofLengths) else { throw .malformed(format) }
        var lengths: [Int] = []
        while lengths.count < literals + distances {
            switch try symbol(code) {
            case 16:
                guard let last = lengths.last else { throw .malformed(format) }
                lengths += Array(repeating: last, count: 3 + (try take(2)))
            case 17: lengths += Array(repeating: 0, count: 3 + (try take(3)))
            case 18: lengths += Array(repeating: 0, count: 11 + (try take(7)))
            case let length: lengths.append(length)
            }
        }
        guard lengths.count == literals + distances, lengths[256] > 0,
            let ofLiterals = HuffmanCode(lengths: Array(lengths.prefix(literals))),
            let ofDistances = HuffmanCode(lengths: Array(lengths.dropFirst(literals)))
        else { throw .malformed(format) }
        return (ofLiterals, ofDistances)
    }

    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12_289, 16_385, 24_577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let fixedLengths = HuffmanCode(
        fixed: Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
            + Array(repeating: 8, count: 8)
    )
    private static let fixedDistances = HuffmanCode(fixed: Array(repeating: 5, count: 30))
}

/// A code in which symbols have bit strings of different lengths, given by these lengths alone (RFC 1951, section 3.2.2).
private struct HuffmanCode {
    private static let longest = 15
    /// How many symbols have a bit string of each length.
    private var counts = [Int](repeating: 0, count: longest + 1)
    /// The symbols in the order of their bit strings.
    private let symbols: [Int]

    /// A code of the standard itself.
    init(fixed lengths: [Int]) {
        for length in lengths { counts[length] += 1 }
        symbols = (1...Self.longest).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
    }

    /// Nil for lengths that no code has: too many short ones, or too few, unless there is one at most.
    init?(lengths: [Int]) {
        self.init(fixed: lengths)
        var left = 1
        for length in 1...Self.longest {
            left = left * 2 - counts[length]
            if left < 0 { return nil }
        }
        if left > 0, symbols.count > 1 { return nil }
    }

    /// The next symbol, nil where the bits are none.
    func symbol(from bits: inout BitReader) -> Int? {
        var (code, first, index) = (0, 0, 0)
        for length in 1...Self.longest {
            guard let bit = bits.take(1) else { return nil }
            code |= bit
            let count = counts[length]
            if code - count < first { return symbols[index + code - first] }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        return nil
    }
}
