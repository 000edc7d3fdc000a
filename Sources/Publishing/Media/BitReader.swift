/// Bytes as a row of bits, the lowest of each byte first, as DEFLATE (RFC 1951, section 3.1.1) and GIF (GIF89a, appendix F)
/// have them.
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

    /// Whether no whole byte is left.
    var isInLastByte: Bool { index == bytes.endIndex }

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

    /// Passes what is left of a byte that was begun.
    mutating func skipToByte() {
        (waiting, waitingCount) = (0, 0)
    }

    /// Passes whole bytes, after ``skipToByte()``; false when there are not as many.
    mutating func skip(bytes count: Int) -> Bool {
        guard count <= bytes.endIndex - index else { return false }
        index += count
        return true
    }
}
