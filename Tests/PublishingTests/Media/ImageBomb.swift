import Publishing
import Testing

/// A file made to do harm, or broken.
struct ImageBomb: Sendable, CustomTestStringConvertible {
    typealias Kind = ImageRefusal.Kind

    let testDescription: String
    /// The refusals that will do; none means that it is stored, made harmless.
    let refusals: [Kind]
    let bytes: @Sendable () throws -> [UInt8]

    init(_ name: String, _ refusals: Kind..., bytes: @escaping @Sendable () throws -> [UInt8]) {
        testDescription = name
        self.refusals = refusals
        self.bytes = bytes
    }

    static let all = png + gif + jpeg + webp + heif + foreign + cuts + animations

    private typealias Make = ImageBuilder
    static let evil: [UInt8] = Array("<script>SECRET</script> <?php SECRET ?> PK\u{3}\u{4} SECRET".utf8)

    private static let png = [
        ImageBomb("PNG of 12,000 × 12,000 zeros") { Make.png(12_000, 12_000) },
        ImageBomb("PNG header of 50,000 × 50,000", .tooLarge) { Make.png(50_000, 50_000, data: [0]) },
        ImageBomb("PNG header of 2³² - 1", .tooLarge) { Make.png(0xFFFF_FFFF, 0xFFFF_FFFF, data: [0]) },
        ImageBomb("PNG of no width", .malformed) { Make.png(0, 10) },
        ImageBomb("PNG with 100 MB of image data for 10 × 10") { Make.png(10, 10, data: Make.zeros(100_000_000)) },
        ImageBomb("PNG with 100 MB in a zTXt") {
            Make.png(20, 20, extra: Make.chunk("zTXt", "SECRET\0\0".utf8 + Make.zeros(100_000_000)))
        },
        ImageBomb("PNG with 100 MB as a colour profile") {
            Make.png(20, 20, extra: Make.chunk("iCCP", "SECRET\0\0".utf8 + Make.zeros(100_000_000)))
        },
        ImageBomb("PNG with 10,000 texts") {
            Make.png(20, 20, extra: (0..<10_000).flatMap { _ in Make.chunk("tEXt", Array("a\0SECRET".utf8)) })
        },
        ImageBomb("PNG of 12,000 × 12,000 × 16 bits, interlaced, cut off", .malformed, .overLimits) {
            Make.pngSignature + Make.header(12_000, 12_000, depth: 16, color: 6, interlaced: true)
                + Make.chunk("IDAT", Make.zeros(100_000)) + Make.end
        },
        ImageBomb("PNG with a wrong checksum", .malformed) {
            var bytes = Make.png(10, 10)
            bytes[bytes.count - 20] ^= 1
            return bytes
        },
        ImageBomb("PNG without image data", .malformed) { Make.pngSignature + Make.header(10, 10) + Make.end },
        ImageBomb("PNG with two headers", .malformed) { Make.png(10, 10, extra: Make.header(99, 99)) },
        ImageBomb("PNG with an unknown critical chunk", .malformed) {
            Make.png(10, 10, extra: Make.chunk("EViL", evil))
        },
        ImageBomb("PNG with a chunk longer than the file", .malformed) {
            Make.pngSignature + Make.header(10, 10) + .bigEndian(0x7FFF_FFFF) + "IDAT".utf8 + [0, 0]
        },
        ImageBomb("PNG with image data that is not compressed", .malformed) { Make.png(200, 200, data: evil) },
        ImageBomb("PNG and HTML") { Make.png(10, 10) + evil },
        ImageBomb("APNG of 4000 frames", .tooLarge) {
            let control = Make.chunk(
                "fcTL",
                [UInt8](repeating: 0, count: 4) + .bigEndian(1) + .bigEndian(1) + [UInt8](repeating: 0, count: 14)
            )
            let frames = (0..<4000).flatMap { _ in control }
            return Make.png(10, 10, extra: Make.chunk("acTL", .bigEndian(4000) + .bigEndian(0)) + frames)
        },
    ]

