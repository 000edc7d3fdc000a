extension ImageStripper {
    /// Keeps screen, colour tables, frames, their timing and the loop count (GIF89a), up to the trailer.
    static func stripGIF(_ bytes: [UInt8]) throws(ImageRefusal) -> [UInt8] {
        var reader = ImageReader(bytes, format: "GIF")
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        let screen = try gifScreen(&reader, to: &output)
        var frames = FrameCount(canvas: screen)
        var control: ArraySlice<UInt8> = []
        var loopSeen = false
        while true {
            switch try reader.byte() {
            case 0x21:
                let label = try reader.byte()
                let blocks = try reader.gifSubBlocks()
                if label == 0xF9 {
                    guard blocks.count == 6 else { throw reader.malformed }
                    // It belongs to the frame that follows, and goes when that is dropped.
                    control = [0x21, 0xF9] + blocks
                } else if label == 0x01 {
                    control = []
                } else if label == 0xFF, !loopSeen, let loop = loop(blocks) {
                    loopSeen = true
                    output += loop
                }
            case 0x2C:
                output += control
                control = []
                output += try gifFrame(&reader, screen: screen)
                try frames.add()
            case 0x3B:
                guard frames.frames > 0 else { throw reader.malformed }
                return output + [0x3B]
            default:
                throw reader.malformed
            }
        }
    }

    /// Header, logical screen descriptor and global colour table (sections 17 to 19).
    private static func gifScreen(
        _ reader: inout ImageReader,
        to output: inout [UInt8]
    ) throws(ImageRefusal) -> (width: Int, height: Int) {
        let start = reader
        try reader.skip(6)
        let width = try reader.littleEndian(2)
        let height = try reader.littleEndian(2)
        let flags = try reader.byte()
        try reader.skip(2)
        _ = try reader.gifColorTable(flags: flags)
        var whole = start
        output += try whole.take(reader.index - start.index)
        return (width, height)
    }

    /// An image descriptor with its colour table and compressed data (sections 20 to 22).
    private static func gifFrame(
        _ reader: inout ImageReader,
        screen: (width: Int, height: Int)
    ) throws(ImageRefusal) -> [UInt8] {
        let start = reader
        let left = try reader.littleEndian(2)
        let top = try reader.littleEndian(2)
        let width = try reader.littleEndian(2)
        let height = try reader.littleEndian(2)
        guard width > 0, height > 0, left + width <= screen.width, top + height <= screen.height else {
            throw reader.malformed
        }
        let flags = try reader.byte()
        _ = try reader.gifColorTable(flags: flags)
        let codeSize = try reader.byte()
        var whole = start
        let head = try whole.take(reader.index - start.index)
        guard (1...8).contains(codeSize) else { throw reader.malformed }
        let blocks = try reader.gifSubBlocks()
        guard blocks.count > 1 else { throw reader.malformed }
        return [0x2C] + head + (try gifPixels(blocks, codeSize: codeSize))
    }

    /// The sub-blocks of a frame, up to the code that ends its pixels: what follows it is shown by nobody.
    private static func gifPixels(_ blocks: ArraySlice<UInt8>, codeSize: Int) throws(ImageRefusal) -> [UInt8] {
        var reader = ImageReader(blocks, format: "GIF")
        var data: [UInt8] = []
        data.reserveCapacity(blocks.count)
        while let length = reader.peek(), length > 0 {
            try reader.skip(1)
            data += try reader.take(Int(length))
        }
        guard let length = GIFCodes.length(of: data, codeSize: codeSize) else { throw reader.malformed }
        guard length < data.count else { return Array(blocks) }
        var kept: [UInt8] = []
        for first in stride(from: 0, to: length, by: 255) {
            let block = data[first..<min(first + 255, length)]
            kept += [UInt8(block.count)] + block
        }
        return kept + [0]
    }

    /// The application extension that says how often an animation is repeated, nil for any other.
    private static func loop(_ blocks: ArraySlice<UInt8>) -> [UInt8]? {
        let reader = ImageReader(blocks.dropFirst(), format: "GIF")
        guard blocks.first == 11, reader.starts(with: "NETSCAPE2.0") || reader.starts(with: "ANIMEXTS1.0"),
            blocks.count >= 16, reader.peek(11) == 3, reader.peek(12) == 1
        else { return nil }
        return [0x21, 0xFF] + blocks.prefix(16) + [0]
    }
}
