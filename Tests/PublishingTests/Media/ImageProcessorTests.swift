import Foundation
import Publishing
import TestSupport
import Testing
import Upgrade

@Suite("ImageProcessor", .enabled(if: ImageTools.vipsthumbnail != nil, "needs vipsthumbnail"))
struct ImageProcessorTests {
    let folder: TemporaryFolder
    let processor = ImageProcessor(vipsthumbnail: ImageTools.vipsthumbnail)

    init() throws {
        folder = try TemporaryFolder()
    }

    func process(_ bytes: [UInt8], with processor: ImageProcessor? = nil) async throws -> ProcessedImage {
        let upload = try TemporaryFolder()
        try Data(bytes).write(to: URL(filePath: upload("upload")))
        return try await (processor ?? self.processor).process(upload: upload("upload"), into: folder.path, name: "x")
    }

    @Test(
        "a still image becomes an upright original and the variants that it is large enough for",
        arguments: ImageSample.stills
    )
    func still(sample: ImageSample) async throws {
        let image = try await processor.process(upload: sample.path, into: folder.path, name: "a-b")
        let ending = sample.format.fileExtension
        #expect(image.mimeType == sample.format.mimeType)
        #expect(image.original.name == "a-b.\(ending)")
        // The sample of several images says nothing of its orientation.
        let size = sample.format == .mpo ? [480, 360] : [360, 480]
        #expect(image.original.size == size)
        #expect(image.variants.map(\.kind) == [.thumb, .small])
        #expect(image.variants.map(\.file.name) == ["a-b_thumb.\(ending)", "a-b_small.\(ending)"])
        let sizes = image.variants.map(\.file.size)
        #expect(sizes == [[150, 150], sample.format == .mpo ? [320, 240] : [320, 427]])
        try expectNothingPrivate(image)
    }

    /// Whether the files of the folder are those, as stated, and hold nothing but their picture.
    private func expectNothingPrivate(_ image: ProcessedImage) throws {
        let files = [image.original] + image.variants.map(\.file)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == files.map(\.name).sorted())
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder(file.name))))
            #expect(bytes.count == file.byteCount)
            for text in ["SECRET", "Exif", "ICC_PROFILE", "iCCP", "xmpmeta", "Photoshop", "script", "mime"] {
                #expect(!bytes.contains(text: text), "\(text) in \(file.name)")
            }
            let attributes = try FileManager.default.attributesOfItem(atPath: folder(file.name))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(
        "the picture is the right way up and its transparency is kept, or white in a JPEG",
        arguments: [
            ("photo.jpg", [250, 250, 250]), ("photo.webp", [250, 250, 250]), ("photo.avif", [250, 250, 250]),
            ("photo.heic", [250, 250, 250]), ("alpha.heic", [255, 255, 255]), ("alpha.webp", [0, 0, 0, 0]),
            ("text.png", [0, 0, 0, 0]), ("wide.jpg", [250, 250, 250]),
        ]
    )
    func colors(name: String, corner: [Int]) async throws {
        let image = try await processor.process(upload: ImageSample.named(name).path, into: folder.path, name: "x")
        let opaque = corner.count == 4 ? [255] : []
        let file = image.original
        let (right, bottom) = (file.width - 5, file.height - 5)
        for (x, y, color) in [
            (5, 5, [220, 20, 20] + opaque), (right, 5, [20, 180, 20] + opaque),
            (right, bottom, [20, 20, 220] + opaque),
        ] {
            let pixel = try ImageTools.pixel(of: folder(file.name), x: x, y: y)
            #expect(ImageTools.isNear(pixel, color), "\(x), \(y): \(pixel)")
        }
        let pixel = try ImageTools.pixel(of: folder(file.name), x: 5, y: bottom)
        #expect(corner.count == 4 ? pixel.last == 0 : ImageTools.isNear(pixel, corner), "\(pixel)")
        for file in image.variants.map(\.file) {
            let pixel = try ImageTools.pixel(of: folder(file.name), x: file.width - 5, y: file.height - 5)
            #expect(ImageTools.isNear(pixel, [20, 20, 220] + opaque), "\(file.name): \(pixel)")
        }
    }

    @Test("an animation stays as it is, less its metadata", arguments: ImageSample.animations)
    func animation(sample: ImageSample) async throws {
        let image = try await processor.process(upload: sample.path, into: folder.path, name: "x")
        #expect(image.variants.isEmpty)
        let stored = [UInt8](try Data(contentsOf: URL(filePath: folder(image.original.name))))
        #expect(try stored == ImageStripper.strip(sample.bytes(), format: sample.format))
        #expect(try ImageProbe.facts(of: stored).isAnimated)
        try expectNothingPrivate(image)
    }

    @Test(
        "the larger the upload, the smaller the original",
        arguments: [(0, 2048), (11, 1600), (26, 1280)]
    )
    func tiers(megabytes: Int, side: Int) async throws {
        // What follows the image counts: it was sent.
        let tail = [UInt8](repeating: 0, count: megabytes * 1_048_576)
        let image = try await process(ImageBuilder.png(3000, 1500) + tail)
        #expect(image.original.size == [side, side / 2])
        #expect(image.variants.map(\.file.width) == [150, 320, 640, 1280])
        #expect(image.variants.map(\.file.height) == [150, 160, 320, 640])
    }

    @Test("a colour profile that does not fit is passed over")
    func unfitProfile() async throws {
        #expect(try ImageSample.grey.bytes().contains(text: "ICC_PROFILE"))
        let image = try await processor.process(upload: ImageSample.grey.path, into: folder.path, name: "x")
        #expect(image.original.size == [360, 480])
        try expectNothingPrivate(image)
    }

    @Test("a small image has no variant, and is never enlarged")
    func tiny() async throws {
        let image = try await process(ImageBuilder.png(149, 400))
        #expect(image.original.size == [149, 400])
        #expect(image.variants.isEmpty)
    }

    @Test("more than 50 MB are refused")
    func tooLong() async throws {
        let bytes = ImageBuilder.png(4, 4) + [UInt8](repeating: 0, count: 50 * 1_048_576)
        let refusal = await #expect(throws: ImageRefusal.self) { try await process(bytes) }
        #expect(refusal?.kind == .tooLarge)
    }

    @Test("a file that cannot be read or written is no fault of the image")
    func fileErrors() async throws {
        await #expect(throws: SystemCallError.self) {
            try await processor.process(upload: folder("none"), into: folder.path, name: "x")
        }
        let sample = ImageSample.stills[0]
        await #expect(throws: SystemCallError.self) {
            try await processor.process(upload: sample.path, into: folder("none"), name: "x")
        }
        // A name that is taken: what was there stays.
        try Data("old".utf8).write(to: URL(filePath: folder("x.jpg")))
        await #expect(throws: SystemCallError.self) {
            try await processor.process(upload: sample.path, into: folder.path, name: "x")
        }
        #expect(try Data(contentsOf: URL(filePath: folder("x.jpg"))) == Data("old".utf8))
    }
}

extension ProcessedImage.File {
    /// Width and height.
    var size: [Int] { [width, height] }
}
