import Crypto
import CryptoExtras
import IndieWeb
import Publishing
import Testing

@Suite("WebAuthn 7.1, registering a passkey")
struct PasskeyRegistrationTests {
    @Test("the options ask for a passkey that is found by itself, with a check of who holds it, and for no attestation")
    func options() async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        try await fixture.register(&device)
        let options = try #require(try await fixture.creationOptions().objectValue)
        #expect(options["rp"] == ["id": "owner.example", "name": "My Weblog"])
        #expect(options["attestation"] == "none")
        #expect(
            options["authenticatorSelection"]
                == ["residentKey": "required", "requireResidentKey": true, "userVerification": "required"]
        )
        let algorithms = options["pubKeyCredParams"]?.arrayValue?.compactMap { $0.objectValue?["alg"] }
        #expect(algorithms == [-8, -7, -257])
        let handle = options["user"]?.objectValue?["id"]?.stringValue.flatMap(Base64URL.decode)
        #expect(handle?.count == 32)
        let excluded = options["excludeCredentials"]?.arrayValue?.map { $0.objectValue?["id"] }
        #expect(excluded == [.string(Base64URL.encode(device.id))])
        let challenge = options["challenge"]?.stringValue.flatMap(Base64URL.decode)
        #expect((challenge?.count ?? 0) >= 16)
        #expect(options["challenge"] != (try await fixture.creationOptions().objectValue?["challenge"]))
    }

    @Test("a passkey is kept with its name and ways, whatever attestation came along", arguments: ["none", "packed"])
    func registration(format: String) async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        device.format = format
        device.hasExtensions = true
        let passkey = try await fixture.register(&device, name: "  Phone \n")
        #expect(passkey.name == "Phone")
        #expect(passkey.created.date == fixture.access.now())
        #expect(passkey.lastUsed == nil)
        #expect(try await fixture.passkeys.list() == [passkey])
    }

    @Test("every part that is wrong is refused, and nothing is kept", arguments: Self.wrongs)
    func refusals(wrong: Wrong) async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        wrong.spoil(&device)
        await #expect(throws: wrong.error) { try await fixture.register(&device) }
        #expect(try await fixture.passkeys.list() == [])
    }

    struct Wrong: Sendable, CustomStringConvertible {
        let description: String
        let error: PasskeyError
        let spoil: @Sendable (inout SoftwareAuthenticator) -> Void

        init(
            _ description: String,
            _ error: PasskeyError,
            _ spoil: @escaping @Sendable (inout SoftwareAuthenticator) -> Void
        ) {
            (self.description, self.error, self.spoil) = (description, error, spoil)
        }
    }

    private static let wrongs: [Wrong] = [
        Wrong("another type", .wrongType) { $0.type = "webauthn.get" },
        Wrong("no challenge of ours", .wrongChallenge) {
            $0.challenge = Base64URL.encode([UInt8](repeating: 1, count: 56))
        },
        Wrong("a short challenge", .wrongChallenge) { $0.challenge = "AAAA" },
        Wrong("an odd challenge", .malformed("clientDataJSON")) { $0.challenge = "A=" },
        Wrong("another origin", .wrongOrigin("https://evil.example")) { $0.origin = "https://evil.example" },
        Wrong("no TLS", .wrongOrigin("http://owner.example")) { $0.origin = "http://owner.example" },
        Wrong("another port", .wrongOrigin("https://owner.example:8443")) { $0.origin = "https://owner.example:8443" },
        Wrong("a subdomain", .wrongOrigin("https://x.owner.example")) { $0.origin = "https://x.owner.example" },
        Wrong("a frame", .wrongOrigin("https://owner.example")) { $0.isCrossOrigin = true },
        Wrong("a doubtful frame", .wrongOrigin("https://owner.example")) { $0.isCrossOrigin = "false" },
        Wrong("another site", .wrongRelyingParty) { $0.relyingParty = "evil.example" },
        Wrong("nobody there", .userNotPresent) { $0.isPresent = false },
        Wrong("nobody known", .userNotVerified) { $0.isVerified = false },
        Wrong("bytes at the end", .malformed("authenticatorData")) { $0.trailing = [0] },
        Wrong("no identity", .malformed("PublicKeyCredential")) { $0.id = [] },
        Wrong("a long identity", .malformed("credentialId")) { $0.id = [UInt8](repeating: 7, count: 1024) },
        Wrong("no key", .malformed("credentialPublicKey")) { $0.coseKey = [0] },
        Wrong("an empty key", .unsupportedKey) { $0.coseKey = CBOR.map(0) },
        Wrong("a point off the curve", .unsupportedKey) { device in
            device.coseKey = device.publicKey.dropLast() + [device.publicKey.last.map { $0 ^ 1 } ?? 0]
        },
        Wrong("a curve for another algorithm", .unsupportedKey) { device in
            device.coseKey =
                CBOR.map(4) + CBOR.integer(1) + CBOR.integer(1) + CBOR.integer(3) + CBOR.integer(-7) + CBOR.integer(-1)
                + CBOR.integer(6) + CBOR.integer(-2) + CBOR.bytes([UInt8](repeating: 9, count: 32))
        },
        Wrong("a short RSA key", .unsupportedKey) { device in
            device.coseKey =
                CBOR.map(4) + CBOR.integer(1) + CBOR.integer(3) + CBOR.integer(3) + CBOR.integer(-257)
                + CBOR.integer(-1)
                + CBOR.bytes([UInt8](repeating: 0xFF, count: 128)) + CBOR.integer(-2) + CBOR.bytes([1, 0, 1])
        },
    ]

    @Test("a challenge is good once, for its session, for five minutes, and not for a sign-in")
    func challenge() async throws {
        let fixture = try await PasskeyFixture()
        var (device, other) = (SoftwareAuthenticator(), SoftwareAuthenticator())
        let options = try await fixture.creationOptions()
        _ = try await fixture.passkeys.register(device.register(options), name: "", in: fixture.session)
        await #expect(throws: PasskeyError.wrongChallenge) {
            try await fixture.passkeys.register(other.register(options), name: "", in: fixture.session)
        }
        let session = try await fixture.access.signIn().session
        let elsewhere = try await fixture.creationOptions(in: session)
        await #expect(throws: PasskeyError.wrongChallenge) {
            try await fixture.passkeys.register(other.register(elsewhere), name: "", in: fixture.session)
        }
        let signIn = fixture.requestOptions()
        await #expect(throws: PasskeyError.wrongChallenge) {
            try await fixture.passkeys.register(other.register(signIn), name: "", in: fixture.session)
        }
        let late = try await fixture.creationOptions()
        fixture.access.wait(300)
        await #expect(throws: PasskeyError.wrongChallenge) {
            try await fixture.passkeys.register(other.register(late), name: "", in: fixture.session)
        }
    }

    @Test("the same passkey is not registered twice")
    func twice() async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        try await fixture.register(&device)
        await #expect(throws: PasskeyError.alreadyRegistered) { try await fixture.register(&device) }
    }

    @Test("there are so many and no more")
    func limit() async throws {
        let fixture = try await PasskeyFixture()
        for _ in 0..<Passkeys.limit {
            var device = SoftwareAuthenticator()
            try await fixture.register(&device)
        }
        var device = SoftwareAuthenticator()
        await #expect(throws: PasskeyError.tooMany) { try await fixture.register(&device) }
    }

    @Test("passkeys get other names, and are removed")
    func management() async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        let passkey = try await fixture.register(&device, name: String(repeating: "x", count: 200))
        #expect(passkey.name.count == 100)
        #expect(try await fixture.passkeys.rename(id: passkey.id, to: "Key"))
        #expect(try await fixture.passkeys.list().map(\.name) == ["Key"])
        #expect(try await !fixture.passkeys.rename(id: passkey.id + 1, to: "Key"))
        #expect(try await fixture.passkeys.remove(id: passkey.id))
        #expect(try await !fixture.passkeys.remove(id: passkey.id))
        await #expect(throws: PasskeyError.unknownCredential) { try await fixture.signIn(&device) }
    }

    @Test(
        "an answer without its parts is malformed",
        arguments: [
            #"null"#, #"[]"#, #"{}"#, #"{"type":"public-key"}"#, #"{"type":"public-key","rawId":"AA"}"#,
            #"{"type":"password","rawId":"AA","response":{}}"#, #"{"type":"public-key","rawId":"AA","response":{}}"#,
            #"{"type":"public-key","rawId":"AA","response":{"clientDataJSON":"e30"}}"#,
            #"{"type":"public-key","rawId":7,"response":{"clientDataJSON":"!"}}"#,
        ]
    )
    func malformed(text: String) async throws {
        let fixture = try await PasskeyFixture()
        let value = try JSONValue(parsing: Array(text.utf8))
        for attempt in [true, false] {
            do {
                _ =
                    attempt
                    ? try await fixture.passkeys.register(value, name: "", in: fixture.session)
                    : try await fixture.passkeys.verify(value)
                Issue.record("accepted")
            } catch PasskeyError.malformed {
            }
        }
    }
}
