import Publishing

/// Images made byte by byte, sound or not.
enum ImageBuilder {
    // MARK: PNG

    static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func chunk(_ name: String, _ contents: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in Array(name.utf8) + contents {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB8_8320 }
        }
        return .bigEndian(contents.count) + name.utf8 + contents + .bigEndian(Int(crc ^ 0xFFFF_FFFF))
    }

    static func header(
        _ width: Int,
        _ height: Int,
        depth: UInt8 = 8,
        color: UInt8 = 0,
        interlaced: Bool = false
    ) -> [UInt8] {
        chunk("IHDR", .bigEndian(width) + .bigEndian(height) + [depth, color, 0, 0, interlaced ? 1 : 0])
    }

    /// A PNG, black unless `data` says otherwise, grey with 8 bits a pixel.
    static func png(_ width: Int, _ height: Int, extra: [UInt8] = [], data: [UInt8]? = nil) -> [UInt8] {
        pngSignature + header(width, height) + extra + chunk("IDAT", data ?? zeros((width + 1) * height)) + end
    }

    static let end = chunk("IEND", [])

    /// As many zeros, compressed (RFC 1950, RFC 1951): one literal, then copies of 258.
    static func zeros(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x78, 0x9C]
        var bits: UInt64 = 0b011
        var filled: UInt64 = 3
        func add(_ value: UInt64, _ length: UInt64) {
            bits |= value << filled
            filled += length
            while filled >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: bits))
                bits >>= 8
                filled -= 8
            }
        }
        let copies = (count - 1) / 258
        // The literals 0, and the copies of length 258 at distance 1, with fixed codes, their first bits lowest.
        for _ in 0..<(count - copies * 258) { add(0b0000_1100, 8) }
        for _ in 0..<copies { add(0b1010_0011, 13) }
        add(0, 7)
        add(0, 7)
        return bytes + .bigEndian((count % 65_521) << 16 | 1)
    }

    // MARK: JPEG

    static func segment(_ marker: UInt8, _ contents: [UInt8]) -> [UInt8] {
        [0xFF, marker] + .bigEndian(contents.count + 2, 2) + contents
    }

    /// A sound JPEG with this segment before its tables.
    static func jpeg(with segment: [UInt8]) throws -> [UInt8] {
        let plain = try plainJPEG()
        return plain.prefix(2) + segment + plain.dropFirst(2)
    }

    /// A sound JPEG of 480 × 360 pixels, without metadata.
    static func plainJPEG() throws -> [UInt8] {
        try ImageStripper.strip(ImageSample.named("photo.mpo").bytes(), format: .jpeg)
    }

    /// A JPEG whose frame claims another size than its scan has.
    static func jpeg(_ width: Int, _ height: Int, frame: UInt8 = 0xC0) throws -> [UInt8] {
        var bytes = try plainJPEG()
        let index = bytes.index(of: [0xFF, 0xC0, 0, 17, 8]) ?? 0
        bytes[index + 1] = frame
        bytes.replaceSubrange((index + 5)..<(index + 9), with: .bigEndian(height, 2) + .bigEndian(width, 2))
        return bytes
    }

    // MARK: GIF

    static func gif(_ width: Int, _ height: Int, _ blocks: [UInt8]) -> [UInt8] {
        "GIF89a".utf8 + .littleEndian(width, 2) + .littleEndian(height, 2) + [0x80, 0, 0, 0, 0, 0, 255, 255, 255]
            + blocks
            + [0x3B]
    }

    /// A frame of one pixel.
    static func gifFrame(
        left: Int = 0,
        top: Int = 0,
        width: Int = 1,
        height: Int = 1,
        data: [UInt8] = [0x44, 1]
    ) -> [UInt8] {
        [0x2C] + .littleEndian(left, 2) + .littleEndian(top, 2) + .littleEndian(width, 2) + .littleEndian(height, 2)
            + [0, 2, UInt8(data.count)] + data + [0]
    }

    // MARK: WebP

    static func riff(_ name: String, _ contents: [UInt8]) -> [UInt8] {
        name.utf8 + .littleEndian(contents.count) + contents + (contents.count % 2 == 1 ? [0] : [])
    }

    static func webp(_ chunks: [UInt8], claiming extra: Int = 0) -> [UInt8] {
        "RIFF".utf8 + .littleEndian(chunks.count + 4 + extra) + "WEBP".utf8 + chunks
    }

    static func webpHeader(_ width: Int, _ height: Int, flags: UInt8 = 0) -> [UInt8] {
        riff("VP8X", [flags, 0, 0, 0] + .littleEndian(width - 1, 3) + .littleEndian(height - 1, 3))
    }

    /// The head of a lossless bitstream of this size, and nothing to decode.
    static func lossless(_ width: Int, _ height: Int) -> [UInt8] {
        riff("VP8L", [0x2F] + .littleEndian(width - 1 | (height - 1) << 14) + [0, 0])
    }

    // MARK: HEIF

    static func box(_ type: String, _ contents: [UInt8]) -> [UInt8] {
        .bigEndian(contents.count + 8) + type.utf8 + contents
    }

    static func ftyp(_ brand: String) -> [UInt8] {
        box("ftyp", brand.utf8 + [0, 0, 0, 0] + "mif1".utf8 + brand.utf8)
    }

    static func properties(_ width: Int, _ height: Int, associations: [UInt8] = []) -> [UInt8] {
        box("iprp", box("ipco", box("ispe", [0, 0, 0, 0] + .bigEndian(width) + .bigEndian(height))) + associations)
    }

    /// An image that is a grid of itself.
    static func circularGrid(_ brand: String) -> [UInt8] {
        let full: [UInt8] = [0, 0, 0, 0]
        let handler = box("hdlr", full + full + "pict".utf8 + full + full + full + [0])
        let item = box("infe", [2, 0, 0, 0, 0, 1, 0, 0] + "grid".utf8 + [0])
        let location = box("iloc", [1, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1] + full + .bigEndian(8))
        let meta =
            handler + box("pitm", full + [0, 1]) + box("iinf", full + [0, 1] + item)
            + box("iref", full + box("dimg", [0, 1, 0, 1, 0, 1])) + location
            + properties(64, 64, associations: box("ipma", full + [0, 0, 0, 1, 0, 1, 1, 0x81]))
            + box("idat", [0, 0, 0, 0, 0, 64, 0, 64])
        return ftyp(brand) + box("meta", full + meta)
    }
}
