import Foundation

/// Tells what an image is from its bytes, before any decoder sees them.
package enum ImageProbe {
    /// The longest side that is taken, in pixels.
    package static let sideLimit = 12_000

    /// What the image is, and how large.
    ///
    /// - Throws: `unsupportedType` for what is no image of a known kind, `tooLarge` for a side beyond `sideLimit`,
    ///   `malformed` when the headers cannot be read.
    package static func facts(of bytes: [UInt8]) throws(ImageRefusal) -> ImageFacts {
        guard let format = format(of: bytes) else {
            throw bytes.isEmpty ? ImageRefusal(.malformed, "The file is empty.") : .unsupported
        }
        let facts: ImageFacts
        switch format {
        case .jpeg, .mpo: facts = try jpegFacts(bytes)
        case .png: facts = try pngFacts(bytes)
        case .gif: facts = try gifFacts(bytes)
        case .webp: facts = try webpFacts(bytes)
        case .avif, .heic: facts = try heifFacts(bytes, format: format)
        }
        guard facts.width > 0, facts.height > 0 else { throw .malformed(format.rawValue) }
        guard facts.longerSide <= sideLimit else {
            throw ImageRefusal(
                .tooLarge,
                "The image is \(facts.width) × \(facts.height) pixels; \(sideLimit) a side are taken."
            )
        }
        return facts
    }

    /// What the image in a file is, and how large.
    ///
    /// - Throws: as for bytes, or `SystemCallError` when the file cannot be read.
    package static func facts(ofFile path: String) throws -> ImageFacts {
        try facts(of: WholeFile.read(path))
    }

    /// The kind by the first bytes; an MPO is a JPEG until its segments are read.
    static func format(of bytes: [UInt8]) -> ImageFormat? {
        let reader = ImageReader(bytes, format: "")
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: pngSignature) { return .png }
        if reader.starts(with: "GIF87a") || reader.starts(with: "GIF89a") { return .gif }
        if reader.starts(with: "RIFF"), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return .webp }
        if bytes.dropFirst(4).starts(with: "ftyp".utf8) { return heifFormat(bytes) }
        return nil
    }

    /// The eight bytes that begin a PNG (section 5.2).
    static let pngSignature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// The orientation in EXIF data, 1 when there is none (CIPA DC-008, section 4.6): a TIFF file of which only the first
    /// directory is read.
    static func orientation(exif: ArraySlice<UInt8>) -> Int {
        (try? readOrientation(exif: exif)) ?? 1
    }

    private static func readOrientation(exif: ArraySlice<UInt8>) throws(ImageRefusal) -> Int? {
        var reader = ImageReader(exif, format: "EXIF")
        let isLittleEndian = reader.starts(with: "II")
        guard isLittleEndian || reader.starts(with: "MM") else { return nil }
        func number(_ count: Int) throws(ImageRefusal) -> Int {
            isLittleEndian ? try reader.littleEndian(count) : try reader.bigEndian(count)
        }
        try reader.skip(4)
        try reader.skip(number(4) - 8)
        for _ in 0..<(try number(2)) {
            let tag = try number(2)
            try reader.skip(6)
            let value = try number(2)
            try reader.skip(2)
            if tag == 0x0112 { return (1...8).contains(value) ? value : nil }
        }
        return nil
    }
}
