extension Feed {
    /// A photo of an entry.
    package struct Image: Sendable, Equatable {
        /// Which of the copies of a photo a file is.
        package enum Copy: String, Sendable, CaseIterable {
            /// 320 pixels wide.
            case small
            /// 640 pixels wide.
            case medium
            /// 1280 pixels wide.
            case large
        }

        /// One file of a photo.
        package struct File: Sendable, Equatable {
            /// Its absolute address.
            package var url: String
            /// Its media type, `image/jpeg`.
            package var mimeType: String
            /// Its length in bytes.
            package var byteCount: Int
            /// Its width in pixels, when known.
            package var width: Int?
            /// Its height in pixels, when known.
            package var height: Int?
            /// Which copy it is; nil for the photo itself, its thumbnail, and a copy of no known kind.
            package var copy: Copy?

            /// Creates a file.
            package init(
                url: String,
                mimeType: String,
                byteCount: Int,
                width: Int?,
                height: Int?,
                copy: Copy? = nil
            ) {
                self.url = url
                self.mimeType = mimeType
                self.byteCount = byteCount
                self.width = width
                self.height = height
                self.copy = copy
            }
        }

        /// The photo as it was uploaded.
        package var original: File
        /// Smaller copies, largest first.
        package var copies: [File]
        /// A small square cut.
        package var thumbnail: File?
        /// What the photo shows, in words.
        package var caption: String?

        /// Creates a photo.
        package init(original: File, copies: [File] = [], thumbnail: File? = nil, caption: String? = nil) {
            self.original = original
            self.copies = copies
            self.thumbnail = thumbnail
            self.caption = caption
        }
    }
}
