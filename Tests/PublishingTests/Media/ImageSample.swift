import Foundation
import Publishing
import TestSupport
import Testing

/// An upload of Tests/Fixtures/images/uploads; every byte that must not be published belongs to a text with SECRET in it.
struct ImageSample: Sendable, CustomTestStringConvertible {
    let name: String
    let format: ImageFormat
    var isAnimated = false

    var testDescription: String { name }
    var path: String { "\(Repository.root)/Tests/Fixtures/images/uploads/\(name)" }

    func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    static let stills = [
        ImageSample(name: "photo.jpg", format: .jpeg), ImageSample(name: "photo.mpo", format: .mpo),
        ImageSample(name: "text.png", format: .png), ImageSample(name: "still.gif", format: .gif),
        ImageSample(name: "photo.webp", format: .webp), ImageSample(name: "alpha.webp", format: .webp),
        ImageSample(name: "photo.avif", format: .avif), ImageSample(name: "photo.heic", format: .heic),
        ImageSample(name: "alpha.heic", format: .heic),
    ]
    static let animations = [
        ImageSample(name: "dance.gif", format: .gif, isAnimated: true),
        ImageSample(name: "dance.webp", format: .webp, isAnimated: true),
        ImageSample(name: "dance.png", format: .png, isAnimated: true),
    ]
    /// In the colours of Display P3, and with nothing to hide.
    static let wide = ImageSample(name: "wide.jpg", format: .jpeg)
    /// Grey, with a colour profile for red, green and blue.
    static let grey = ImageSample(name: "grey.jpg", format: .jpeg)
    static let all = stills + animations
    /// Those that can be rewritten without a decoder.
    static let strippable = all.filter { $0.format != .avif && $0.format != .heic }

    static func named(_ name: String) -> ImageSample { (all + [wide]).first { $0.name == name } ?? stills[0] }
}

/// What the machine has.
enum ImageTools {
    static let vipsthumbnail = ImageProcessor.locate(in: "/usr/local/bin:/usr/bin:/bin")

    /// The colour of a pixel, as the decoder sees it: red, green, blue, perhaps alpha.
    static func pixel(of path: String, x: Int, y: Int) throws -> [Int] {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/vips")
        process.arguments = ["getpoint", path, String(x), String(y)]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(whereSeparator: \.isWhitespace).compactMap { Double($0).map { Int($0) } }
    }

    /// Whether all channels are near the expected ones.
    static func isNear(_ pixel: [Int], _ expected: [Int]) -> Bool {
        pixel.count == expected.count && zip(pixel, expected).allSatisfy { abs($0 - $1) < 40 }
    }
}

extension [UInt8] {
    /// Whether the bytes hold a text.
    func contains(text: String) -> Bool {
        Data(self).range(of: Data(text.utf8)) != nil
    }

    /// The place of a run of bytes.
    func index(of run: [UInt8]) -> Int? {
        Data(self).range(of: Data(run))?.lowerBound
    }

    static func bigEndian(_ number: Int, _ count: Int = 4) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    static func littleEndian(_ number: Int, _ count: Int = 4) -> [UInt8] {
        bigEndian(number, count).reversed()
    }
}
