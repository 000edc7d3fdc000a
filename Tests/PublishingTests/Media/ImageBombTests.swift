import Foundation
import Publishing
import TestSupport
import Testing

@Suite("Image bombs")
struct ImageBombTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("output"), withIntermediateDirectories: true)
    }

    /// What becomes of the bytes: the stored files, or a refusal.
    private func process(_ bytes: [UInt8], with tool: String?) async throws -> ImageRefusal? {
        try Data(bytes).write(to: URL(filePath: folder("upload")))
        let processor = ImageProcessor(vipsthumbnail: tool)
        var refusal: ImageRefusal?
        do {
            let image = try await processor.process(upload: folder("upload"), into: folder("output"), name: "x")
            #expect(image.original.width <= 2048 || tool == nil)
        } catch let error as ImageRefusal {
            refusal = error
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder("output"))
        #expect(names.isEmpty == (refusal != nil))
        for name in names {
            let stored = [UInt8](try Data(contentsOf: URL(filePath: folder("output/\(name)"))))
            #expect(!stored.contains(text: "<?php") && !stored.contains(text: "<script"))
            if tool != nil { #expect(!stored.contains(text: "SECRET")) }
        }
        return refusal
    }

    @Test(
        "is refused or made harmless",
        .enabled(if: ImageTools.vipsthumbnail != nil, "needs vipsthumbnail"),
        .timeLimit(.minutes(10)),
        arguments: ImageBomb.all
    )
    func defused(bomb: ImageBomb) async throws {
        let refusal = try await process(bomb.bytes(), with: ImageTools.vipsthumbnail)
        if let refusal {
            #expect(bomb.refusals.contains(refusal.kind), "\(refusal)")
        } else {
            #expect(bomb.refusals.isEmpty)
        }
    }

    @Test("is refused or made harmless without a decoder too", arguments: ImageBomb.all)
    func defusedWithoutDecoder(bomb: ImageBomb) async throws {
        // Only what lies within the picture's own data can stay, and it must be refused by the decoder above.
        guard !bomb.testDescription.contains("before its end"), !bomb.testDescription.contains("not compressed") else {
            return
        }
        let refusal = try await process(bomb.bytes(), with: nil)
        if let refusal { #expect(bomb.refusals.contains(refusal.kind) || refusal.kind == .unavailable, "\(refusal)") }
    }
}
