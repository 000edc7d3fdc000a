import Crypto
import Foundation

/// Proof Key for Code Exchange with SHA-256 (RFC 7636): who redeems a code must know what its challenge was made of.
package enum PKCE {
    /// The only method: `plain` would show the secret in the address.
    package static let method = "S256"

    /// The challenge of a verifier: the SHA-256 of its bytes in base64url, 43 characters (section 4.2).
    package static func challenge(of verifier: String) -> String {
        base64URL(SHA256.hash(data: Data(verifier.utf8)))
    }

    /// Whether a text is a verifier: 43 to 128 letters, digits, `-`, `.`, `_` and `~` (section 4.1).
    package static func isVerifier(_ text: String) -> Bool {
        (43...128).contains(text.utf8.count) && text.utf8.allSatisfy(PercentEncoding.isUnreserved)
    }

    /// Whether a text can be the challenge of a verifier: 43 characters of base64url (section 4.2).
    package static func isChallenge(_ text: String) -> Bool {
        text.utf8.count == 43
            && text.utf8.allSatisfy {
                PercentEncoding.isUnreserved($0) && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "~")
            }
    }

    /// Whether a challenge was made of a verifier; takes the same time for all wrong ones (section 4.6).
    package static func verify(_ verifier: String, against challenge: String) -> Bool {
        isVerifier(verifier) && ConstantTime.equal(self.challenge(of: verifier), challenge)
    }

    /// Bytes as base64url without `=` (RFC 4648, section 5).
    package static func base64URL(_ bytes: some Sequence<UInt8>) -> String {
        String(
            decoding: Data(bytes).base64EncodedString().utf8.compactMap { byte -> UInt8? in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                case UInt8(ascii: "="): nil
                default: byte
                }
            },
            as: UTF8.self
        )
    }
}
