/// Bytes as a row of bits, the lowest of each byte first, as GIF has them (GIF89a, appendix F).
struct BitReader {
    private let bytes: ArraySlice<UInt8>
    /// The index of the next byte.
    private var index: Int
    /// What is left of the byte that was begun, the next bit lowest.
    private var waiting = 0
    private var waitingCount = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    /// How many bytes were begun so far.
    var bytesBegun: Int { index - bytes.startIndex }

    /// The next bits, up to 16, as a number whose lowest bit came first; nil when there are not as many.
    mutating func take(_ count: Int) -> Int? {
        while waitingCount < count {
            guard index < bytes.endIndex else { return nil }
            waiting |= Int(bytes[index]) << waitingCount
            waitingCount += 8
            index += 1
        }
        defer {
            waiting >>= count
            waitingCount -= count
        }
        return waiting & (1 << count - 1)
    }
}
