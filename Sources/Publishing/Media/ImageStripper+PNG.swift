import CZlib

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
            guard crc(chunk.dropFirst(4).dropLast(4)) == stated else { throw reader.malformed }
            if try chunks.keeps(name, contents) {
                if name == "iCCP" { output += profile(contents) } else { output += chunk }
            }
            if name == "IEND" { return output }
        }
    }

    /// The cyclic redundancy code of a chunk's name and contents (PNG, third edition, annex D).
    private static func crc(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBufferPointer { Int(crc32_z(0, $0.baseAddress, $0.count)) }
    }

    /// A chunk of this name.
    private static func chunk(_ name: String, _ contents: some Sequence<UInt8>) -> [UInt8] {
        let body = Array(name.utf8) + contents
        var chunk: [UInt8] = []
        chunk.append(bigEndian: body.count - 4, count: 4)
        chunk += body
        chunk.append(bigEndian: crc(body[...]), count: 4)
        return chunk
    }

    /// A chunk `iCCP` under a name that says nothing, empty when there is no profile in it.
    private static func profile(_ contents: ImageReader) -> [UInt8] {
        ICCProfile.stream(inPNG: contents).map { chunk("iCCP", "icc\0\0".utf8 + $0) } ?? []
    }

    /// A PNG with its EXIF data before the image data, where decoders look for it; nil where it stands there already, or where
    /// there is none.
    static func pngWithEarlyEXIF(_ bytes: [UInt8]) -> [UInt8]? {
        var reader = ImageReader(bytes, format: "PNG")
        let headerLength = ImageProbe.pngSignature.count + 25
        guard (try? reader.skip(headerLength)) != nil else { return nil }
        var all = reader
        while let length = try? all.bigEndian(4), let name = try? all.name() {
            if name == "eXIf" { return nil }
            if name == "IDAT" { break }
            guard (try? all.skip(length + 4)) != nil else { return nil }
        }
        guard let exif = ImageProbe.pngLateEXIF(reader) else { return nil }
        return bytes.prefix(headerLength) + chunk("eXIf", exif) + bytes.dropFirst(headerLength)
    }
}
