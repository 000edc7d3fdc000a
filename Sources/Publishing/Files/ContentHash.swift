import Crypto

/// The SHA-256 of some bytes, as `notes.content_hash` and entity tags hold it.
package struct ContentHash: Sendable, Hashable {
    /// 64 hexadecimal digits in lower case.
    package let hex: String

    /// Digests bytes.
    package init(_ bytes: [UInt8]) {
        self.init(SHA256.hash(data: bytes))
    }

    init(_ digest: SHA256Digest) {
        let digits = Array("0123456789abcdef".utf8)
        hex = String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Digests a text in UTF-8.
    package init(_ text: String) {
        self.init(Array(text.utf8))
    }
}
