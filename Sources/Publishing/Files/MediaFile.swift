import Foundation

/// An image in the media folder, as it is served.
package struct MediaFile: Sendable, Equatable {
    /// Where the file is.
    package let path: String
    /// Its media type, told by its name: uploads are named by what they were found to be.
    package let contentType: String
    /// Its length in bytes.
    package let byteCount: Int
    /// When it was last written, in seconds since 1970.
    package let modified: Int
}

/// The folder `media` of a data folder.
package struct MediaFolder: Sendable {
    private let folder: ContainedFolder

    private static let contentTypes = [
        "avif": "image/avif", "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "png": "image/png",
        "webp": "image/webp",
    ]

    /// The media of the data folder at a path.
    package init(dataPath: String) {
        folder = ContainedFolder(path: "\(dataPath)/media")
    }

    /// The image at a path such as `2025/11/a.jpg`; nil for what is missing, hidden (uploads in flight lie in `.tmp`),
    /// no image, or outside of the folder.
    package func file(at relativePath: String) -> MediaFile? {
        let parts = relativePath.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.first != "." }),
            let suffix = parts.last?.split(separator: ".").last,
            let contentType = Self.contentTypes[String(suffix).lowercased()],
            let path = folder.file(at: relativePath),
            let status = FileStatus(of: path)
        else { return nil }
        return MediaFile(
            path: path,
            contentType: contentType,
            byteCount: status.byteCount,
            modified: Int(status.modified.timeIntervalSince1970)
        )
    }
}
