import Crypto
import CryptoExtras
import Foundation

/// A passkey's public key, as an authenticator writes it (RFC 9052, section 7; RFC 9053; RFC 8812).
enum COSEKey: Sendable {
    /// ECDSA with P-256 and SHA-256.
    case es256(P256.Signing.PublicKey)
    /// EdDSA with Ed25519.
    case ed25519(Curve25519.Signing.PublicKey)
    /// RSASSA-PKCS1-v1_5 with SHA-256, for the TPMs of older machines.
    case rs256(_RSA.Signing.PublicKey)

    /// The algorithms' numbers in the registry of COSE, the one that we like best first.
    static let algorithms = [-8, -7, -257]

    /// Reads a COSE_Key.
    ///
    /// - Throws: ``PasskeyError/unsupportedKey`` for a key of another kind, off its curve, or of an unsafe size.
    init(_ map: CBORValue) throws(PasskeyError) {
        // Labels: 1 kty, 3 alg, then by kty: -1 crv or n, -2 x or e, -3 y.
        switch (map[1], map[3]) {
        case (.integer(2), .integer(-7)):
            guard map[-1] == 1, let x = map[-2]?.bytesValue, let y = map[-3]?.bytesValue, x.count == 32, y.count == 32,
                let key = try? P256.Signing.PublicKey(x963Representation: [4] + x + y)
            else { throw .unsupportedKey }
            self = .es256(key)
        case (.integer(1), .integer(-8)):
            guard map[-1] == 6, let x = map[-2]?.bytesValue, x.count == 32,
                let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
            else { throw .unsupportedKey }
            self = .ed25519(key)
        case (.integer(3), .integer(-257)):
            guard let modulus = map[-1]?.bytesValue, let exponent = map[-2]?.bytesValue,
                (256...512).contains(modulus.count), (1...4).contains(exponent.count),
                let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent),
                (2048...4096).contains(key.keySizeInBits)
            else { throw .unsupportedKey }
            self = .rs256(key)
        default: throw .unsupportedKey
        }
    }

    /// Reads a COSE_Key from its bytes, as the database holds them.
    init(_ bytes: [UInt8]) throws(PasskeyError) {
        var reader = CBORReader(bytes[...])
        guard let map = try? reader.value(), reader.isAtEnd else { throw .unsupportedKey }
        try self.init(map)
    }

    /// Whether a signature over some bytes is made with the key's private half.
    func isValid(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
        switch self {
        case .es256(let key):
            (try? P256.Signing.ECDSASignature(derRepresentation: signature)).map {
                key.isValidSignature($0, for: Data(bytes))
            } ?? false
        case .ed25519(let key): key.isValidSignature(signature, for: bytes)
        case .rs256(let key):
            key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature),
                for: bytes,
                padding: .insecurePKCS1v1_5
            )
        }
    }
}
