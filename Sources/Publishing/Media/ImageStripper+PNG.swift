extension ImageStripper {
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
