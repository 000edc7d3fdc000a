extension ImageReader {
    /// The next marker (ITU-T T.81, annex B.1.1.2), past whatever lies before it.
    mutating func jpegMarker() throws(ImageRefusal) -> Int {
        while true {
            advance(to: 0xFF)
            while peek() == 0xFF { try skip(1) }
            let marker = try byte()
            if marker != 0 { return marker }
        }
    }

    /// The contents of the segment whose marker was read.
    mutating func jpegSegment() throws(ImageRefusal) -> ImageReader {
        try part(bigEndian(2) - 2)
    }
}

extension ImageProbe {
    /// Start of frame markers: all that a JPEG may have, and those that every browser decodes (baseline, extended and
    /// progressive Huffman).
    static let jpegFrames: Set<Int> = Set(0xC0...0xCF).subtracting([0xC4, 0xC8, 0xCC])
    static let jpegFramesOfTheWeb: Set<Int> = [0xC0, 0xC1, 0xC2]

    /// Reads the segments before the first scan.
    static func jpegFacts(_ bytes: [UInt8]) throws(ImageRefusal) -> ImageFacts {
        var reader = ImageReader(bytes, format: "JPEG")
        var size: (width: Int, height: Int)?
        var orientation: Int?
        var format = ImageFormat.jpeg
        var hasColorProfile = false
        while true {
            let marker = try reader.jpegMarker()
            switch marker {
            case 0x01, 0xD0...0xD8:
                continue
            case 0xD9:
                throw reader.malformed
            case 0xDA:
                guard let size else { throw reader.malformed }
                return ImageFacts(
                    format: format,
                    width: size.width,
                    height: size.height,
                    orientation: orientation ?? 1,
                    hasColorProfile: hasColorProfile
                )
            default:
                var segment = try reader.jpegSegment()
                if jpegFrames.contains(marker) {
                    guard size == nil else { throw reader.malformed }
                    size = try jpegSize(&segment, marker: marker)
                } else if marker == 0xE1, segment.starts(with: "Exif\0\0") {
                    try segment.skip(6)
                    let exif = try segment.take(segment.remaining)
                    orientation = orientation ?? self.orientation(exif: exif)
                } else if marker == 0xE2, segment.starts(with: "MPF\0") {
                    format = .mpo
                } else if marker == 0xE2, segment.starts(with: "ICC_PROFILE\0") {
                    hasColorProfile = true
                }
            }
        }
    }

    private static func jpegSize(
        _ segment: inout ImageReader,
        marker: Int
    ) throws(ImageRefusal) -> (width: Int, height: Int) {
        guard try segment.byte() == 8, jpegFramesOfTheWeb.contains(marker) else {
            throw ImageRefusal(.unsupportedType, "The JPEG image is of a kind that browsers do not show.")
        }
        let height = try segment.bigEndian(2)
        return (try segment.bigEndian(2), height)
    }
}
