/// What is known of an upload before a decoder sees it.
struct ImageProcessExamination: Sendable {
    let facts: ImageFacts
    let byteCount: Int
    /// Whether it is WebP that keeps every pixel as it is.
    let isLossless: Bool
    /// The file without metadata, where that may be what is stored.
    let stripped: [UInt8]?
    /// What a decoder is to read in place of the file, where it would not take the file as browsers do.
    let mended: [UInt8]?
    /// Whether the file is whole but for the bytes that say so, which are in ``mended``.
    let lacksEnd: Bool

    /// Reads the file and walks its structure.
    ///
    /// - Throws: `ImageRefusal` for what is refused by its headers or its structure alone.
    init(upload: String, hasDecoder: Bool) throws {
        guard let bytes = try WholeFile.read(upload, limit: MediaUpload.maximumBytes) else {
            throw ImageRefusal(.tooLarge, "The file is larger than \(MediaUpload.maximumSize).")
        }
        facts = try ImageProbe.facts(of: bytes)
        byteCount = bytes.count
        isLossless = facts.format == .webp && Self.isLossless(webp: bytes)
        if hasDecoder, facts.format == .avif || facts.format == .heic {
            (stripped, mended, lacksEnd) = (nil, nil, false)
            return
        }
        let walked = try Self.walk(bytes, facts.format, hasDecoder: hasDecoder)
        stripped = facts.isAnimated || facts.format == .gif || !hasDecoder ? walked.stripped : nil
        lacksEnd = walked.completed != nil
        let isTurnedLate = hasDecoder && facts.format == .png && facts.orientation != 1
        mended = isTurnedLate ? ImageStripper.pngWithEarlyEXIF(bytes) : walked.completed
    }

    /// The file without metadata; and, where its last bytes are missing, which browsers do without, the file with them.
    ///
    /// Of a GIF the structure tells that all frames are whole. Of a JPEG only a decoder can tell that it is not cut off.
    private static func walk(
        _ bytes: [UInt8],
        _ format: ImageFormat,
        hasDecoder: Bool
    ) throws(ImageRefusal) -> (stripped: [UInt8], completed: [UInt8]?) {
        do {
            return (try ImageStripper.strip(bytes, format: format), nil)
        } catch {
            let end: [UInt8]? =
                switch format {
                case .gif: [0x3B]
                case .jpeg, .mpo: hasDecoder ? [0xFF, 0xD9] : nil
                case .png, .webp, .avif, .heic: nil
                }
            guard error.kind == .malformed, let end,
                let stripped = try? ImageStripper.strip(bytes + end, format: format)
            else { throw error }
            return (stripped, bytes + end)
        }
    }

    /// The stripped file, when it can be published without being decoded.
    func fitForStorage() throws(ImageRefusal) -> [UInt8] {
        guard let stripped else { throw .unsupported }
        guard facts.isAnimated || facts.orientation == 1 else {
            throw ImageRefusal(
                .unavailable,
                "The image lies on its side; to turn it, the program vipsthumbnail is needed (package libvips-tools)."
            )
        }
        let limit = ImageProcessor.outputLimit
        guard stripped.count <= limit else {
            let remedy =
                facts.isAnimated ? "animations cannot be made smaller" : "libvips-tools is needed to make it smaller"
            throw ImageRefusal(.tooLarge, "The image is larger than \(limit >> 20) MB, and \(remedy).")
        }
        return stripped
    }

    private static func isLossless(webp bytes: [UInt8]) -> Bool {
        guard var chunks = try? ImageProbe.webpChunks(bytes) else { return false }
        while let chunk = try? chunks.riffChunk() {
            if chunk.name == "VP8L" { return true }
            if chunk.name == "VP8 " { return false }
        }
        return false
    }
}

extension ImageProcessRendering.Fit {
    /// Whether an image has this size already.
    func holds(_ facts: ImageFacts) -> Bool {
        if case .within(let side) = self { facts.longerSide <= side } else { false }
    }
}
