import Foundation
import Publishing
import TestSupport
import Testing

@Suite("ImageStripper")
struct ImageStripperTests {
    @Test("nothing is left of metadata, comments and trailing bytes", arguments: ImageSample.strippable)
    func nothingPrivate(sample: ImageSample) throws {
        let bytes = try sample.bytes()
        #expect(bytes.contains(text: "SECRET"))
        let stripped = try ImageStripper.strip(bytes, format: sample.format)
        for text in ["SECRET", "Exif", "http", "MPF", "XMP", "script", "Photoshop", "zTXt"] {
            #expect(!stripped.contains(text: text))
        }
        #expect(stripped.count < bytes.count)
    }

    @Test("what was stripped is still the same picture", arguments: ImageSample.strippable)
    func samePicture(sample: ImageSample) throws {
        let folder = try TemporaryFolder()
        let bytes = try sample.bytes()
        let stripped = try ImageStripper.strip(bytes, format: sample.format)
        let (before, after) = (try ImageProbe.facts(of: bytes), try ImageProbe.facts(of: stripped))
        #expect(after.width == before.width && after.height == before.height)
        #expect(after.isAnimated == before.isAnimated)
        #expect(after.orientation == 1)
        try Data(stripped).write(to: URL(filePath: folder("stripped")))
        for (x, y) in [(5, 5), (before.width - 5, 5), (5, before.height - 5)] {
            let pixel = try ImageTools.pixel(of: folder("stripped"), x: x, y: y)
            #expect(try pixel == ImageTools.pixel(of: sample.path, x: x, y: y))
            #expect(pixel.count >= 3)
        }
    }

    @Test("stripping twice changes nothing more", arguments: ImageSample.strippable)
    func twice(sample: ImageSample) throws {
        let once = try ImageStripper.strip(sample.bytes(), format: sample.format)
        #expect(try ImageStripper.strip(once, format: sample.format) == once)
    }

    @Test("an animation keeps its loop and its frames")
    func animation() throws {
        let gif = try ImageStripper.strip(ImageSample.named("dance.gif").bytes(), format: .gif)
        #expect(gif.contains(text: "NETSCAPE2.0"))
        let webp = try ImageStripper.strip(ImageSample.named("dance.webp").bytes(), format: .webp)
        #expect(webp.contains(text: "ANIM") && webp.contains(text: "ANMF"))
        let png = try ImageStripper.strip(ImageSample.named("dance.png").bytes(), format: .png)
        #expect(png.contains(text: "acTL") && png.contains(text: "fdAT"))
    }

    @Test("every cut is refused", arguments: ImageSample.strippable)
    func cuts(sample: ImageSample) throws {
        let whole = try ImageStripper.strip(sample.bytes(), format: sample.format)
        for count in 0..<whole.count where count < 300 || count > whole.count - 100 || count % 97 == 0 {
            #expect(throws: ImageRefusal.self) {
                let part = Array(whole.prefix(count))
                _ = try ImageProbe.facts(of: part)
                _ = try ImageStripper.strip(part, format: sample.format)
            }
        }
    }

    @Test("bytes changed at random are refused or stripped, never a trap", arguments: ImageSample.all)
    func mutations(sample: ImageSample) throws {
        let bytes = try sample.bytes()
        var random = SeededGenerator(seed: UInt64(bytes.count))
        var refused = 0
        for _ in 0..<2000 {
            let mutant = random.mutate(bytes)
            do {
                let facts = try ImageProbe.facts(of: mutant)
                #expect(facts.width <= ImageProbe.sideLimit && facts.height <= ImageProbe.sideLimit)
                let stripped = try ImageStripper.strip(mutant, format: facts.format)
                #expect(stripped.count <= mutant.count + 64)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    @Test("an Adobe colour transform is kept, its tail is not")
    func adobe() throws {
        let adobe: [UInt8] = "Adobe".utf8 + [0, 100, 0, 0, 0, 0, 1]
        let jpeg = try ImageBuilder.jpeg(with: ImageBuilder.segment(0xEE, adobe + "SECRET".utf8))
        let stripped = try ImageStripper.strip(jpeg, format: .jpeg)
        #expect(stripped.index(of: ImageBuilder.segment(0xEE, adobe)) != nil)
        #expect(!stripped.contains(text: "SECRET"))
    }

    @Test("frame data outside of an animation is dropped")
    func strayFrames() throws {
        let png = ImageBuilder.png(4, 4, extra: ImageBuilder.chunk("fdAT", Array("SECRET".utf8)))
        #expect(try ImageStripper.strip(png, format: .png) == ImageBuilder.png(4, 4))
    }

    @Test("AVIF and HEIC are refused with the name of what they need", arguments: [ImageFormat.avif, .heic])
    func needsDecoder(format: ImageFormat) throws {
        let refusal = #expect(throws: ImageRefusal.self) { try ImageStripper.strip([], format: format) }
        #expect(refusal?.kind == .unavailable)
        #expect(refusal?.reason.contains("libvips-tools") == true)
    }
}

extension SeededGenerator {
    /// The bytes with a few of them changed, mostly in the headers, and sometimes cut or lengthened.
    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var mutant = bytes
        for _ in 0...Int.random(in: 0...3, using: &self) {
            let range = Bool.random(using: &self) ? min(mutant.count, 120) : mutant.count
            mutant[Int.random(in: 0..<range, using: &self)] =
                [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &self)].randomElement(using: &self) ?? 0
        }
        switch Int.random(in: 0..<6, using: &self) {
        case 0: mutant.removeLast(Int.random(in: 0..<mutant.count, using: &self))
        case 1:
            let place = Int.random(in: 0..<mutant.count, using: &self)
            mutant.insert(contentsOf: mutant[place...].prefix(40), at: place)
        default: break
        }
        return mutant
    }
}
