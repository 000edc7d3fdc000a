extension ImageStripper {
    /// The ancillary chunks that a picture's look depends on, and how long they may be (PNG, third edition, section 11.3).
    private static let ancillaryLengths: [String: ClosedRange<Int>] = [
        "bKGD": 1...6, "cHRM": 32...32, "gAMA": 4...4, "pHYs": 9...9, "sBIT": 1...4, "sRGB": 1...1, "tRNS": 1...256,
    ]

    /// Keeps the chunks that a picture or an animation consists of, each checked against its CRC.
    static func stripPNG(_ bytes: [UInt8]) throws(ImageRefusal) -> [UInt8] {
        var reader = ImageReader(bytes, format: "PNG")
        var output = Array(try reader.take(ImageProbe.pngSignature.count))
        output.reserveCapacity(bytes.count)
        var chunks = PNGChunks()
        while true {
            let start = reader
            let length = try reader.bigEndian(4)
            let name = try reader.name()
            let contents = try reader.part(length)
            let stated = try reader.bigEndian(4)
            var whole = start
            let chunk = try whole.take(reader.index - start.index)
            guard crc(chunk.dropFirst(4).dropLast(4)) == UInt32(truncatingIfNeeded: stated) else {
                throw reader.malformed
            }
            if try chunks.keeps(name, contents) { output += chunk }
            if name == "IEND" { return output }
        }
    }

    /// What was seen of a PNG so far, and thus what may come next (section 5.6).
    private struct PNGChunks {
        private var seen: Set<String> = []
        private var canvas = (width: 0, height: 0)
        private var frames = FrameCount()
        private var last = ""

        mutating func keeps(_ name: String, _ contents: ImageReader) throws(ImageRefusal) -> Bool {
            let isFirst = seen.insert(name).inserted
            defer { last = name }
            var reader = contents
            switch name {
            case "IHDR":
                guard seen.count == 1, isFirst, reader.remaining == 13 else { throw reader.malformed }
                canvas = (try reader.bigEndian(4), try reader.bigEndian(4))
            case "PLTE":
                guard isFirst, !seen.contains("IDAT"), reader.remaining <= 768, reader.remaining % 3 == 0 else {
                    throw reader.malformed
                }
            case "IDAT":
                guard seen.contains("IHDR"), isFirst || last == "IDAT" else { throw reader.malformed }
            case "IEND":
                guard seen.contains("IDAT"), reader.remaining == 0 else { throw reader.malformed }
            case "acTL":
                guard isFirst, !seen.contains("IDAT"), reader.remaining == 8 else { throw reader.malformed }
            case "fcTL", "fdAT":
                // Only in an animation: elsewhere they could hold anything.
                guard seen.contains("acTL") else { return false }
                if name == "fcTL" { try addFrame(reader) } else if frames.frames == 0 { throw reader.malformed }
            default:
                // An upper-case first letter: no decoder may pass over what it does not know (section 5.4).
                if name.utf8.first.map({ $0 & 0x20 == 0 }) ?? true { throw reader.malformed }
                return isFirst && ancillaryLengths[name]?.contains(reader.remaining) ?? false
            }
            if !seen.contains("IHDR") { throw reader.malformed }
            return true
        }

        private mutating func addFrame(_ contents: ImageReader) throws(ImageRefusal) {
            var reader = contents
            guard reader.remaining == 26 else { throw reader.malformed }
            try reader.skip(4)
            let width = try reader.bigEndian(4)
            let height = try reader.bigEndian(4)
            let left = try reader.bigEndian(4)
            let top = try reader.bigEndian(4)
            guard width > 0, height > 0, left + width <= canvas.width, top + height <= canvas.height else {
                throw reader.malformed
            }
            try frames.add(width: width, height: height)
        }
    }

    /// The cyclic redundancy code of a chunk's name and contents (annex D).
    static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        let value = bytes.withUnsafeBufferPointer { buffer in
            crcTable.withUnsafeBufferPointer { table in
                var value: UInt32 = 0xFFFF_FFFF
                for byte in buffer { value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ value >> 8 }
                return value
            }
        }
        return value ^ 0xFFFF_FFFF
    }

    private static let crcTable: [UInt32] = (0..<256).map { (byte: UInt32) in
        (0..<8).reduce(byte) { value, _ in value & 1 == 0 ? value >> 1 : 0xEDB8_8320 ^ value >> 1 }
    }
}
