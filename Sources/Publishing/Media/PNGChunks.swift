/// What was seen of a PNG so far, and thus what may come next (PNG, third edition, section 5.6).
struct PNGChunks {
    private var seen: Set<String> = []
    private var pixels: PNGPixels?
    private var animation: PNGAnimation?
    private var last = ""

    /// The ancillary chunks that a picture's look depends on, and how long they may be (section 11.3).
    private static let ancillaryLengths: [String: ClosedRange<Int>] = [
        "bKGD": 1...6, "cHRM": 32...32, "cICP": 4...4, "cLLI": 8...8, "gAMA": 4...4, "mDCV": 24...24, "pHYs": 9...9,
        "sBIT": 1...4, "sRGB": 1...1, "tRNS": 1...256,
    ]

    /// Whether a chunk belongs to the picture, or to the animation.
    ///
    /// - Throws: `malformed` where it may not be, `tooLarge` for an endless animation.
    mutating func keeps(_ name: String, _ contents: ImageReader) throws(ImageRefusal) -> Bool {
        let isFirst = seen.insert(name).inserted
        defer { last = name }
        let reader = contents
        switch name {
        case "IHDR":
            guard seen.count == 1, reader.remaining == 13 else { throw reader.malformed }
            pixels = try PNGPixels(header: reader)
        case "PLTE":
            guard isFirst, !seen.contains("IDAT"), reader.remaining <= 768, reader.remaining % 3 == 0 else {
                throw reader.malformed
            }
        case "IDAT":
            guard seen.contains("IHDR"), isFirst || last == "IDAT" else { throw reader.malformed }
            animation?.addImageData(reader)
        case "IEND":
            guard seen.contains("IDAT"), reader.remaining == 0 else { throw reader.malformed }
            try animation?.end()
        case "acTL":
            guard isFirst, !seen.contains("IDAT"), reader.remaining == 8, let pixels else { throw reader.malformed }
            animation = try PNGAnimation(control: reader, of: pixels)
        case "fcTL", "fdAT":
            // Only in an animation: elsewhere they could hold anything.
            guard animation != nil else { return false }
            if name == "fcTL" { try animation?.beginFrame(reader) } else { try animation?.addFrameData(reader) }
        case "iCCP":
            return isFirst && !seen.contains("PLTE") && !seen.contains("IDAT")
        default:
            // An upper-case first letter: no decoder may pass over what it does not know (section 5.4).
            if name.utf8.first.map({ $0 & 0x20 == 0 }) ?? true { throw reader.malformed }
            return isFirst && Self.ancillaryLengths[name]?.contains(reader.remaining) ?? false
        }
        if !seen.contains("IHDR") { throw reader.malformed }
        return true
    }
}

/// The form of the pixels of a PNG, and how many bytes they are before they are compressed (sections 7 to 9).
struct PNGPixels {
    let width: Int
    let height: Int
    private let bitsPerPixel: Int
    private let isInterlaced: Bool

    /// Reads the contents of a chunk `IHDR`.
    init(header: ImageReader) throws(ImageRefusal) {
        var reader = header
        width = try reader.bigEndian(4)
        height = try reader.bigEndian(4)
        let depth = try reader.byte()
        let samples = try [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][reader.byte()]
        guard let samples, [1, 2, 4, 8, 16].contains(depth) else { throw reader.malformed }
        bitsPerPixel = samples * depth
        try reader.skip(2)
        isInterlaced = try reader.byte() == 1
    }

    /// The seven passes of an interlaced picture: where each begins and in which steps it goes (section 8.1).
    private static let passes = [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ]

    /// The bytes of a picture in this form: each line has one for its filter. Nil when nobody could count them.
    func byteCount(width: Int, height: Int) -> Int? {
        guard max(width, height) < 1 << 24 else { return nil }
        func lines(_ width: Int, _ height: Int) -> Int {
            width == 0 ? 0 : height * (1 + (width * bitsPerPixel + 7) / 8)
        }
        guard isInterlaced else { return lines(width, height) }
        return Self.passes.reduce(0) { sum, pass in
            let (left, top, across, down) = pass
            return sum + lines(max(0, width - left + across - 1) / across, max(0, height - top + down - 1) / down)
        }
    }
}
