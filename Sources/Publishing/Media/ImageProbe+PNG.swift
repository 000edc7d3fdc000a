extension ImageProbe {
    /// Reads the chunks (PNG, third edition, section 5). Those behind the image data can say how it is turned.
    static func pngFacts(_ bytes: [UInt8]) throws(ImageRefusal) -> ImageFacts {
        var reader = ImageReader(bytes, format: "PNG")
        try reader.skip(pngSignature.count)
        guard try reader.bigEndian(4) == 13, try reader.name() == "IHDR" else { throw reader.malformed }
        let width = try reader.bigEndian(4)
        let height = try reader.bigEndian(4)
        try reader.skip(9)
        var orientation: Int?
        var isAnimated = false
        var hasColorProfile = false
        while true {
            let start = reader
            let length = try reader.bigEndian(4)
            let name = try reader.name()
            if name == "IDAT" {
                reader = start
                break
            }
            if name == "IEND" { break }
            var chunk = try reader.part(length)
            try reader.skip(4)
            if name == "iCCP" { hasColorProfile = true }
            if name == "acTL" { isAnimated = try chunk.bigEndian(4) > 1 }
            if name == "eXIf" { orientation = self.orientation(exif: try chunk.take(length)) }
        }
        return ImageFacts(
            format: .png,
            width: width,
            height: height,
            orientation: orientation ?? pngLateEXIF(reader).map { self.orientation(exif: $0) } ?? 1,
            isAnimated: isAnimated,
            hasColorProfile: hasColorProfile
        )
    }

    /// The contents of a chunk `eXIf` that stands behind the image data; what is damaged there is for the stripper to refuse.
    static func pngLateEXIF(_ start: ImageReader) -> ArraySlice<UInt8>? {
        var reader = start
        while let length = try? reader.bigEndian(4), let name = try? reader.name(),
            let contents = try? reader.take(length), (try? reader.skip(4)) != nil
        {
            if name == "eXIf" { return contents }
        }
        return nil
    }
}
