import Foundation
import Publishing
import TestSupport
import Testing

@Suite("ImageProcessor without vipsthumbnail")
struct ImageProcessorWithoutToolTests {
    let folder: TemporaryFolder
    let processor = ImageProcessor(vipsthumbnail: nil)

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        "an upright image is stored stripped, without variants",
        arguments: [
            "photo.mpo", "text.png", "still.gif", "photo.webp", "alpha.webp", "dance.gif", "dance.png", "dance.webp",
        ]
    )
    func stripped(name: String) async throws {
        let sample = ImageSample.named(name)
        let image = try await processor.process(upload: sample.path, into: folder.path, name: "x")
        #expect(image.variants.isEmpty)
        #expect(image.mimeType == sample.format.mimeType)
        let stored = [UInt8](try Data(contentsOf: URL(filePath: folder(image.original.name))))
        #expect(try stored == ImageStripper.strip(sample.bytes(), format: sample.format))
    }

    @Test("an image larger than 2048 pixels is stored as it is")
    func large() async throws {
        try Data(ImageBuilder.png(3000, 10)).write(to: URL(filePath: folder("upload")))
        let image = try await processor.process(upload: folder("upload"), into: folder.path, name: "x")
        #expect(image.original.width == 3000)
    }

    @Test("what needs the program is refused by its name", arguments: ["photo.jpg", "photo.avif", "photo.heic"])
    func refused(name: String) async throws {
        let refusal = await #expect(throws: ImageRefusal.self) {
            try await processor.process(upload: ImageSample.named(name).path, into: folder.path, name: "x")
        }
        #expect(refusal?.kind == .unavailable)
        #expect(refusal?.reason.contains("libvips-tools") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("the program is found in the first folder that has it, by an absolute path")
    func locate() throws {
        #expect(ImageProcessor.locate(in: "") == nil)
        #expect(ImageProcessor.locate(in: "\(folder.path):relative") == nil)
        try FileManager.default.createDirectory(atPath: folder("a/vipsthumbnail"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder("b"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder("c"), withIntermediateDirectories: true)
        for (name, mode) in [("b", 0o600), ("c", 0o700)] {
            _ = FileManager.default.createFile(
                atPath: folder("\(name)/vipsthumbnail"),
                contents: Data(),
                attributes: [.posixPermissions: mode]
            )
        }
        let path = ["a", "b", "c"].map { folder($0) }.joined(separator: ":")
        // The superuser may execute what somebody may.
        #expect(ImageProcessor.locate(in: path) == folder("c/vipsthumbnail"))
    }
}
