/// The compressed pixels of a GIF frame: codes for runs of pixels, each run being an earlier one and a pixel more (GIF89a,
/// appendix F).
enum GIFCodes {
    /// More codes than this are never given out.
    private static let limit = 4096

    /// The length in bytes of the codes up to the one that ends them, or of all of them where none does.
    ///
    /// - Parameters:
    ///   - data: the contents of the frame's sub-blocks.
    ///   - codeSize: bits of a pixel, 1 to 8.
    /// - Returns: nil when they are no codes.
    static func length(of data: [UInt8], codeSize: Int) -> Int? {
        let clear = 1 << codeSize
        let end = clear + 1
        var bits = BitReader(data[...])
        // The next code to be given out, and how many bits each code has until then.
        var (next, size) = (end + 1, codeSize + 1)
        var isFirst = true
        while let code = bits.take(size) {
            if code == end { return bits.bytesBegun }
            if code == clear {
                (next, size, isFirst) = (end + 1, codeSize + 1, true)
                continue
            }
            // The first after a clear code is a pixel; later ones may name the run that is just being made.
            guard isFirst ? code < clear : code < next || code == next && next < limit else { return nil }
            if !isFirst, next < limit {
                next += 1
                if next == 1 << size, size < 12 { size += 1 }
            }
            isFirst = false
        }
        return data.count
    }
}
