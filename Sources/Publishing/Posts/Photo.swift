/// A photo of a post.
package struct Photo: Sendable, Equatable {
    /// One file of a photo.
    package struct File: Sendable, Equatable {
        /// Its path in the media folder: `2025/11/a.jpg`.
        package let path: String
        /// Its width in pixels, when known.
        package let width: Int?
        /// Its height in pixels, when known.
        package let height: Int?
        /// Its length in bytes.
        package let byteCount: Int

        /// Creates a file.
        package init(path: String, width: Int?, height: Int?, byteCount: Int) {
            self.path = path
            self.width = width
            self.height = height
            self.byteCount = byteCount
        }

        /// Its address within the site, without a leading `/`: `media/2025/11/a.jpg`.
        package var relativePath: String {
            "media/\(PathSegment.encode(path: path))"
        }
    }

    /// The photo as it was stored.
    package let original: File
    /// Copies made narrower for screens, widest first.
    package let copies: [File]
    /// A small square cut.
    package let thumbnail: File?
    /// What all its files are: `image/jpeg`.
    package let mimeType: String
    /// What the photo shows, for those who do not see it. Empty when the author said nothing.
    package let alt: String

    /// Creates a photo.
    package init(original: File, copies: [File] = [], thumbnail: File? = nil, mimeType: String, alt: String) {
        self.original = original
        self.copies = copies
        self.thumbnail = thumbnail
        self.mimeType = mimeType
        self.alt = alt
    }
}
