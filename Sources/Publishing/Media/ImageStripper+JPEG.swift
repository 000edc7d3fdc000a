extension ImageStripper {
    /// More scans than any encoder makes; each costs a decoder a pass over the whole image.
    private static let scanLimit = 200

    /// An APP0 segment that says no more than "this is JFIF" (ITU-T T.871, section 10.1).
    private static let jfif: [UInt8] = [
        0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0,
    ]

    /// Keeps tables, frame, scans, restart intervals, Adobe's colour transform (ITU-T T.81, annex B) and the colour profile,
    /// up to the end of the first image.
    static func stripJPEG(_ bytes: [UInt8]) throws(ImageRefusal) -> [UInt8] {
        var reader = ImageReader(bytes, format: "JPEG")
        var output: [UInt8] = [0xFF, 0xD8]
        output.reserveCapacity(bytes.count)
        var frameSeen = false
        var jfifSeen = false
        var scans = 0
        var profile = JPEGColorProfile()
        // Behind the segment that must come first.
        var profilePlace = output.count
        while true {
            let marker = try reader.jpegMarker()
            switch marker {
            case 0x01, 0xD0...0xD8:
                break
            case 0xD9:
                guard scans > 0 else { throw reader.malformed }
                var segments: [UInt8] = []
                for contents in profile.contents { append(0xE2, contents, to: &segments) }
                output.insert(contentsOf: segments, at: profilePlace)
                return output + [0xFF, 0xD9]
            case 0xDA:
                scans += 1
                guard frameSeen, scans <= scanLimit else { throw reader.malformed }
                try append(0xDA, scanHeader(reader.jpegSegment()), to: &output)
                output += try entropyCodedData(&reader)
            default:
                let segment = try reader.jpegSegment()
                if ImageProbe.jpegFrames.contains(marker) {
                    guard !frameSeen, ImageProbe.jpegFramesOfTheWeb.contains(marker) else { throw reader.malformed }
                    frameSeen = true
                    try append(marker, frameHeader(segment), to: &output)
                } else if marker == 0xE0, !jfifSeen, segment.starts(with: "JFIF\0") {
                    jfifSeen = true
                    output += jfif
                    profilePlace = output.count
                } else if marker == 0xE2, scans == 0 {
                    profile.add(segment)
                } else if let kept = try kept(segment, marker: marker) {
                    append(marker, kept, to: &output)
                }
            }
        }
    }

    private static func append(_ marker: Int, _ contents: ArraySlice<UInt8>, to output: inout [UInt8]) {
        output += [0xFF, UInt8(truncatingIfNeeded: marker)]
        output.append(bigEndian: contents.count + 2, count: 2)
        output += contents
    }

    /// The part of a segment that decoding needs, nil when it needs none. Nothing can hide behind a table: lengths that do
    /// not fit exactly are refused.
    private static func kept(_ segment: ImageReader, marker: Int) throws(ImageRefusal) -> ArraySlice<UInt8>? {
        var reader = segment
        switch marker {
        case 0xDB:
            while !reader.isAtEnd { try reader.skip(reader.byte() >> 4 == 0 ? 64 : 128) }
        case 0xC4:
            while !reader.isAtEnd {
                try reader.skip(1)
                var codes = 0
                for count in try reader.take(16) { codes += Int(count) }
                try reader.skip(codes)
            }
        case 0xDC, 0xDD:
            try reader.skip(2)
            guard reader.isAtEnd else { throw reader.malformed }
        case 0xEE where reader.starts(with: "Adobe"):
            return try reader.take(12)
        case 0xC8, 0xCC, 0xDE, 0xDF:
            throw reader.malformed
        default:
            return nil
        }
        var whole = segment
        return try whole.take(whole.remaining)
    }

    private static func frameHeader(_ segment: ImageReader) throws(ImageRefusal) -> ArraySlice<UInt8> {
        var reader = segment
        try reader.skip(5)
        let components = try reader.byte()
        guard (1...4).contains(components), reader.remaining == 3 * components else { throw reader.malformed }
        var whole = segment
        return try whole.take(whole.remaining)
    }

    private static func scanHeader(_ segment: ImageReader) throws(ImageRefusal) -> ArraySlice<UInt8> {
        var reader = segment
        let components = try reader.byte()
        guard (1...4).contains(components), reader.remaining == 2 * components + 3 else { throw reader.malformed }
        var whole = segment
        return try whole.take(whole.remaining)
    }

    /// Everything up to the next marker that is neither a stuffed byte nor a restart.
    private static func entropyCodedData(_ reader: inout ImageReader) throws(ImageRefusal) -> ArraySlice<UInt8> {
        var start = reader
        while true {
            reader.advance(to: 0xFF)
            guard let next = reader.peek(1) else { throw reader.malformed }
            switch next {
            case 0x00, 0xD0...0xD7: try reader.skip(2)
            case 0xFF: try reader.skip(1)
            default: return try start.take(reader.index - start.index)
            }
        }
    }
}
