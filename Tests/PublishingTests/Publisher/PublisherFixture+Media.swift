import Foundation
import GRDB

@testable import Publishing

extension PublisherFixture {
    /// Uploads an image, through this site's publisher unless another is given.
    ///
    /// - Returns: its address.
    func upload(_ bytes: [UInt8] = ImageBuilder.png(400, 300), through other: Publisher? = nil) async throws -> String {
        let folder = try await UploadFolder(dataPath: configuration.dataPath, id: UUID())
        let upload = try MediaUpload(in: folder, id: UUID(), originalName: "a.png")
        try await upload.append(bytes[...])
        try await upload.finish()
        return try await (other ?? publisher).store(upload)
    }

    /// Writes down that an upload has a smaller copy, as one that a decoder has seen.
    ///
    /// - Returns: the address of the copy.
    func addCopy(of url: String) async throws -> String {
        let copy = url.replacing(".png", with: "_medium.png")
        let path = copy.replacing("https://alice.example.com/media/", with: "")
        try await database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO media_variants (media_id, variant_type, path, width, height, size_bytes)
                    SELECT id, 'medium', ?, 640, 480, 1 FROM media WHERE path = ?
                    """,
                arguments: [path, path.replacing("_medium", with: "")]
            )
        }
        try write("copy", to: "media/\(path)")
        return copy
    }

    func write(_ text: String, to name: String) throws {
        let file = URL(filePath: path(name))
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Whether the file of an upload is there.
    func isThere(_ url: String) -> Bool {
        FileManager.default.fileExists(atPath: path(url.replacing("https://alice.example.com/", with: "")))
    }

    /// Names of the files in the media folder.
    var mediaFiles: Set<String> { MediaInventory.files(in: path("media")) }

    /// What the daily sweep does.
    func sweep() async throws -> [String] {
        try await publisher.sweepMedia(unusedBefore: clock.now.addingTimeInterval(-Publisher.graceForUnusedMedia))
    }
}
