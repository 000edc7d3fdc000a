import Foundation
import TestSupport
import Testing

@testable import Publishing

/// Without their profile, the colours of a picture in Display P3 are dull.
@Suite("Colour profiles")
struct ColorProfileTests {
    private typealias Make = ImageBuilder

    /// Not profiles, each in one way.
    static let unfit: [[UInt8]] = [
        [], Array("SECRET".utf8), ImageBuilder.profile(200, claiming: 199), ImageBuilder.profile(200, tags: 0),
        ImageBuilder.profile(200, tags: 101), ImageBuilder.profile(200, tags: 6),
        ImageBuilder.profile(200, offset: 145),
        ImageBuilder.profile(200, offset: 100), ImageBuilder.profile(ICCProfile.limit + 1),
        ImageBuilder.profile(200).map { $0 == UInt8(ascii: "c") ? 0 : $0 },
    ]

    @Test("a JPEG keeps one, be it in several segments, behind the segment that must be first")
    func jpeg() throws {
        let profile = try Make.displayP3()
        let (first, second) = (Array(profile.prefix(300)), Array(profile.dropFirst(300)))
        let plain = try Make.plainJPEG()
        for sent in [[(1, profile)], [(2, second), (1, first)]] as [[(UInt8, [UInt8])]] {
            let stripped = try ImageStripper.strip(Make.jpeg(with: Make.profileSegments(sent)), format: .jpeg)
            let kept = Make.profileSegments(sent.sorted { $0.0 < $1.0 })
            #expect(stripped == plain.prefix(20) + kept + plain.dropFirst(20))
            #expect(try ImageStripper.strip(stripped, format: .jpeg) == stripped)
        }
        #expect(try ImageStripper.strip(ImageSample.wide.bytes(), format: .jpeg).index(of: profile) != nil)
    }

    @Test("a PNG keeps one, without its name, and what else says how its colours look")
    func png() throws {
        let profile = try Make.displayP3()
        let colors = Make.chunk("cICP", [12, 13, 0, 1]) + Make.chunk("sRGB", [0])
        let stripped = try ImageStripper.strip(Make.png(4, 4, extra: Make.profileChunk(profile) + colors), format: .png)
        #expect(stripped == Make.png(4, 4, extra: Make.profileChunk(profile, name: "icc") + colors))
    }

    @Test("a WebP keeps one, be it animated or not")
    func webp() throws {
        let profile = Make.riff("ICCP", try Make.displayP3())
        let frame = Make.riff("ANMF", [0, 0, 0, 0, 0, 0, 3, 0, 0, 3, 0, 0, 10, 0, 0, 0] + Make.lossless(4, 4))
        let animation = Make.riff("ANIM", [0, 0, 0, 0, 0, 0]) + frame + frame
        for (flags, picture) in [(0x20, Make.lossless(4, 4)), (0x22, animation)] as [(UInt8, [UInt8])] {
            let whole = Make.webp(Make.webpHeader(4, 4, flags: flags) + profile + picture)
            #expect(try ImageStripper.strip(whole, format: .webp) == whole)
            let withMore = Make.webp(
                Make.webpHeader(4, 4, flags: flags | 0x0C) + profile + picture + Make.riff("EXIF", Array("SECRET".utf8))
            )
            #expect(try ImageStripper.strip(withMore, format: .webp) == whole)
        }
    }

