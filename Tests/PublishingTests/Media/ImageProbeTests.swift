import Publishing
import TestSupport
import Testing

@Suite("ImageProbe")
struct ImageProbeTests {
    @Test("an image is what its bytes say, whatever its name", arguments: ImageSample.all)
    func format(sample: ImageSample) throws {
        let facts = try ImageProbe.facts(ofFile: sample.path)
        #expect(facts.format == sample.format)
        #expect(facts.isAnimated == sample.isAnimated)
        if !sample.isAnimated { #expect([facts.width, facts.height].sorted() == [360, 480]) }
    }

    @Test("the orientation is EXIF's")
    func orientation() throws {
        #expect(try ImageProbe.facts(of: ImageSample.named("photo.jpg").bytes()).orientation == 6)
        #expect(try ImageProbe.facts(of: ImageSample.named("photo.webp").bytes()).orientation == 1)
    }

    @Test(
        "EXIF data that leads nowhere leaves an image upright",
        arguments: [
            [], [0x49, 0x49], Array("II*\0".utf8) + .littleEndian(0), Array("II*\0".utf8) + .littleEndian(0xFFFF_FFFF),
            Array("MM\0*".utf8) + .bigEndian(8) + [0xFF, 0xFF], Array("XX*\0".utf8) + .littleEndian(8),
            Array("MM\0*".utf8) + .bigEndian(8) + [0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 9, 0, 0],
        ] as [[UInt8]]
    )
    func oddEXIF(exif: [UInt8]) throws {
        let jpeg = try ImageBuilder.jpeg(with: ImageBuilder.segment(0xE1, "Exif\0\0".utf8 + exif))
        #expect(try ImageProbe.facts(of: jpeg).orientation == 1)
    }

    @Test("big-endian EXIF is read too")
    func bigEndianEXIF() throws {
        let exif: [UInt8] = "MM\0*".utf8 + .bigEndian(8) + [0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0]
        let jpeg = try ImageBuilder.jpeg(with: ImageBuilder.segment(0xE1, "Exif\0\0".utf8 + exif))
        #expect(try ImageProbe.facts(of: jpeg).orientation == 8)
        let png = ImageBuilder.png(4, 4, extra: ImageBuilder.chunk("eXIf", exif))
        #expect(try ImageProbe.facts(of: png).orientation == 8)
    }

    @Test("12,000 pixels a side are taken and one more is not")
    func sides() throws {
        #expect(try ImageProbe.facts(of: ImageBuilder.png(12_000, 1)).width == 12_000)
        for bytes in [ImageBuilder.png(12_001, 1), ImageBuilder.png(1, 12_001), try ImageBuilder.jpeg(12_001, 2)] {
            let refusal = #expect(throws: ImageRefusal.self) { try ImageProbe.facts(of: bytes) }
            #expect(refusal?.kind == .tooLarge)
        }
    }

    @Test(
        "what is stored has the type and the ending of its kind",
        arguments: [
            (ImageFormat.jpeg, "image/jpeg", "jpg"), (.mpo, "image/jpeg", "jpg"), (.heic, "image/jpeg", "jpg"),
            (.png, "image/png", "png"), (.gif, "image/gif", "gif"), (.webp, "image/webp", "webp"),
            (.avif, "image/avif", "avif"),
        ]
    )
    func storedTypes(format: ImageFormat, mimeType: String, fileExtension: String) {
        #expect(format.mimeType == mimeType)
        #expect(format.fileExtension == fileExtension)
    }
}
