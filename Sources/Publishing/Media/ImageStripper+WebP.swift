extension ImageStripper {
    /// Keeps canvas, colour profile, frames and bitstreams (RFC 9649), and nothing behind the length that the file claims.
    static func stripWebP(_ bytes: [UInt8]) throws(ImageRefusal) -> [UInt8] {
        var reader = try ImageProbe.webpChunks(bytes)
        let first = try reader.riffChunk()
        var chunks: [UInt8] = []
        if first.name == "VP8X" {
            let header = try ImageProbe.webpHeader(first.contents)
            let profile = colorProfile(before: reader)
            // Of the flags, only those of animation, alpha and the profile speak of what is kept.
            let flags = header.flags & 0x12 | (profile == nil ? 0 : 0x20)
            append("VP8X", [UInt8(flags), 0, 0, 0] + first.contents.dropFirst(4), to: &chunks)
            if let profile { append("ICCP", profile, to: &chunks) }
            if header.isAnimated {
                chunks += try animation(&reader, canvas: (header.width, header.height))
            } else {
                let image = try picture(&reader)
                guard image.size == (header.width, header.height) else { throw reader.malformed }
                chunks += image.chunks
            }
        } else {
            guard try ImageProbe.webpBitstreamSize(first.name, first.contents) != nil else { throw reader.malformed }
            append(first.name, first.contents, to: &chunks)
        }
        var output = Array("RIFF".utf8)
        output.append(littleEndian: chunks.count + 4, count: 4)
        return output + "WEBP".utf8 + chunks
    }

    private static func append(_ name: String, _ contents: ArraySlice<UInt8>, to output: inout [UInt8]) {
        output += name.utf8
        output.append(littleEndian: contents.count, count: 4)
        output += contents
        if contents.count % 2 == 1 { output.append(0) }
    }

    /// The colour profile that stands before the first picture (section 2.7.1.4), nil when there is none.
    private static func colorProfile(before start: ImageReader) -> ArraySlice<UInt8>? {
        var reader = start
        while let chunk = try? reader.riffChunk(), !["ALPH", "ANMF", "VP8 ", "VP8L"].contains(chunk.name) {
            if chunk.name == "ICCP" { return ICCProfile.isWellFormed(chunk.contents) ? chunk.contents : nil }
        }
        return nil
    }

    /// One bitstream, with the transparency before it when there is any.
    private static func picture(
        _ reader: inout ImageReader
    ) throws(ImageRefusal) -> (chunks: [UInt8], size: (width: Int, height: Int)) {
        var chunks: [UInt8] = []
        while true {
            let chunk = try reader.riffChunk()
            if chunk.name == "ALPH", chunks.isEmpty {
                append(chunk.name, chunk.contents, to: &chunks)
            } else if let size = try ImageProbe.webpBitstreamSize(chunk.name, chunk.contents) {
                append(chunk.name, chunk.contents, to: &chunks)
                return (chunks, size)
            }
        }
    }

    /// The loop count and the frames (section 2.7.1).
    private static func animation(
        _ reader: inout ImageReader,
        canvas: (width: Int, height: Int)
    ) throws(ImageRefusal) -> [UInt8] {
        try FrameCount.check(canvas: canvas)
        var chunks: [UInt8] = []
        var frames = FrameCount(canvas: canvas)
        while !reader.isAtEnd {
            let chunk = try reader.riffChunk()
            switch chunk.name {
            case "ANIM" where chunks.isEmpty:
                guard chunk.contents.count == 6 else { throw reader.malformed }
                append(chunk.name, chunk.contents, to: &chunks)
            case "ANMF":
                guard !chunks.isEmpty else { throw reader.malformed }
                append(chunk.name, try frame(chunk.contents, canvas: canvas)[...], to: &chunks)
                try frames.add()
            default:
                break
            }
        }
        guard frames.frames > 0 else { throw reader.malformed }
        return chunks
    }

    private static func frame(
        _ contents: ArraySlice<UInt8>,
        canvas: (width: Int, height: Int)
    ) throws(ImageRefusal) -> [UInt8] {
        var reader = ImageReader(contents, format: "WebP")
        let left = try reader.littleEndian(3) * 2
        let top = try reader.littleEndian(3) * 2
        let width = try reader.littleEndian(3) + 1
        let height = try reader.littleEndian(3) + 1
        try reader.skip(4)
        let image = try picture(&reader)
        guard image.size == (width, height), left + width <= canvas.width, top + height <= canvas.height else {
            throw reader.malformed
        }
        return contents.prefix(16) + image.chunks
    }
}
