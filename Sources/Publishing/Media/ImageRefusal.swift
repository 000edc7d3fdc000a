/// Why an upload is not kept, in a sentence for the person who sent it.
package struct ImageRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, as far as an HTTP status depends on it (MP-072).
    package enum Kind: Sendable, Equatable {
        /// Not an image that can be published: 415.
        case unsupportedType
        /// Too many bytes or pixels: 413.
        case tooLarge
        /// An image, but damaged, cut off or against its specification: 400.
        case malformed
        /// Needs a program that this machine does not have: 415.
        case unavailable
        /// Took more time or memory than an image may: 413.
        case overLimits
    }

    /// Which status it is.
    package let kind: Kind
    /// A sentence for people.
    package let reason: String
    /// What the decoder said, for the log and never for the client.
    package let detail: String?

    init(_ kind: Kind, _ reason: String, detail: String? = nil) {
        self.kind = kind
        self.reason = reason
        self.detail = detail
    }

    /// The sentence, for the log with what the decoder said.
    package var description: String { detail.map { "\(reason) (\($0))" } ?? reason }
}

extension ImageRefusal {
    static let unsupported = ImageRefusal(
        .unsupportedType,
        "The file is not an image that can be published: JPEG, PNG, GIF, WebP, AVIF and HEIC can."
    )

    static func malformed(_ format: String) -> ImageRefusal {
        ImageRefusal(.malformed, "The \(format) image is damaged or cut off.")
    }
}
