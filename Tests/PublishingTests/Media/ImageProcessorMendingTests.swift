import Foundation
import TestSupport
import Testing

@testable import Publishing

@Suite("Images that browsers show and decoders do not take as they are")
struct ImageProcessorMendingTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("output"), withIntermediateDirectories: true)
    }

    private func process(_ bytes: [UInt8], with tool: String? = ImageTools.vipsthumbnail) async throws -> ProcessedImage
    {
        try Data(bytes).write(to: URL(filePath: folder("upload")))
        let image = try await ImageProcessor(vipsthumbnail: tool)
            .process(upload: folder("upload"), into: folder("output"), name: "x")
        let names = ([image.original] + image.variants.map(\.file)).map(\.name)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder("output")).sorted() == names.sorted())
        return image
    }

    private func stored(_ image: ProcessedImage) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: folder("output/\(image.original.name)"))))
    }

    @Test(
        "a JPEG without its last two bytes is taken, turned as it says",
        .enabled(if: ImageTools.vipsthumbnail != nil, "needs vipsthumbnail")
    )
    func jpegWithoutEnd() async throws {
        let plain = try ImageBuilder.plainJPEG()
        let exif = ImageBuilder.segment(0xE1, "Exif\0\0".utf8 + ImageBuilder.exif(orientation: 6))
        let image = try await process(Array(plain.prefix(2) + exif + plain.dropFirst(2).dropLast(2)))
        #expect(image.original.size == [360, 480])
        #expect(image.variants.map(\.kind) == [.thumb, .small])
        #expect(try stored(image).suffix(2) == [0xFF, 0xD9])
    }

    @Test("a JPEG without its last two bytes is refused where no decoder can tell that it is whole")
    func jpegWithoutEndOrDecoder() async throws {
        let refusal = await #expect(throws: ImageRefusal.self) {
            try await process(ImageBuilder.plainJPEG().dropLast(2), with: nil)
        }
        #expect(refusal?.kind == .malformed)
    }

    @Test(
        "a GIF without its last byte is taken, and one that ends within a frame is not",
        arguments: ["still.gif", "dance.gif"],
        [ImageTools.vipsthumbnail, nil]
    )
    func gifWithoutEnd(name: String, tool: String?) async throws {
        let whole = try ImageStripper.strip(ImageSample.named(name).bytes(), format: .gif)
        for count in [2, 3, 20] {
            await #expect(throws: ImageRefusal.self) { try await process(whole.dropLast(count), with: tool) }
        }
        let image = try await process(whole.dropLast(1), with: tool)
        #expect(try stored(image) == whole)
    }

    @Test(
        "a PNG that says after its pixels how it is turned is turned",
        .enabled(if: ImageTools.vipsthumbnail != nil, "needs vipsthumbnail"),
        arguments: [6, 3]
    )
    func pngWithLateEXIF(orientation: UInt8) async throws {
        let plain = ImageBuilder.png(200, 100)
        let exif = ImageBuilder.chunk("eXIf", ImageBuilder.exif(orientation: orientation))
        let bytes = plain.dropLast(12) + exif + ImageBuilder.end
        #expect(try ImageProbe.facts(of: Array(bytes)).orientation == Int(orientation))
        let image = try await process(Array(bytes))
        #expect(image.original.size == (orientation == 6 ? [100, 200] : [200, 100]))
    }

    @Test("a PNG that is turned, wherever it says so, is refused where nothing can turn it", arguments: [true, false])
    func turnedPNGWithoutDecoder(isLate: Bool) async throws {
        let exif = ImageBuilder.chunk("eXIf", ImageBuilder.exif(orientation: 6))
        let bytes =
            isLate
            ? ImageBuilder.png(4, 4).dropLast(12) + exif + ImageBuilder.end : ImageBuilder.png(4, 4, extra: exif)
        let refusal = await #expect(throws: ImageRefusal.self) { try await process(bytes, with: nil) }
        #expect(refusal?.kind == .unavailable)
    }

    @Test(
        "an animation that is large enough has a square cut of its first frame, and no other copy",
        .enabled(if: ImageTools.vipsthumbnail != nil, "needs vipsthumbnail")
    )
    func animationCopy() async throws {
        let black = ImageBuilder.black(700, 200)
        let image = try await process(ImageBuilder.apng(700, 200, frames: [black, black]))
        #expect(try ImageProbe.facts(of: stored(image)).isAnimated)
        #expect(image.variants.map(\.kind) == [.thumb])
        let thumb = try ImageProbe.facts(ofFile: folder("output/x_thumb.png"))
        #expect(!thumb.isAnimated && [thumb.width, thumb.height] == [150, 150])
    }
}
