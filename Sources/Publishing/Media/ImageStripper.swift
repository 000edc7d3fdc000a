/// Rewrites an image file with nothing but the parts that its picture needs.
///
/// What goes: EXIF, GPS, XMP, IPTC, comments, text, thumbnails, unknown parts, and whatever follows the image. A colour profile
/// stays if it is well-formed (``ICCProfile``). No pixel is decoded, so it costs little, works for animations, and is exact. The
/// walk is also the check of a file's structure before a decoder gets it.
package enum ImageStripper {
    /// The most frames that an animation may have, the most pixels a side, and the most pixels in all of them: each frame
    /// costs whoever decodes it the whole canvas, and more would stall its visitors.
    static let frameLimit = 3000
    static let animationSideLimit = 2048
    static let animationPixelLimit = 500_000_000

    /// The file without metadata, as the kind that `format` is stored as.
    ///
    /// - Throws: `malformed` when the parts do not fit together, `tooLarge` for an endless animation, `unavailable` for
    ///   AVIF and HEIC, of which nothing can be dropped without a decoder.
    package static func strip(_ bytes: [UInt8], format: ImageFormat) throws(ImageRefusal) -> [UInt8] {
        switch format {
        case .jpeg, .mpo: try stripJPEG(bytes)
        case .png: try stripPNG(bytes)
        case .gif: try stripGIF(bytes)
        case .webp: try stripWebP(bytes)
        case .avif, .heic:
            throw ImageRefusal(
                .unavailable,
                "\(format.rawValue.uppercased()) images need the program vipsthumbnail (package libvips-tools)."
            )
        }
    }

    /// Frames counted against the limits of an animation. A single frame makes none.
    struct FrameCount {
        let canvas: (width: Int, height: Int)
        private(set) var frames = 0

        init(canvas: (width: Int, height: Int)) { self.canvas = canvas }

        /// Whether an animation may be that large.
        static func check(canvas: (width: Int, height: Int)) throws(ImageRefusal) {
            guard max(canvas.width, canvas.height) <= animationSideLimit else {
                throw ImageRefusal(
                    .tooLarge,
                    "The animation is \(canvas.width) × \(canvas.height) pixels; \(animationSideLimit) a side are taken."
                )
            }
        }

        /// Counts some more.
        mutating func add(_ count: Int = 1) throws(ImageRefusal) {
            frames += count
            guard frames > 1 else { return }
            try Self.check(canvas: canvas)
            guard frames <= frameLimit, canvas.width * canvas.height * frames <= animationPixelLimit else {
                throw ImageRefusal(
                    .tooLarge,
                    "The animation is too long: at most \(frameLimit) frames are taken, fewer when they are large."
                )
            }
        }
    }
}
