import CZlib

/// How long the data in a zlib stream is, found without keeping any of it: enough to tell a picture's data from anything else,
/// and what a decoder would have to make of it.
enum InflatedLength {
    /// Measures, in bytes, what a stream holds (RFC 1950).
    ///
    /// - Parameters:
    ///   - stream: the whole stream; nothing may follow it.
    ///   - limit: how many bytes are taken; more is a refusal.
    ///   - format: names the image in refusals.
    /// - Returns: the length.
    /// - Throws: `malformed` when it is no such stream, or its checksum is wrong.
    static func measure(_ stream: [UInt8], limit: Int, format: String) throws(ImageRefusal) -> Int {
        let length = stream.withUnsafeBufferPointer { bytes in
            starpunk_inflated_length(bytes.baseAddress, bytes.count, limit)
        }
        guard length >= 0 else { throw .malformed(format) }
        return length
    }
}
