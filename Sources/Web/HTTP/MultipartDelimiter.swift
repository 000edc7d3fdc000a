import Glibc

/// Finds the delimiter between parts (RFC 2046, section 5.1.1) in bytes that come piece by piece.
///
/// A delimiter starts with a carriage return and has no other. So when the search fails in its midst, all that matched
/// is content, and the search need not go back. Nor need it keep anything: of what the earlier pieces ended with, it
/// suffices to know how much, for it is the delimiter's own beginning.
struct MultipartDelimiter: Sendable {
    private let text: [UInt8]
    /// How many bytes of the delimiter the input ends with.
    private var matched = 0
    /// How many of those are not in the content: the line break in front of it counts for the delimiter, so that one
    /// can follow at once.
    private var borrowed = 0

    /// What a piece has told.
    struct Finding {
        /// Content of earlier pieces, which looked like the beginning of the delimiter and was none.
        var held: ArraySlice<UInt8> = []
        /// Content of this piece.
        var content: ArraySlice<UInt8> = []
        /// Whether the delimiter follows upon the content.
        var isComplete = false
    }

    init(boundary: String) {
        text = Array("\r\n--\(boundary)".utf8)
        restart()
    }

    /// Starts anew after a line break.
    mutating func restart() {
        (matched, borrowed) = (2, 2)
    }

    /// Takes from the bytes all up to the end of the delimiter, or all of them.
    mutating func advance(over bytes: inout ArraySlice<UInt8>) -> Finding {
        let start = bytes.startIndex
        let carried = matched
        var finding = Finding()
        var index = start
        while index < bytes.endIndex, matched < text.count {
            if matched == 0 {
                guard let next = Self.carriageReturn(in: bytes[index...]) else {
                    index = bytes.endIndex
                    break
                }
                index = next + 1
                matched = 1
            } else if bytes[index] == text[matched] {
                index += 1
                matched += 1
            } else {
                // What matched since before this piece is content; so is the rest of it, unless a new match begins.
                if index - start < matched { finding.held = text[borrowed..<carried] }
                (matched, borrowed) = (0, 0)
            }
        }
        finding.content = bytes[start..<max(start, index - matched)]
        finding.isComplete = matched == text.count
        bytes = bytes[index...]
        return finding
    }

    private static func carriageReturn(in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, let found = memchr(base, 0x0D, buffer.count) else { return nil }
            return bytes.startIndex + (UnsafeRawPointer(found) - base)
        }
    }
}
