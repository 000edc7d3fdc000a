/// Texts and bytes that nobody can guess.
package enum Secret {
    /// 256 random bits in base64url (RFC 4648, section 5), 43 characters. Fit for a PKCE verifier, too (RFC 7636).
    package static func token(from random: inout some RandomNumberGenerator) -> String {
        Base64URL.encode(bytes(32, from: &random))
    }

    /// Random bytes.
    static func bytes(_ count: Int, from random: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}
