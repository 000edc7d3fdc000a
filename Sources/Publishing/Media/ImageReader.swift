import Glibc

/// A walk over the bytes of an image that never leaves them: what is not there is a refusal, whatever a length field says.
struct ImageReader {
    private let bytes: ArraySlice<UInt8>
    private let format: String
    /// The index of the next byte.
    private(set) var index: Int

    /// All bytes; `format` names the image in refusals.
    init(_ bytes: [UInt8], format: String) {
        self.init(bytes[...], format: format)
    }

    /// A part of an image, such as the contents of a chunk.
    init(_ bytes: ArraySlice<UInt8>, format: String) {
        self.bytes = bytes
        self.format = format
        index = bytes.startIndex
    }

    var remaining: Int { bytes.endIndex - index }
    var isAtEnd: Bool { index == bytes.endIndex }
    /// The bytes that are still to come.
    var rest: ArraySlice<UInt8> { bytes[index...] }

    /// The refusal of an image whose parts do not fit together.
    var malformed: ImageRefusal { .malformed(format) }

    /// The byte at a distance from the next one, nil beyond the end.
    func peek(_ distance: Int = 0) -> UInt8? {
        distance >= 0 && distance < remaining ? bytes[index + distance] : nil
    }

    /// Whether the next bytes are these characters.
    func starts(with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard count <= remaining else { return false }
        return (0..<count).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
    }

    mutating func take(_ count: Int) throws(ImageRefusal) -> ArraySlice<UInt8> {
        guard count >= 0, count <= remaining else { throw malformed }
        defer { index += count }
        return bytes[index..<(index + count)]
    }

    /// A reader of the next bytes alone.
    mutating func part(_ count: Int) throws(ImageRefusal) -> ImageReader {
        ImageReader(try take(count), format: format)
    }

    mutating func skip(_ count: Int) throws(ImageRefusal) {
        _ = try take(count)
    }

    mutating func byte() throws(ImageRefusal) -> Int {
        guard let byte = peek() else { throw malformed }
        index += 1
        return Int(byte)
    }

    /// An unsigned number of up to four bytes, the most significant first.
    mutating func bigEndian(_ count: Int) throws(ImageRefusal) -> Int {
        var number = 0
        for byte in try take(count) { number = number << 8 | Int(byte) }
        return number
    }

    /// An unsigned number of up to four bytes, the least significant first.
    mutating func littleEndian(_ count: Int) throws(ImageRefusal) -> Int {
        var number = 0
        for byte in try take(count).reversed() { number = number << 8 | Int(byte) }
        return number
    }

    /// A name of four characters, as PNG, RIFF and ISO media files have them.
    mutating func name() throws(ImageRefusal) -> String {
        String(decoding: try take(4), as: UTF8.self)
    }

    /// Moves on to the next byte of this value, or to the end.
    mutating func advance(to value: UInt8) {
        let distance = bytes[index...].withUnsafeBytes { rest in
            rest.baseAddress.flatMap { start in
                memchr(start, Int32(value), rest.count).map { $0 - UnsafeMutableRawPointer(mutating: start) }
            }
        }
        index += distance ?? remaining
    }
}

extension [UInt8] {
    /// Adds a number of `count` bytes, the most significant first.
    mutating func append(bigEndian number: Int, count: Int) {
        for place in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }

    /// Adds a number of `count` bytes, the least significant first.
    mutating func append(littleEndian number: Int, count: Int) {
        for place in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }
}
