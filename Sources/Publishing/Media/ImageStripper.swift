/// Rewrites an image file with nothing but the parts that its picture needs.
///
/// What goes: EXIF, GPS, XMP, IPTC, comments, text, colour profiles, thumbnails, unknown parts, and whatever follows the
/// image. No pixel is decoded, so it costs little, works for animations, and is exact. The walk is also the check of a
/// file's structure before a decoder gets it.
package enum ImageStripper {
    /// The most frames that an animation may have, and the most pixels in all of them: more would stall its visitors.
    static let frameLimit = 3000
    static let animationPixelLimit = 4_000_000_000

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

    /// Frames counted against the limits of an animation.
    struct FrameCount {
        private(set) var frames = 0
        private var pixels = 0

        mutating func add(width: Int, height: Int) throws(ImageRefusal) {
            frames += 1
            let (area, overflow) = width.multipliedReportingOverflow(by: height)
            guard !overflow, area <= animationPixelLimit - pixels, frames <= frameLimit else {
                throw ImageRefusal(
                    .tooLarge,
                    "The animation is too long: at most \(frameLimit) frames are taken, fewer when they are large."
                )
            }
            pixels += area
        }
    }
}
