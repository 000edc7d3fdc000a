extension ImageReader {
    /// A RIFF chunk's contents, past its padding (RFC 9649, section 2.3).
    mutating func riffChunk() throws(ImageRefusal) -> (name: String, contents: ArraySlice<UInt8>) {
        let name = try name()
        let length = try littleEndian(4)
        let contents = try take(length)
        if length % 2 == 1, !isAtEnd { try skip(1) }
        return (name, contents)
    }
}

extension ImageProbe {
    /// Reads the RIFF chunks; the first says how large the image is.
    static func webpFacts(_ bytes: [UInt8]) throws(ImageRefusal) -> ImageFacts {
        var reader = try webpChunks(bytes)
        let first = try reader.riffChunk()
        guard first.name == "VP8X" else {
            guard let size = try webpBitstreamSize(first.name, first.contents) else { throw reader.malformed }
            return ImageFacts(format: .webp, width: size.width, height: size.height)
        }
        let header = try webpHeader(first.contents)
        var orientation = 1
        while !reader.isAtEnd {
            let chunk = try reader.riffChunk()
            if chunk.name == "EXIF" {
                // Some writers put JPEG's prefix before the TIFF data.
                let hasPrefix = ImageReader(chunk.contents, format: "").starts(with: "Exif\0\0")
                orientation = self.orientation(exif: chunk.contents.dropFirst(hasPrefix ? 6 : 0))
            }
        }
        return ImageFacts(
            format: .webp,
            width: header.width,
            height: header.height,
            orientation: orientation,
            isAnimated: header.isAnimated,
            hasColorProfile: header.flags & 0x20 != 0
        )
    }

    /// A reader of the chunks, and of nothing behind the length that the file claims.
    static func webpChunks(_ bytes: [UInt8]) throws(ImageRefusal) -> ImageReader {
        var reader = ImageReader(bytes, format: "WebP")
        try reader.skip(4)
        var chunks = try reader.part(reader.littleEndian(4))
        try chunks.skip(4)
        return chunks
    }

    /// The canvas of the extended format (RFC 9649, section 2.7.1).
    static func webpHeader(
        _ contents: ArraySlice<UInt8>
    ) throws(ImageRefusal) -> (flags: Int, width: Int, height: Int, isAnimated: Bool) {
        var reader = ImageReader(contents, format: "WebP")
        guard contents.count == 10 else { throw reader.malformed }
        let flags = try reader.littleEndian(4)
        let width = try reader.littleEndian(3) + 1
        let height = try reader.littleEndian(3) + 1
        return (flags & 0xFF, width, height, flags & 0x02 != 0)
    }

    /// The size of a lossy (RFC 6386, section 9.1) or lossless (RFC 9649, section 3.4) image, nil for another chunk.
    static func webpBitstreamSize(
        _ name: String,
        _ contents: ArraySlice<UInt8>
    ) throws(ImageRefusal) -> (width: Int, height: Int)? {
        var reader = ImageReader(contents, format: "WebP")
        switch name {
        case "VP8 ":
            let tag = try reader.littleEndian(3)
            // A key frame of a known version that is shown, and whose first partition is in the file.
            guard tag & 1 == 0, tag >> 1 & 7 <= 3, tag >> 4 & 1 == 1, try reader.bigEndian(3) == 0x9D012A,
                tag >> 5 <= reader.remaining - 4
            else { throw reader.malformed }
            let width = try reader.littleEndian(2) & 0x3FFF
            return (width, try reader.littleEndian(2) & 0x3FFF)
        case "VP8L":
            guard try reader.byte() == 0x2F else { throw reader.malformed }
            let bits = try reader.littleEndian(4)
            guard bits >> 29 == 0 else { throw reader.malformed }
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        default:
            return nil
        }
    }
}
