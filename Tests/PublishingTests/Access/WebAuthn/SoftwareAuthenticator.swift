import Crypto
import CryptoExtras
import Foundation
import IndieWeb
import Publishing

/// A browser with a passkey in software, whose signatures are real and whose every part can be made wrong.
struct SoftwareAuthenticator {
    enum Key {
        case es256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
        case rs256(_RSA.Signing.PrivateKey)
    }

    var key: Key
    var id: [UInt8]
    var origin = "https://owner.example"
    var relyingParty = "owner.example"
    var type: String?
    var challenge: String?
    var isPresent = true
    var isVerified = true
    var isCrossOrigin: JSONValue? = false
    var counter: UInt32 = 0
    var userHandle: String?
    var coseKey: [UInt8]?
    var trailing: [UInt8] = []
    var format = "none"
    var hasExtensions = false
    var signature: String?

    init(_ key: Key = .es256(P256.Signing.PrivateKey())) {
        self.key = key
        id = (0..<32).map { _ in .random(in: .min ... .max) }
    }

    /// `navigator.credentials.create`, then `toJSON()`.
    mutating func register(_ options: JSONValue) -> JSONValue {
        let credential = [UInt8](repeating: 0, count: 16) + [UInt8(id.count >> 8), UInt8(id.count & 255)] + id
        let data = authenticatorData(flags: 0x40, rest: credential + (coseKey ?? publicKey))
        let attestation =
            CBOR.map(3) + CBOR.text("fmt") + CBOR.text(format) + CBOR.text("attStmt") + CBOR.map(0)
            + CBOR.text("authData")
            + CBOR.bytes(data)
        return answer([
            "clientDataJSON": .string(Base64URL.encode(clientData(options, "webauthn.create"))),
            "attestationObject": .string(Base64URL.encode(attestation)),
            "transports": ["internal", "hybrid"],
        ])
    }

    /// `navigator.credentials.get`, then `toJSON()`.
    mutating func signIn(_ options: JSONValue) throws -> JSONValue {
        let data = authenticatorData(flags: 0, rest: [])
        let client = clientData(options, "webauthn.get")
        let signed = Data(data) + Data(SHA256.hash(data: client))
        return answer([
            "clientDataJSON": .string(Base64URL.encode(client)),
            "authenticatorData": .string(Base64URL.encode(data)),
            "signature": .string(try signature ?? Base64URL.encode(sign(signed))),
            "userHandle": userHandle.map(JSONValue.string) ?? .null,
        ])
    }

    private func answer(_ response: JSONObject) -> JSONValue {
        [
            "id": .string(Base64URL.encode(id)), "rawId": .string(Base64URL.encode(id)), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": [:], "response": .object(response),
        ]
    }

    private func clientData(_ options: JSONValue, _ type: String) -> [UInt8] {
        let asked = options.objectValue?["challenge"]?.stringValue ?? ""
        var object: JSONObject = [
            "type": .string(self.type ?? type), "challenge": .string(challenge ?? asked), "origin": .string(origin),
        ]
        object["crossOrigin"] = isCrossOrigin
        object["other_keys_can_be_added_here"] = "do not compare clientDataJSON against a template"
        return Array(object.text.utf8)
    }

    private func authenticatorData(flags: UInt8, rest: [UInt8]) -> [UInt8] {
        let all = flags | (isPresent ? 1 : 0) | (isVerified ? 4 : 0) | (hasExtensions ? 0x80 : 0)
        let count = (0..<4).map { UInt8(truncatingIfNeeded: counter >> (24 - 8 * $0)) }
        let extensions = hasExtensions ? CBOR.map(1) + CBOR.text("credProtect") + CBOR.integer(2) : []
        return Array(SHA256.hash(data: Array(relyingParty.utf8))) + [all] + count + rest + extensions + trailing
    }

    /// A COSE_Key.
    var publicKey: [UInt8] {
        switch key {
        case .es256(let key):
            let point = key.publicKey.x963Representation.dropFirst()
            return CBOR.map(5) + CBOR.integer(1) + CBOR.integer(2) + CBOR.integer(3) + CBOR.integer(-7)
                + CBOR.integer(-1) + CBOR.integer(1) + CBOR.integer(-2) + CBOR.bytes(Array(point.prefix(32)))
                + CBOR.integer(-3) + CBOR.bytes(Array(point.suffix(32)))
        case .ed25519(let key):
            return CBOR.map(4) + CBOR.integer(1) + CBOR.integer(1) + CBOR.integer(3) + CBOR.integer(-8)
                + CBOR.integer(-1) + CBOR.integer(6) + CBOR.integer(-2)
                + CBOR.bytes(Array(key.publicKey.rawRepresentation))
        case .rs256(let key):
            let numbers = try? key.publicKey.getKeyPrimitives()
            return CBOR.map(4) + CBOR.integer(1) + CBOR.integer(3) + CBOR.integer(3) + CBOR.integer(-257)
                + CBOR.integer(-1) + CBOR.bytes(Array(numbers?.modulus ?? Data()))
                + CBOR.integer(-2) + CBOR.bytes(Array(numbers?.publicExponent ?? Data()))
        }
    }

    private func sign(_ bytes: Data) throws -> [UInt8] {
        switch key {
        case .es256(let key): Array(try key.signature(for: bytes).derRepresentation)
        case .ed25519(let key): Array(try key.signature(for: bytes))
        case .rs256(let key): Array(try key.signature(for: bytes, padding: .insecurePKCS1v1_5).rawRepresentation)
        }
    }
}

/// Writes the little CBOR that an authenticator needs.
enum CBOR {
    static func integer(_ number: Int) -> [UInt8] {
        number < 0 ? head(1, -1 - number) : head(0, number)
    }

    static func bytes(_ bytes: [UInt8]) -> [UInt8] { head(2, bytes.count) + bytes }

    static func text(_ text: String) -> [UInt8] { head(3, text.utf8.count) + Array(text.utf8) }

    static func map(_ count: Int) -> [UInt8] { head(5, count) }

    private static func head(_ major: UInt8, _ number: Int) -> [UInt8] {
        switch number {
        case ..<24: [major << 5 | UInt8(number)]
        case ..<256: [major << 5 | 24, UInt8(number)]
        default: [major << 5 | 25, UInt8(number >> 8 & 255), UInt8(number & 255)]
        }
    }
}
