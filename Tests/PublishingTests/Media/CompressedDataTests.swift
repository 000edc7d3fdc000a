import TestSupport
import Testing

@testable import Publishing

@Suite("Compressed pixels")
struct CompressedDataTests {
    /// The image data of a PNG, joined.
    private func imageData(_ bytes: [UInt8]) throws -> [UInt8] {
        var reader = ImageReader(bytes, format: "PNG")
        try reader.skip(8)
        var data: [UInt8] = []
        while !reader.isAtEnd {
            let length = try reader.bigEndian(4)
            let name = try reader.name()
            let contents = try reader.take(length)
            try reader.skip(4)
            if name == "IDAT" { data += contents }
            if name == "IEND" { break }
        }
        return data
    }

    @Test("a PNG's data is as long as its lines", arguments: ["text.png", "dance.png"])
    func lengths(name: String) throws {
        let bytes = try ImageSample.named(name).bytes()
        let pixels = try PNGPixels(header: ImageReader(bytes[16..<29], format: "PNG"))
        let expected = try #require(pixels.byteCount(width: pixels.width, height: pixels.height))
        #expect(try InflatedLength.measure(imageData(bytes), limit: expected, format: "PNG") == expected)
        #expect(throws: ImageRefusal.self) {
            try InflatedLength.measure(imageData(bytes), limit: expected - 1, format: "PNG")
        }
    }

    /// The letters `abc` in a block that is not compressed, with their checksum.
    private let stored: [UInt8] = [0x78, 0x01, 1, 3, 0, 0xFC, 0xFF] + "abc".utf8 + [0x02, 0x4D, 0x01, 0x27]

    @Test("a stream is measured to its end")
    func lengthOfStream() throws {
        #expect(try InflatedLength.measure(stored, limit: 3, format: "PNG") == 3)
        #expect(try InflatedLength.measure(ImageBuilder.zeros(1000), limit: 1000, format: "PNG") == 1000)
    }

    @Test("one that is cut off, goes on, or has another checksum is none", arguments: [0, 1, 2, 3, 4])
    func noStream(variant: Int) {
        let broken = [[], Array(stored.dropLast()), stored + [0], stored.dropLast() + [0], Array("PK\u{3}\u{4}".utf8)]
        #expect(throws: ImageRefusal.self) {
            try InflatedLength.measure(broken[variant], limit: 1000, format: "PNG")
        }
    }

    @Test("an interlaced picture has its seven passes", arguments: [(1, 1, 2), (8, 8, 79), (5, 3, 22)])
    func interlaced(width: Int, height: Int, count: Int) throws {
        let header = ImageBuilder.header(width, height, interlaced: true)
        let pixels = try PNGPixels(header: ImageReader(header[8..<21], format: "PNG"))
        #expect(pixels.byteCount(width: width, height: height) == count)
    }

    @Test("data changed at random is refused or measured, never a trap")
    func mutations() throws {
        let data = try imageData(ImageSample.named("text.png").bytes())
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let mutant = random.mutate(data)
            let length = (try? InflatedLength.measure(mutant, limit: 1_000_000, format: "PNG")) ?? 0
            #expect(length <= 1_000_000)
            _ = GIFCodes.length(of: mutant, codeSize: 8)
        }
    }

    @Test("the codes of a GIF's pixels end where they say")
    func codes() {
        #expect(GIFCodes.length(of: [0x44, 1], codeSize: 2) == 2)
        #expect(GIFCodes.length(of: [0x44, 1, 0x50, 0x4B], codeSize: 2) == 2)
        // Without an end, and of a run that was never made.
        #expect(GIFCodes.length(of: [0x04], codeSize: 2) == 1)
        #expect(GIFCodes.length(of: [0xFF, 0xFF], codeSize: 2) == nil)
    }
}