    private static let gif = [
        ImageBomb("GIF of 10,000 frames", .tooLarge) { Make.gif(1, 1, (0..<10_000).flatMap { _ in Make.gifFrame() }) },
        ImageBomb("GIF of 200 frames of 10,000 × 10,000", .tooLarge) {
            Make.gif(10_000, 10_000, (0..<200).flatMap { _ in Make.gifFrame(width: 10_000, height: 10_000) })
        },
        ImageBomb("GIF screen of 65,535 × 65,535", .tooLarge) { Make.gif(65_535, 65_535, Make.gifFrame()) },
        ImageBomb("GIF frame outside of the screen", .malformed) {
            Make.gif(10, 10, Make.gifFrame(left: 65_535, top: 65_535, width: 65_535, height: 65_535))
        },
        ImageBomb("GIF of compressed garbage", .malformed) {
            Make.gif(200, 200, Make.gifFrame(width: 200, height: 200, data: [UInt8](repeating: 0xFF, count: 200)))
        },
        ImageBomb("script that begins as a GIF of 12,605 × 12,091", .malformed) {
            Array("GIF89a=1;/*<script>alert(1)</script>*/".utf8)
        },
        ImageBomb("GIF without frames", .malformed) { Make.gif(10, 10, []) },
        ImageBomb("GIF of an unknown block", .malformed) { Make.gif(10, 10, Make.gifFrame() + [0x99]) },
        ImageBomb("GIF and JavaScript in a comment") {
            Make.gif(1, 1, [0x21, 0xFE, UInt8(evil.count)] + evil + [0] + Make.gifFrame())
        },
        ImageBomb("GIF and JAR") { Make.gif(1, 1, Make.gifFrame()) + evil },
        ImageBomb("GIF with a foreign application's data") {
            Make.gif(1, 1, [0x21, 0xFF, 11] + "SECRET99999".utf8 + [UInt8(evil.count)] + evil + [0] + Make.gifFrame())
        },
    ]

    private static let jpeg = [
        ImageBomb("JPEG without an end, cut off in its pixels", .malformed) { try Make.plainJPEG().dropLast(200) },
        ImageBomb("JPEG of 65,535 × 65,535", .tooLarge) { try Make.jpeg(65_535, 65_535) },
        ImageBomb("JPEG of 12,000 × 12,000 with the data of 480 × 360") { try Make.jpeg(12_000, 12_000) },
        ImageBomb("JPEG of no height", .malformed) { try Make.jpeg(100, 0) },
        ImageBomb("lossless JPEG", .unsupportedType) { try Make.jpeg(480, 360, frame: 0xC3) },
        ImageBomb("arithmetic JPEG", .unsupportedType) { try Make.jpeg(480, 360, frame: 0xC9) },
        ImageBomb("JPEG with 2000 scans", .malformed) {
            let plain = try Make.plainJPEG()
            let scan = plain.index(of: [0xFF, 0xDA]) ?? 0
            return plain[..<scan] + (0..<2000).flatMap { _ in plain[scan...].dropLast(2).prefix(40) } + plain[scan...]
        },
        ImageBomb("JPEG with two frames", .malformed) {
            try Make.jpeg(with: Make.segment(0xC0, [8, 0, 9, 0, 9, 1, 1, 0x11, 0]))
        },
        ImageBomb("JPEG with a table longer than its segment", .malformed) {
            try Make.jpeg(with: Make.segment(0xDB, [0, 1, 2, 3]))
        },
        ImageBomb("JPEG with a segment of length 0", .malformed) { try Make.jpeg(with: [0xFF, 0xFE, 0, 0]) },
        ImageBomb("JPEG with a segment longer than the file", .malformed) {
            [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF] + evil
        },
        ImageBomb("JPEG and a script in a comment") { try Make.jpeg(with: Make.segment(0xFE, evil)) },
        ImageBomb("JPEG and PHP in every application segment") {
            try Make.jpeg(with: (0xE0...0xEF).flatMap { Make.segment($0, evil) })
        },
        ImageBomb("JPEG and ZIP") { try Make.plainJPEG() + evil },
        ImageBomb("JPEG and ZIP before its end") { try Make.plainJPEG().dropLast(2) + evil + [0xFF, 0xD9] },
        ImageBomb("JPEG and bytes between its segments") {
            try Make.jpeg(with: Make.segment(0xFE, []) + evil)
        },
        ImageBomb("JPEG with EXIF directories in a circle") {
            let entry: [UInt8] = [0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8]
            let exif = "Exif\0\0MM\0*".utf8 + .bigEndian(8) + [0, 1] + entry + .bigEndian(8) as [UInt8]
            return try Make.jpeg(with: Make.segment(0xE1, exif))
        },
    ]

