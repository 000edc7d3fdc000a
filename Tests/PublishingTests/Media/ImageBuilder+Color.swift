@testable import Publishing

extension ImageBuilder {
    /// The profile of Display P3 in the sample whose colours are those.
    static func displayP3() throws -> [UInt8] {
        let bytes = try ImageSample.wide.bytes()
        let start = (bytes.index(of: Array("ICC_PROFILE\0".utf8)) ?? 0) + 14
        let length = bytes[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
        return Array(bytes[start..<(start + length)])
    }

    /// A profile with one part, or as many as it claims, of so many bytes in all.
    static func profile(_ count: Int, claiming length: Int? = nil, tags: Int = 1, offset: Int = 144) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.replaceSubrange(0..<4, with: [UInt8].bigEndian(length ?? count))
        bytes.replaceSubrange(36..<40, with: "acsp".utf8)
        bytes.replaceSubrange(
            128..<144,
            with: .bigEndian(tags) + "wtpt".utf8 + .bigEndian(offset) + .bigEndian(count - 144)
        )
        return bytes
    }

    /// The segments of a JPEG that hold these parts of a profile.
    static func profileSegments(_ parts: [(number: UInt8, bytes: [UInt8])], count: UInt8? = nil) -> [UInt8] {
        parts.flatMap { part in
            segment(0xE2, "ICC_PROFILE\0".utf8 + [part.number, count ?? UInt8(parts.count)] + part.bytes)
        }
    }

    /// The chunk of a PNG that holds a profile.
    static func profileChunk(_ profile: [UInt8], name: String = "SECRET", tail: [UInt8] = []) -> [UInt8] {
        chunk("iCCP", name.utf8 + [0, 0] + stored(profile) + tail)
    }

    /// Bytes in a zlib stream that does not compress them (RFC 1950; RFC 1951, section 3.2.4).
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: bytes.count, by: 0xFFFF) {
            let block = bytes[start..<min(start + 0xFFFF, bytes.count)]
            let isLast: UInt8 = block.endIndex == bytes.count ? 1 : 0
            stream += [isLast] + .littleEndian(block.count, 2) + .littleEndian(~block.count, 2) + block
        }
        var (low, high) = (1, 0)
        for byte in bytes {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return stream + .bigEndian(high << 16 | low)
    }
}
