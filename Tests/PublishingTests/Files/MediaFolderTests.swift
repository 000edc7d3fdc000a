import Foundation
import Publishing
import TestSupport
import Testing

@Suite("MediaFolder")
struct MediaFolderTests {
    @Test(
        "an image has the type of its name",
        arguments: [
            ("a.jpg", "image/jpeg"), ("a.JPEG", "image/jpeg"), ("a.png", "image/png"), ("a.gif", "image/gif"),
            ("a.webp", "image/webp"), ("a_thumb.avif", "image/avif"),
        ]
    )
    func types(name: String, contentType: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("12345", to: "media/2025/11/\(name)")
        let file = try #require(MediaFolder(dataPath: folder.path).file(at: "2025/11/\(name)"))
        #expect(file.contentType == contentType)
        #expect(file.byteCount == 5)
    }

    @Test(
        "nothing else is given out",
        arguments: [
            "2025/11/a.svg", "2025/11/a.html", "2025/11/a", "2025/11", "", "../secret.jpg", "2025/../../secret.jpg",
            ".tmp/a.jpg", "2025//11/a.jpg", "/etc/a.jpg", "link/secret.jpg", "2025/11/a.jpg/", "2025/11/a.jpg\u{0}",
            "2025/11/none.jpg", "2025/11/.a.jpg",
        ]
    )
    func refused(path: String) throws {
        let folder = try TemporaryFolder()
        for name in ["a.jpg", "a.svg", "a.html", "a", ".a.jpg"] { try folder.write("x", to: "media/2025/11/\(name)") }
        try folder.write("x", to: "media/.tmp/a.jpg")
        try folder.write("x", to: "secret.jpg")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/media/link",
            withDestinationPath: folder.path
        )
        #expect(MediaFolder(dataPath: folder.path).file(at: path) == nil)
    }
}
