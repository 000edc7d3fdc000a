import CZlib

/// What the colours of an image mean, as data for a colour engine (ICC.1:2022). Without it, those of a screen with more colours
/// than sRGB look dull.
enum ICCProfile {
    /// The longest that is kept, in bytes.
    static let limit = 1 << 20
    /// More parts than any profile has.
    private static let tagLimit = 100

    /// Whether it is as long as it says, and all of its parts lie within it (sections 7.2 and 7.3).
    static func isWellFormed(_ profile: ArraySlice<UInt8>) -> Bool {
        profile.count <= limit && (try? checkTags(of: profile)) != nil
    }

    private static func checkTags(of profile: ArraySlice<UInt8>) throws(ImageRefusal) {
        var reader = ImageReader(profile, format: "ICC")
        guard try reader.bigEndian(4) == profile.count else { throw reader.malformed }
        try reader.skip(32)
        guard try reader.name() == "acsp" else { throw reader.malformed }
        try reader.skip(88)
        let count = try reader.bigEndian(4)
        guard (1...tagLimit).contains(count) else { throw reader.malformed }
        let start = 132 + 12 * count
        for _ in 0..<count {
            try reader.skip(4)
            let offset = try reader.bigEndian(4)
            let length = try reader.bigEndian(4)
            guard offset >= start, offset + length <= profile.count else { throw reader.malformed }
        }
    }

    /// The compressed profile in a chunk `iCCP`, without the name that somebody gave it (PNG, third edition, section 11.3.2.3);
    /// nil when it is none.
    static func stream(inPNG chunk: ImageReader) -> ArraySlice<UInt8>? {
        let contents = chunk.rest
        guard let name = contents.prefix(80).firstIndex(of: 0), name > contents.startIndex,
            contents.dropFirst(name - contents.startIndex + 1).first == 0
        else { return nil }
        let stream = contents[(name + 2)...]
        guard let profile = inflated(stream), isWellFormed(profile[...]) else { return nil }
        return stream
    }

    /// What a zlib stream holds (RFC 1950); nil when it is no such stream, is followed by anything, or holds more than a
    /// profile may.
    private static func inflated(_ stream: ArraySlice<UInt8>) -> [UInt8]? {
        var isWhole = false
        let contents = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var (room, used) = (uLongf(buffer.count), uLong(stream.count))
            let outcome = stream.withUnsafeBufferPointer {
                uncompress2(buffer.baseAddress, &room, $0.baseAddress, &used)
            }
            isWhole = outcome == Z_OK && used == stream.count
            count = isWhole ? Int(room) : 0
        }
        return isWhole ? contents : nil
    }
}

/// The segments of a JPEG among which a colour profile is divided (ICC.1:2022, annex B.4).
struct JPEGColorProfile {
    private static let name: StaticString = "ICC_PROFILE\0"

    private var segments: [Int: ArraySlice<UInt8>] = [:]
    private var count = 0
    private var isSound = true

    /// Takes a segment `APP2` when it is such a one.
    mutating func add(_ segment: ImageReader) {
        guard segment.starts(with: Self.name) else { return }
        var reader = segment
        guard (try? reader.skip(Self.name.utf8CodeUnitCount)) != nil, let number = try? reader.byte(),
            let count = try? reader.byte(), segments.isEmpty || count == self.count,
            segments.updateValue(segment.rest, forKey: number) == nil
        else {
            isSound = false
            return
        }
        self.count = count
    }

    /// The contents of the segments in their order; none when they make no profile.
    var contents: [ArraySlice<UInt8>] {
        guard isSound, count == segments.count else { return [] }
        let ordered = (1...max(count, 1)).compactMap { segments[$0] }
        let profile = ordered.flatMap { $0.dropFirst(Self.name.utf8CodeUnitCount + 2) }
        return ordered.count == count && ICCProfile.isWellFormed(profile[...]) ? ordered : []
    }
}
