extension ImageProbe {
    /// Reads the chunks before the image data (PNG, third edition, section 5).
    static func pngFacts(_ bytes: [UInt8]) throws(ImageRefusal) -> ImageFacts {
        var reader = ImageReader(bytes, format: "PNG")
        try reader.skip(pngSignature.count)
        guard try reader.bigEndian(4) == 13, try reader.name() == "IHDR" else { throw reader.malformed }
        let width = try reader.bigEndian(4)
        let height = try reader.bigEndian(4)
        try reader.skip(9)
        var orientation = 1
        var isAnimated = false
        var hasColorProfile = false
        while true {
            let length = try reader.bigEndian(4)
            let name = try reader.name()
            if name == "IDAT" || name == "IEND" { break }
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
            orientation: orientation,
            isAnimated: isAnimated,
            hasColorProfile: hasColorProfile
        )
    }
}