    @Test("what is none is dropped", arguments: unfit)
    func dropped(profile: [UInt8]) throws {
        let segments = Make.profileSegments([(1, Array(profile.prefix(60_000)))])
        #expect(try ImageStripper.strip(Make.jpeg(with: segments), format: .jpeg) == Make.plainJPEG())
        let png = Make.png(4, 4, extra: Make.profileChunk(profile))
        #expect(try ImageStripper.strip(png, format: .png) == Make.png(4, 4))
        let webp = Make.webp(Make.webpHeader(4, 4, flags: 0x20) + Make.riff("ICCP", profile) + Make.lossless(4, 4))
        #expect(
            try ImageStripper.strip(webp, format: .webp) == Make.webp(Make.webpHeader(4, 4) + Make.lossless(4, 4))
        )
    }

    @Test("one of which a part is missing, doubled or miscounted is dropped from a JPEG")
    func parts() throws {
        let profile = try Make.displayP3()
        let (first, second) = (Array(profile.prefix(300)), Array(profile.dropFirst(300)))
        for segments in [
            Make.profileSegments([(1, first)], count: 2), Make.profileSegments([(1, profile), (1, profile)]),
            Make.profileSegments([(1, profile), (1, profile)], count: 1), Make.profileSegments([(0, profile)]),
            Make.profileSegments([(1, first), (3, second)]), Make.profileSegments([(1, profile)], count: 0),
            Make.profileSegments([(1, first)], count: 2) + Make.profileSegments([(2, second)], count: 3),
            Make.segment(0xE2, Array("ICC_PROFILE\0".utf8)),
        ] {
            #expect(try ImageStripper.strip(Make.jpeg(with: segments), format: .jpeg) == Make.plainJPEG())
        }
    }

    @Test("one is dropped from a PNG that stands where none may, or is followed by anything")
    func places() throws {
        let profile = try Make.displayP3()
        let palette = Make.chunk("PLTE", [0, 0, 0])
        for (extra, kept) in [
            (palette + Make.profileChunk(profile), palette), (Make.profileChunk(profile, tail: [0]), []),
            (Make.profileChunk(profile, name: ""), []), (Make.profileChunk(Make.profile(200)).dropLast(6) + [], nil),
            (Make.chunk("iCCP", [UInt8](repeating: 65, count: 100)), []), (Make.chunk("iCCP", []), []),
        ] as [([UInt8], [UInt8]?)] {
            let png = Make.png(4, 4, extra: extra)
            if let kept {
                #expect(try ImageStripper.strip(png, format: .png) == Make.png(4, 4, extra: kept))
            } else {
                #expect(throws: ImageRefusal.self) { try ImageStripper.strip(png, format: .png) }
            }
        }
    }

    @Test(
        "the copy of an animation has the colours of its first frame, and no profile",
        .enabled(if: ImageTools.vipsthumbnail != nil, "needs vipsthumbnail")
    )
    func copy() async throws {
        let folder = try TemporaryFolder()
        let line: [UInt8] = [0] + (0..<160).flatMap { _ in [200, 60, 60] as [UInt8] }
        let picture = Make.stored((0..<160).flatMap { _ in line })
        let frame: [UInt8] = .bigEndian(160) + .bigEndian(160) + .bigEndian(0) + .bigEndian(0) + [0, 1, 0, 10, 0, 0]
        let animation =
            Make.pngSignature + Make.header(160, 160, color: 2) + Make.profileChunk(try Make.displayP3())
            + Make.chunk("acTL", .bigEndian(2) + .bigEndian(0)) + Make.chunk("fcTL", .bigEndian(0) + frame)
            + Make.chunk("IDAT", picture) + Make.chunk("fcTL", .bigEndian(1) + frame)
            + Make.chunk("fdAT", .bigEndian(2) + picture) + Make.end
        try Data(animation).write(to: URL(filePath: folder("upload")))
        let processor = ImageProcessor(vipsthumbnail: ImageTools.vipsthumbnail)
        let image = try await processor.process(upload: folder("upload"), into: folder.path, name: "x")
        #expect(try ImageProbe.facts(ofFile: folder(image.original.name)).hasColorProfile)
        let copy = try #require(image.variants.first?.file)
        #expect(try !ImageProbe.facts(ofFile: folder(copy.name)).hasColorProfile)
        // The same red is a larger number where there are fewer colours.
        let pixel = try ImageTools.pixel(of: folder(copy.name), x: 75, y: 75)
        #expect(pixel.count == 3 && pixel[0] > 210 && pixel[1] < 55, "\(pixel)")
    }
}
