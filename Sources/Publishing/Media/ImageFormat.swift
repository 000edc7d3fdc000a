/// A kind of image that can be uploaded, told by its content alone.
///
/// The declared type and the name of a file say little: iOS names HEIC files `.jpeg` (MP-071).
package enum ImageFormat: String, Sendable, CaseIterable {
    case jpeg
    case png
    case gif
    case webp
    case avif
    /// HEIC and HEIF, which browsers do not show: stored as JPEG.
    case heic
    /// Several JPEG images in one file (CIPA DC-007): the first is stored.
    case mpo

    /// The kind that is kept on disk.
    var stored: ImageFormat {
        switch self {
        case .heic, .mpo: .jpeg
        case .jpeg, .png, .gif, .webp, .avif: self
        }
    }

    /// The media type of what is stored.
    package var mimeType: String { "image/\(stored.rawValue)" }

    /// The ending of the stored file's name, without a dot.
    package var fileExtension: String { stored == .jpeg ? "jpg" : stored.rawValue }
}
