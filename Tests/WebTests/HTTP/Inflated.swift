import CZlib
import Testing

/// What a gzip member holds, as zlib reads it.
func inflated(_ member: [UInt8], upTo capacity: Int) throws -> [UInt8] {
    var stream = z_stream()
    // 15 is the largest window; 16 more asks for gzip's header and trailer, with its checksum.
    let size = Int32(MemoryLayout<z_stream>.size)
    try #require(inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK)
    defer { inflateEnd(&stream) }
    var member = member
    var outcome = Z_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity + 1) { buffer, count in
        member.withUnsafeMutableBufferPointer { member in
            stream.next_in = member.baseAddress
            stream.avail_in = UInt32(member.count)
            stream.next_out = buffer.baseAddress
            stream.avail_out = UInt32(buffer.count)
            outcome = inflate(&stream, Z_FINISH)
            count = buffer.count - Int(stream.avail_out)
        }
    }
    try #require(outcome == Z_STREAM_END)
    return bytes
}
