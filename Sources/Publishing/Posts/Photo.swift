import IndieWeb
import Microformats

/// A photo of a post.
package struct Photo: Sendable, Equatable {
    /// Where the photo is.
    package enum Source: Sendable, Equatable {
        /// In the media folder.
        case stored(StoredPhoto)
        /// On another site, whose address is kept and shown, never fetched.
        case remote(url: String)
    }

    /// Where it is.
    package let source: Source
    /// What the photo shows, for those who do not see it. Empty when the author said nothing.
    package let alt: String

    /// Creates a photo.
    package init(_ source: Source, alt: String) {
        self.source = source
        self.alt = alt
    }

    /// The photo itself, when it is in the media folder.
    package var stored: StoredPhoto? {
        if case .stored(let photo) = source { photo } else { nil }
    }

    /// The address of the photo in a size fit for a page, or, with `original`, as it was stored.
    ///
    /// `root` is the address, or the path, of the site; it ends with `/`.
    package func address(below root: String, original: Bool = false) -> String {
        switch source {
        case .stored(let photo): root + (original ? photo.original : photo.copies.first ?? photo.original).relativePath
        case .remote(let url): url
        }
    }
}

extension Photo {
    /// Reads a value of the property `photo` as it is kept; nil for one that names no photo that can be shown.
    ///
    /// What no upload knows is shown as it is named, or its author would wonder where it went.
    /// - Parameters:
    ///   - value: an address, or an object with one, and perhaps with a description.
    ///   - stored: photos whose sizes and copies are known.
    init?(_ value: JSONValue, among stored: [Photo] = []) {
        guard let address = value.mediaAddress else { return nil }
        let alt = value.mediaDescription ?? ""
        if let path = MediaReference(stored: address)?.path {
            let known = stored.first { $0.stored?.original.path == path }?.source
            let file = StoredPhoto.File(path: path, width: nil, height: nil, byteCount: 0)
            self.init(known ?? .stored(StoredPhoto(original: file, mimeType: "")), alt: alt)
        } else {
            guard URLReference(address)?.isWebAddress == true else { return nil }
            self.init(.remote(url: address), alt: alt)
        }
    }
}

/// A photo in the media folder.
package struct StoredPhoto: Sendable, Equatable {
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
        /// Which of the copies of a photo it is; nil for the photo as it was stored.
        package let variant: ImageVariant?

        /// Creates a file.
        package init(path: String, width: Int?, height: Int?, byteCount: Int, variant: ImageVariant? = nil) {
            self.path = path
            self.width = width
            self.height = height
            self.byteCount = byteCount
            self.variant = variant
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
    /// What all its files are: `image/jpeg`; empty where no upload says.
    package let mimeType: String

    /// Creates a photo.
    package init(original: File, copies: [File] = [], thumbnail: File? = nil, mimeType: String) {
        self.original = original
        self.copies = copies
        self.thumbnail = thumbnail
        self.mimeType = mimeType
    }
}
