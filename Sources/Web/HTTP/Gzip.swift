import CZlib

/// Compresses answers (RFC 1952).
package enum Gzip {
    /// The bytes in one gzip member.
    ///
    /// The same bytes give the same member, for an entity tag of its own. Takes about 20 ms a megabyte of text at level
    /// 6.
    /// - Parameters:
    ///   - bytes: what to compress.
    ///   - level: 1 is fastest, 9 smallest; others are taken for the nearest.
    /// - Returns: the member; nil for more bytes than it can tell the length of, and when memory is short.
    package static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8]? {
        let capacity = starpunk_gzip_bound(bytes.count)
        let level = Int32(min(max(level, 1), 9))
        let member = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            bytes.withUnsafeBufferPointer { bytes in
                count = starpunk_gzip(bytes.baseAddress, bytes.count, buffer.baseAddress, capacity, level)
            }
        }
        return member.isEmpty ? nil : member
    }
}
