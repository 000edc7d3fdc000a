extension ImageReader {
    /// A GIF colour table (GIF89a, sections 19 and 21), empty when the flags say that there is none.
    mutating func gifColorTable(flags: Int) throws(ImageRefusal) -> ArraySlice<UInt8> {
        try take(flags & 0x80 == 0 ? 0 : 3 << (flags & 7 + 1))
    }

    /// Data sub-blocks with their lengths and the terminator (GIF89a, sections 15 and 16).
    mutating func gifSubBlocks() throws(ImageRefusal) -> ArraySlice<UInt8> {
        let start = self
        while true {
            let length = try byte()
            if length == 0 { break }
            try skip(length)
        }
        var whole = start
        return try whole.take(index - start.index)
    }
}

extension ImageProbe {
    /// Reads the screen's size, and as many blocks as tell whether a second frame follows. Where not even one does, it is no
    /// GIF, and its size means nothing: any text can begin as one.
    static func gifFacts(_ bytes: [UInt8]) throws(ImageRefusal) -> ImageFacts {
        var reader = ImageReader(bytes, format: "GIF")
        try reader.skip(6)
        let width = try reader.littleEndian(2)
        let height = try reader.littleEndian(2)
        let flags = try reader.byte()
        try reader.skip(2)
        _ = try reader.gifColorTable(flags: flags)
        let frames = gifFrames(upTo: 2, reader)
        guard frames > 0 else { throw reader.malformed }
        return ImageFacts(format: .gif, width: width, height: height, isAnimated: frames > 1)
    }

    /// How many whole frames there are, counted up to a limit; what is damaged after them is for the stripper to refuse.
    private static func gifFrames(upTo limit: Int, _ start: ImageReader) -> Int {
        var reader = start
        var frames = 0
        do {
            while frames < limit {
                switch try reader.byte() {
                case 0x21:
                    try reader.skip(1)
                    _ = try reader.gifSubBlocks()
                case 0x2C:
                    try reader.skip(8)
                    let flags = try reader.byte()
                    _ = try reader.gifColorTable(flags: flags)
                    try reader.skip(1)
                    _ = try reader.gifSubBlocks()
                    frames += 1
                default: return frames
                }
            }
        } catch {
        }
        return frames
    }
}
