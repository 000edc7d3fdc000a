/// The files that became of an upload.
package struct ProcessedImage: Sendable {
    /// A file in the folder that the caller named.
    package struct File: Sendable, Equatable {
        /// Its name, such as `UUID.jpg` or `UUID_thumb.jpg`.
        package let name: String
        /// Pixels across, as shown.
        package let width: Int
        /// Pixels down, as shown.
        package let height: Int
        /// Its length in bytes.
        package let byteCount: Int
    }

    /// The media type of all of them.
    package let mimeType: String
    /// The image, upright, without metadata and not larger than needed.
    package let original: File
    /// Its smaller copies, smallest first; for an animation no more than a square cut of its first frame.
    package let variants: [(kind: ImageVariant, file: File)]
}
