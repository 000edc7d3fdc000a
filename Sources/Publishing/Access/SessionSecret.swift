import Crypto
import Foundation

/// The key of what the site gives out and knows again without keeping it, CSRF tokens and passkey challenges, and of what it
/// keeps but must not keep in clear text: the tokens of other sites.
///
/// Whoever knows it still has no session and no passkey, for it signs nothing that stands for either alone.
package struct SessionSecret: Sendable {
    private let key: SymmetricKey

    /// The key that a text stands for: the setting `SESSION_SECRET`, or what the file `session_secret` holds.
    package init(_ text: String) {
        // A hash first, so that each text of whatever length gives a key of the right one.
        key = SymmetricKey(data: SHA256.hash(data: Array(text.utf8)))
    }

    /// The value of a form's hidden field, by which a request from another site is told from one of our pages.
    package func csrfToken(of session: Session) -> String {
        Base64URL.encode(authenticationCode(of: session.tokenHash.utf8, purpose: "csrf"))
    }

    /// Whether a form was made for this session. Takes the same time for any wrong one.
    package func accepts(csrfToken: String, of session: Session) -> Bool {
        guard let code = Base64URL.decode(csrfToken) else { return false }
        return isValid(code, of: session.tokenHash.utf8, purpose: "csrf")
    }

    /// HMAC-SHA256. A code for one purpose is none for another.
    func authenticationCode(of bytes: some Sequence<UInt8>, purpose: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Self.message(bytes, purpose: purpose), using: key))
    }

    /// Whether a code is ours, in constant time.
    func isValid(_ code: [UInt8], of bytes: some Sequence<UInt8>, purpose: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Self.message(bytes, purpose: purpose), using: key)
    }

    /// Encrypts a text, so that it can be read again with this key and purpose alone (ChaCha20-Poly1305, RFC 8439).
    ///
    /// - Returns: nonce, ciphertext and tag.
    func seal(_ text: String, purpose: String) throws -> Data {
        try ChaChaPoly.seal(Array(text.utf8), using: encryptionKey(purpose)).combined
    }

    /// The text that was sealed; nil for bytes that this key and purpose did not make.
    func open(_ sealed: Data, purpose: String) -> String? {
        guard let box = try? ChaChaPoly.SealedBox(combined: sealed),
            let bytes = try? ChaChaPoly.open(box, using: encryptionKey(purpose))
        else { return nil }
        return String(bytes: bytes, encoding: .utf8)
    }

    /// A key of its own, so that nothing is signed and encrypted with the same (RFC 5869).
    private func encryptionKey(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(purpose.utf8), outputByteCount: 32)
    }

    private static func message(_ bytes: some Sequence<UInt8>, purpose: String) -> Data {
        Data(purpose.utf8) + [0] + Data(bytes)
    }
}
