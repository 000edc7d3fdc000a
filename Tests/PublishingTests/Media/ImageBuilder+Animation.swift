@testable import Publishing

extension ImageBuilder {
    /// The data of a black picture, grey with 8 bits a pixel.
    static func black(_ width: Int, _ height: Int) -> [UInt8] { zeros((width + 1) * height) }

    /// An animated PNG of frames that fill it, the first of them in the chunk `IDAT`. It says that there are `claiming` frames,
    /// and `numbers` are left out between the numbers of any two chunks.
    static func apng(
        _ width: Int,
        _ height: Int,
        frames: [[UInt8]],
        claiming: Int? = nil,
        left: Int = 0,
        numbers: Int = 0
    ) -> [UInt8] {
        var number = 0
        func next() -> [UInt8] {
            defer { number += 1 + numbers }
            return .bigEndian(number)
        }
        var chunks = chunk("acTL", .bigEndian(claiming ?? frames.count) + .bigEndian(0))
        for (index, frame) in frames.enumerated() {
            let place: [UInt8] = .bigEndian(width) + .bigEndian(height) + .bigEndian(left) + .bigEndian(0)
            chunks += chunk("fcTL", next() + place + [0, 1, 0, 10, 0, 0])
            chunks += index == 0 ? chunk("IDAT", frame) : chunk("fdAT", next() + frame)
        }
        return pngSignature + header(width, height) + chunks + end
    }

    /// An animated WebP of frames that fill it.
    static func animatedWebP(_ width: Int, _ height: Int, frames: [[UInt8]]) -> [UInt8] {
        let size: [UInt8] = .littleEndian(width - 1, 3) + .littleEndian(height - 1, 3)
        let chunks = frames.flatMap { riff("ANMF", [0, 0, 0, 0, 0, 0] + size + [10, 0, 0, 0] + $0) }
        return webp(webpHeader(width, height, flags: 2) + riff("ANIM", [0, 0, 0, 0, 0, 0]) + chunks)
    }

    /// The head of a lossy bitstream, whose first partition says that it is that long, then bytes that mean nothing.
    static func lossy(_ width: Int, _ height: Int, partition: Int, data: [UInt8]) -> [UInt8] {
        riff(
            "VP8 ",
            .littleEndian(partition << 5 | 1 << 4, 3) + [0x9D, 0x01, 0x2A] + .littleEndian(width, 2)
                + .littleEndian(height, 2) + data
        )
    }

    /// EXIF data that says how an image is turned.
    static func exif(orientation: UInt8) -> [UInt8] {
        "MM\0*".utf8 + .bigEndian(8) + [0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
    }
}
