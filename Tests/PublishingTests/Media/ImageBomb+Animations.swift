import Publishing

extension ImageBomb {
    /// Files that call themselves animated, so that their frames stay as they are.
    static let animations = [
        ImageBomb("animated PNG whose picture is a script", .malformed) {
            Make.apng(10, 10, frames: [evil, Make.black(10, 10)])
        },
        ImageBomb("animated PNG whose only picture is a ZIP, without frames", .malformed) {
            Make.png(10, 10, extra: Make.chunk("acTL", .bigEndian(2) + .bigEndian(0)), data: zip)
        },
        ImageBomb("animated PNG whose picture is a PDF", .malformed) {
            Make.apng(10, 10, frames: [Array("%PDF-1.7\n1 0 obj\n<</JS (app.alert(1))>>".utf8), Make.black(10, 10)])
        },
        ImageBomb("animated PNG whose second frame is a ZIP", .malformed) {
            Make.apng(10, 10, frames: [Make.black(10, 10), zip])
        },
        ImageBomb("animated PNG with a ZIP behind the data of a frame", .malformed) {
            Make.apng(10, 10, frames: [Make.black(10, 10), Make.black(10, 10) + zip])
        },
        ImageBomb("animated PNG with a frame of more lines than it has", .malformed) {
            Make.apng(10, 10, frames: [Make.black(10, 10), Make.black(10, 11)])
        },
        ImageBomb("animated PNG with fewer frames than it claims", .malformed) {
            Make.apng(10, 10, frames: [Make.black(10, 10), Make.black(10, 10)], claiming: 3)
        },
        ImageBomb("animated PNG with more frames than it claims", .malformed) {
            Make.apng(10, 10, frames: [Make.black(10, 10), Make.black(10, 10), Make.black(10, 10)], claiming: 2)
        },
        ImageBomb("animated PNG with a frame outside of the canvas", .malformed) {
            Make.apng(10, 10, frames: [Make.black(10, 10), Make.black(10, 10)], left: 1)
        },
        ImageBomb("animated PNG with numbers that leave some out", .malformed) {
            Make.apng(10, 10, frames: [Make.black(10, 10), Make.black(10, 10)], numbers: 1)
        },
        ImageBomb("animated PNG of 12,000 × 12,000", .tooLarge) {
            Make.apng(12_000, 12_000, frames: [Make.black(12_000, 12_000), Make.black(12_000, 12_000)])
        },
        ImageBomb("animated GIF of 12,000 × 12,000", .tooLarge) {
            Make.gif(12_000, 12_000, Make.gifFrame() + Make.gifFrame())
        },
        ImageBomb("animated GIF of 300 frames of 2048 × 2048", .tooLarge) {
            Make.gif(2048, 2048, (0..<300).flatMap { _ in Make.gifFrame() })
        },
        ImageBomb("animated GIF of compressed garbage", .malformed) {
            Make.gif(200, 200, (0..<2).flatMap { _ in Make.gifFrame(width: 200, height: 200, data: garbage) })
        },
        ImageBomb("animated GIF with garbage in its second frame", .malformed) {
            Make.gif(1, 1, Make.gifFrame() + Make.gifFrame(data: garbage))
        },
        ImageBomb("animated GIF with a ZIP behind the end of a frame's pixels") {
            Make.gif(1, 1, Make.gifFrame() + Make.gifFrame(data: [0x44, 1] + evil))
        },
        ImageBomb("animated WebP of 12,000 × 12,000", .tooLarge) {
            Make.animatedWebP(12_000, 12_000, frames: [Make.lossless(12_000, 12_000)])
        },
        ImageBomb("animated WebP with a partition longer than its frame", .malformed) {
            Make.animatedWebP(16, 16, frames: [Make.lossy(16, 16, partition: 4000, data: garbage)])
        },
        ImageBomb("animated WebP with a frame of an unknown version", .malformed) {
            let frame = Make.riff("VP8L", [0x2F] + .littleEndian(15 | 15 << 14 | 1 << 29) + garbage)
            return Make.animatedWebP(16, 16, frames: [frame, frame])
        },
        ImageBomb("animated AVIF", .unsupportedType) { Make.ftyp("avis") + Make.box("moov", evil) },
        ImageBomb("animated HEIC", .unsupportedType) { Make.ftyp("hevc") + Make.box("moov", evil) },
    ]

    private typealias Make = ImageBuilder
    private static let garbage = [UInt8](repeating: 0xFF, count: 200)
    /// An archive without files, after bytes that the archive passes over.
    private static let zip = evil + [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
}
