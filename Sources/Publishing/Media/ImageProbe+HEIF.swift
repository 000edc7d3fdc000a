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

    /// The brands of files that are played first of all, and may have a picture beside.
    private static let sequenceBrands: Set<String> = ["avis", "msf1", "hevc", "hevx", "hevm", "hevs"]

    /// The kind that the brands name; nil for other media, such as MP4.
    static func heifFormat(_ bytes: [UInt8]) -> ImageFormat? {
        let brands = heifBrands(bytes)
        if brands.contains("avif") || brands.contains("avis") { return .avif }
        return heicBrands.isDisjoint(with: brands) ? nil : .heic
    }

    /// The brand of the file, then those of other standards that it keeps to (ISO/IEC 14496-12, section 4.3).
    private static func heifBrands(_ bytes: [UInt8]) -> [String] {
        var file = ImageReader(bytes, format: "HEIF")
        guard let box = try? file.box(), box.type == "ftyp" else { return [] }
        var reader = box.contents
        var brands: [String] = []
        if let major = try? reader.name() { brands.append(major) }
        _ = try? reader.skip(4)
        while let brand = try? reader.name() { brands.append(brand) }
        return brands
    }

    /// Reads the image sizes among the item properties. Of several (tiles, thumbnails, the whole) the largest counts, so
    /// that none gets past the limit.
    static func heifFacts(_ bytes: [UInt8], format: ImageFormat) throws(ImageRefusal) -> ImageFacts {
        let name = format == .avif ? "AVIF" : "HEIC"
        if let brand = heifBrands(bytes).first, sequenceBrands.contains(brand) {
            throw ImageRefusal(.unsupportedType, "Animated \(name) images are not taken; GIF, WebP and PNG are.")
        }
        let file = ImageReader(bytes, format: name)
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
