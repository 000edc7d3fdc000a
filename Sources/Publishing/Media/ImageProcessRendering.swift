/// How an image is to come out of the decoder: its kind, its size and its quality.
struct ImageProcessRendering: Sendable, Equatable {
    /// What the pixels are to fit.
    enum Fit: Sendable, Equatable {
        /// Both sides at most this long, never enlarged.
        case within(Int)
        /// A width, whatever height follows.
        case width(Int)
        /// A square, cut from the centre.
        case square(Int)
    }

    /// What the decoder reads, and what it refuses.
    enum Reading: Sendable, Equatable {
        /// The picture, or the first frame of an animation; not one whose data ends too early.
        case picture
        /// The same, and nothing that is odd about it: for a file whose end was not sent.
        case wholePicture
        /// Every frame of a GIF or WebP animation.
        case allFrames
    }

    let format: ImageFormat
    let fit: Fit
    /// 1 to 100, where the kind has such a thing.
    let quality: Int
    /// Whether WebP is to keep every pixel as it is.
    let isLossless: Bool
    /// Whether to convert from the image's colour profile to sRGB, so that none need be kept. Without a profile that would
    /// change colours that are right already.
    var convertsColors: Bool
    var reading = Reading.picture

    /// What the decoder is to do with its input, in vipsthumbnail's words.
    var inputOptions: String {
        switch reading {
        case .picture: "fail_on=truncated"
        case .wholePicture: "fail_on=warning"
        case .allFrames: "fail_on=truncated,n=-1"
        }
    }

    /// The arguments of vipsthumbnail. All are ours: nothing of them comes from a client.
    ///
    /// What is transparent becomes white where the kind has no transparency.
    var arguments: [String] {
        let size =
            switch fit {
            case .within(let side): ["--size", "\(side)x\(side)>"]
            case .width(let width): ["--size", "\(width)x"]
            case .square(let side): ["--size", "\(side)x\(side)", "--smartcrop", "centre"]
            }
        return size + (convertsColors ? ["--export-profile", "srgb"] : [])
            + ["--output", ".\(format.stored.fileExtension)[\(saving),strip]"]
    }

    private var saving: String {
        switch format.stored {
        case .png: "filter=all"
        case .gif: "effort=7"
        case .webp: isLossless ? "lossless" : "Q=\(quality)"
        // The encoder's own default takes six times as long for a file 2 % smaller.
        case .avif: "Q=\(quality),effort=2,bitdepth=8"
        case .jpeg, .heic, .mpo: "Q=\(quality),optimize_coding,background=255"
        }
    }

    /// The ways to store an upload, best first: the next is tried when a file comes out too large. The length of the upload
    /// chooses the first size and quality.
    static func attempts(_ examined: ImageProcessExamination) -> [ImageProcessRendering] {
        let (side, quality) =
            switch examined.byteCount {
            case ...(10 * 1_048_576): (2048, 95)
            case ...(25 * 1_048_576): (1600, 90)
            default: (1280, 85)
            }
        let format = examined.facts.format
        let hasQuality = !examined.isLossless && format != .png && format != .gif
        let qualities = hasQuality ? Array(stride(from: quality, through: 70, by: -5)) : [quality]
        let sides = sequence(first: side * 4 / 5) { $0 * 4 / 5 }.prefix { $0 >= smallestSide }
        let steps = qualities.map { (side, $0) } + sides.map { ($0, qualities.last ?? quality) }
        return steps.map { side, quality in
            ImageProcessRendering(
                format: format,
                fit: .within(side),
                quality: quality,
                isLossless: examined.isLossless,
                convertsColors: examined.facts.hasColorProfile,
                reading: examined.lacksEnd ? .wholePicture : .picture
            )
        }
    }

    /// Every frame of an animation of this kind, as small as can be: whoever asks for it wants to know that they can be
    /// decoded. The decoder reads one picture of a PNG; its frames are looked at before (``PNGAnimation``).
    static func proof(of format: ImageFormat) -> ImageProcessRendering {
        ImageProcessRendering(
            format: .png,
            fit: .within(16),
            quality: 0,
            isLossless: true,
            convertsColors: false,
            reading: format == .png ? .picture : .allFrames
        )
    }

    /// An image that would have to be smaller than this is refused.
    private static let smallestSide = 640
}
