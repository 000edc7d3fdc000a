/// What an authenticator says of a ceremony, and signs (Web Authentication Level 2, section 6.1).
package struct AuthenticatorData: Sendable, Equatable {
    /// A new passkey (section 6.5.1).
    package struct AttestedCredential: Sendable, Equatable {
        /// Its identity, up to 1023 bytes.
        package let id: [UInt8]
        /// Its public key, a COSE_Key.
        package let publicKey: [UInt8]
    }

    /// The SHA-256 of the site's identity.
    package let relyingPartyHash: [UInt8]
    /// Whether somebody touched it.
    package let isUserPresent: Bool
    /// Whether it made sure that it was its owner.
    package let isUserVerified: Bool
    /// How many signatures it has made, or 0 when it does not count.
    package let signCount: UInt32
    /// The passkey, in a registration alone.
    package let credential: AttestedCredential?

    /// Reads the bytes, all of them.
    package init(_ bytes: [UInt8]) throws(PasskeyError) {
        guard bytes.count >= 37 else { throw .malformed("authenticatorData") }
        let flags = bytes[32]
        relyingPartyHash = Array(bytes[..<32])
        isUserPresent = flags & 0x01 != 0
        isUserVerified = flags & 0x04 != 0
        signCount = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var rest = bytes[37...]
        credential = flags & 0x40 != 0 ? try Self.credential(&rest) : nil
        if flags & 0x80 != 0 {
            // Extensions, none of which we asked for.
            var reader = CBORReader(rest)
            guard case .map? = try? reader.value() else { throw .malformed("extensions") }
            rest = rest[reader.index...]
        }
        guard rest.isEmpty else { throw .malformed("authenticatorData") }
    }

    private static func credential(_ rest: inout ArraySlice<UInt8>) throws(PasskeyError) -> AttestedCredential {
        // AAGUID (16), length (2), identity, key.
        let start = rest.startIndex
        guard rest.count > 18 else { throw .malformed("attestedCredentialData") }
        let length = Int(rest[start + 16]) << 8 | Int(rest[start + 17])
        guard (1...1023).contains(length), rest.count > 18 + length else { throw .malformed("credentialId") }
        let id = Array(rest[(start + 18)..<(start + 18 + length)])
        rest = rest[(start + 18 + length)...]
        var reader = CBORReader(rest)
        guard case .map? = try? reader.value() else { throw .malformed("credentialPublicKey") }
        let publicKey = Array(rest[..<reader.index])
        rest = rest[reader.index...]
        return AttestedCredential(id: id, publicKey: publicKey)
    }
}
