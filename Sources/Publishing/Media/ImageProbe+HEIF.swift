/// Boxes of the ISO base media file format (ISO/IEC 14496-12), in which HEIF (ISO/IEC 23008-12) and AVIF images come.
extension ImageReader {
    /// The next box: its type and contents.
    mutating func box() throws(ImageRefusal) -> (type: String, contents: ImageReader) {
        let size = try bigEndian(4)
        let type = try name()
        switch size {
        case 0: return (type, try part(remaining))
        case 1:
            // Of the eight bytes the first four are zero in any file that is not refused for its length.
            guard try bigEndian(4) == 0 else { throw malformed }
            return (type, try part(bigEndian(4) - 16))
        default: return (type, try part(size - 8))
        }
    }

    /// The contents of the first box of a type.
    func firstBox(_ type: String) throws(ImageRefusal) -> ImageReader? {
        var reader = self
        while !reader.isAtEnd {
            let box = try reader.box()
            if box.type == type { return box.contents }
        }
        return nil
    }
}

extension ImageProbe {
    private static let heicBrands: Set<String> = [
        "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1",
    ]

    /// The kind that the brands name; nil for other media, such as MP4.
    static func heifFormat(_ bytes: [UInt8]) -> ImageFormat? {
        var file = ImageReader(bytes, format: "HEIF")
        guard let box = try? file.box(), box.type == "ftyp" else { return nil }
        var reader = box.contents
        var brands: Set<String> = []
        if let major = try? reader.name() { brands.insert(major) }
        _ = try? reader.skip(4)
        while let brand = try? reader.name() { brands.insert(brand) }
        if brands.contains("avif") || brands.contains("avis") { return .avif }
        return brands.isDisjoint(with: heicBrands) ? nil : .heic
    }

    /// Reads the image sizes among the item properties. Of several (tiles, thumbnails, the whole) the largest counts, so
    /// that none gets past the limit.
    static func heifFacts(_ bytes: [UInt8], format: ImageFormat) throws(ImageRefusal) -> ImageFacts {
        let file = ImageReader(bytes, format: format == .avif ? "AVIF" : "HEIC")
        guard var meta = try file.firstBox("meta") else { throw file.malformed }
        try meta.skip(4)
        guard var properties = try meta.firstBox("iprp")?.firstBox("ipco") else { throw file.malformed }
        var (width, height) = (0, 0)
        var hasColorProfile = false
        while !properties.isAtEnd {
            let property = try properties.box()
            var size = property.contents
            if property.type == "colr", size.starts(with: "prof") || size.starts(with: "rICC") {
                hasColorProfile = true
            }
            guard property.type == "ispe" else { continue }
            try size.skip(4)
            let across = try size.bigEndian(4)
            let down = try size.bigEndian(4)
            if max(across, down) > max(width, height) { (width, height) = (across, down) }
        }
        return ImageFacts(format: format, width: width, height: height, hasColorProfile: hasColorProfile)
    }
}