    private static let webp = [
        ImageBomb("WebP longer than its file", .malformed) { Make.webp(Make.lossless(10, 10), claiming: 1000) },
        ImageBomb("WebP shorter than its chunk", .malformed) { Make.webp(Make.lossless(10, 10), claiming: -4) },
        ImageBomb("WebP canvas of 16,777,216 × 16,777,216", .tooLarge) {
            Make.webp(Make.webpHeader(1 << 24, 1 << 24) + Make.lossless(10, 10))
        },
        ImageBomb("WebP of 16,384 × 16,384", .tooLarge) { Make.webp(Make.lossless(16_384, 16_384)) },
        ImageBomb("WebP of 12,000 × 12,000 without data", .malformed, .overLimits) {
            Make.webp(Make.lossless(12_000, 12_000))
        },
        ImageBomb("WebP with another canvas than its picture", .malformed) {
            Make.webp(Make.webpHeader(10, 10) + Make.lossless(9000, 9000))
        },
        ImageBomb("WebP animation of 4000 frames", .tooLarge) {
            let frame = Make.riff("ANMF", [UInt8](repeating: 0, count: 16) + Make.lossless(1, 1))
            return Make.webp(
                Make.webpHeader(10, 10, flags: 2) + Make.riff("ANIM", [0, 0, 0, 0, 0, 0])
                    + (0..<4000).flatMap { _ in frame }
            )
        },
        ImageBomb("WebP animation frame outside of the canvas", .malformed) {
            let frame = Make.riff("ANMF", [9, 0, 0] + [UInt8](repeating: 0, count: 13) + Make.lossless(1, 1))
            return Make.webp(Make.webpHeader(10, 10, flags: 2) + Make.riff("ANIM", [0, 0, 0, 0, 0, 0]) + frame)
        },
        ImageBomb("WebP without a picture", .malformed) { Make.webp(Make.webpHeader(10, 10)) },
        ImageBomb("WebP and ZIP, within and behind its length") {
            let strange = Make.riff("EVIL", evil)
            let whole = try ImageSample.named("photo.webp").bytes()
            return "RIFF".utf8 + .littleEndian(whole.count - 8 + strange.count) + whole.dropFirst(8) + strange + evil
        },
    ]

    private static let heif = [
        ImageBomb("AVIF that says 100,000 × 100,000", .tooLarge) {
            Make.ftyp("avif") + Make.box("meta", [0, 0, 0, 0] + Make.properties(100_000, 100_000))
        },
        ImageBomb("AVIF without properties", .malformed) { Make.ftyp("avif") + Make.box("meta", [0, 0, 0, 0]) },
        ImageBomb("AVIF without an image", .malformed) {
            Make.ftyp("avif") + Make.box("meta", [0, 0, 0, 0] + Make.properties(10, 10))
        },
        ImageBomb("HEIC with a box longer than the file", .malformed) {
            Make.ftyp("heic") + .bigEndian(1 << 30) + "meta".utf8
        },
        ImageBomb("HEIC that is a grid of itself", .malformed, .overLimits) { Make.circularGrid("heic") },
        ImageBomb("HEIC with bytes changed") {
            var bytes = try ImageSample.named("photo.heic").bytes()
            for index in (bytes.count - 300)..<bytes.count { bytes[index] = 0xAA }
            return bytes
        },
        ImageBomb("AVIF and HTML") { try ImageSample.named("photo.avif").bytes() + evil },
    ]

    /// Every kind cut off in the middle.
    private static let cuts = ImageSample.all.map { sample in
        ImageBomb("half of \(sample.name)", .malformed) {
            let bytes = try sample.bytes()
            return Array(bytes.prefix(sample.format == .jpeg ? bytes.count - 100 : bytes.count / 2))
        }
    }
}
