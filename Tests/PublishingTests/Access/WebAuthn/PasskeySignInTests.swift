import Crypto
import CryptoExtras
import IndieWeb
import Publishing
import Testing

@Suite("WebAuthn 7.2, signing in with a passkey")
struct PasskeySignInTests {
    @Test("each kind of key that is offered signs in", arguments: ["ES256", "EdDSA", "RS256"])
    func keys(name: String) async throws {
        let fixture = try await PasskeyFixture()
        let key: SoftwareAuthenticator.Key =
            switch name {
            case "ES256": .es256(P256.Signing.PrivateKey())
            case "EdDSA": .ed25519(Curve25519.Signing.PrivateKey())
            default: .rs256(try _RSA.Signing.PrivateKey(keySize: .bits2048))
            }
        var device = SoftwareAuthenticator(key)
        let passkey = try await fixture.register(&device)
        fixture.access.wait(60)
        #expect(try await fixture.signIn(&device).id == passkey.id)
        #expect(try await fixture.passkeys.list().first?.lastUsed?.date == fixture.access.now())
        // Another key under the same name does not.
        var forged = device
        forged.key = .es256(P256.Signing.PrivateKey())
        await #expect(throws: PasskeyError.wrongSignature) { try await fixture.signIn(&forged) }
    }

    @Test("the options name no passkey, and asking writes nothing")
    func options() async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        try await fixture.register(&device)
        let options = try #require(fixture.requestOptions().objectValue)
        #expect(options["rpId"] == "owner.example")
        #expect(options["allowCredentials"] == [])
        #expect(options["userVerification"] == "required")
        #expect(try fixture.access.count("answered_challenges") == 1)
    }

    @Test("every part that is wrong is refused, writes nothing, and spoils nothing", arguments: Self.wrongs)
    func refusals(wrong: PasskeyRegistrationTests.Wrong) async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        device.counter = 5
        try await fixture.register(&device)
        device.counter = 6
        var spoiled = device
        wrong.spoil(&spoiled)
        await #expect(throws: wrong.error) { try await fixture.signIn(&spoiled) }
        #expect(try fixture.access.count("answered_challenges") == 1)
        try await fixture.signIn(&device)
    }

    private static let wrongs: [PasskeyRegistrationTests.Wrong] = [
        .init("another type", .wrongType) { $0.type = "webauthn.create" },
        .init("a challenge that is not ours", .wrongChallenge) {
            $0.challenge = Base64URL.encode([UInt8](repeating: 1, count: 56))
        },
        .init("another origin", .wrongOrigin("https://evil.example")) { $0.origin = "https://evil.example" },
        .init("a frame", .wrongOrigin("https://owner.example")) { $0.isCrossOrigin = true },
        .init("another site", .wrongRelyingParty) { $0.relyingParty = "evil.example" },
        .init("nobody there", .userNotPresent) { $0.isPresent = false },
        .init("nobody known", .userNotVerified) { $0.isVerified = false },
        .init("another account", .wrongUser) { $0.userHandle = "AAAA" },
        .init("an unknown passkey", .unknownCredential) { $0.id = [1, 2, 3] },
        .init("a counter that stands", .counterRegression) { $0.counter = 5 },
        .init("a counter that fell", .counterRegression) { $0.counter = 4 },
        .init("a counter that vanished", .counterRegression) { $0.counter = 0 },
        .init("a signature of nothing", .wrongSignature) { $0.signature = "AAAA" },
        .init("no signature", .malformed("signature")) { $0.signature = "=" },
        .init("bytes at the end", .malformed("authenticatorData")) { $0.trailing = [1] },
    ]

    @Test("the account's own handle is accepted")
    func handle() async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        try await fixture.register(&device)
        device.userHandle = try await fixture.creationOptions().objectValue?["user"]?.objectValue?["id"]?.stringValue
        #expect(device.userHandle != nil)
        try await fixture.signIn(&device)
    }

    @Test("an answer is good once, of many at once too")
    func once() async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        try await fixture.register(&device)
        let answer = try device.signIn(fixture.requestOptions())
        let passkeys = fixture.passkeys
        let good = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<30 {
                group.addTask {
                    do {
                        _ = try await passkeys.verify(answer)
                        return true
                    } catch PasskeyError.wrongChallenge {
                        return false
                    }
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(good == 1)
    }

    @Test("an answer that comes after five minutes is too late, also after the sweep")
    func late() async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        try await fixture.register(&device)
        let used = try device.signIn(fixture.requestOptions())
        _ = try await fixture.passkeys.verify(used)
        let late = try device.signIn(fixture.requestOptions())
        fixture.access.wait(300)
        try await AccessSweep(database: fixture.access.database).run(at: fixture.access.now())
        #expect(try fixture.access.count("answered_challenges") == 0)
        for answer in [used, late] {
            await #expect(throws: PasskeyError.wrongChallenge) { try await fixture.passkeys.verify(answer) }
        }
    }

    @Test("a bit that is changed on the way makes the answer bad")
    func tampered() async throws {
        let fixture = try await PasskeyFixture()
        var device = SoftwareAuthenticator()
        try await fixture.register(&device)
        let answer = try #require(try device.signIn(fixture.requestOptions()).objectValue)
        let response = try #require(answer["response"]?.objectValue)
        for name in ["clientDataJSON", "authenticatorData", "signature"] {
            let bytes = try #require(response[name]?.stringValue.flatMap(Base64URL.decode))
            for index in stride(from: 0, to: bytes.count, by: 3) {
                var changed = bytes
                changed[index] ^= 1
                var (spoiled, spoiledResponse) = (answer, response)
                spoiledResponse[name] = .string(Base64URL.encode(changed))
                spoiled["response"] = .object(spoiledResponse)
                await #expect(throws: PasskeyError.self, "\(name) \(index)") {
                    try await fixture.passkeys.verify(.object(spoiled))
                }
            }
        }
        _ = try await fixture.passkeys.verify(.object(answer))
    }
}

@Suite("RelyingParty")
struct RelyingPartyTests {
    @Test(
        "sites with passkeys",
        arguments: [
            ("https://owner.example/", "owner.example", "https://owner.example"),
            ("https://Owner.Example:443/", "owner.example", "https://owner.example"),
            ("https://owner.example:8443/", "owner.example", "https://owner.example:8443"),
            ("http://localhost:8000/", "localhost", "http://localhost:8000"),
            ("https://bücher.example/", "xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ]
    )
    func sites(url: String, id: String, origin: String) throws {
        let party = try #require(RelyingParty(siteURL: url, name: "x"))
        #expect(party.id == id)
        #expect(party.origin == origin)
    }

    @Test(
        "sites without",
        arguments: ["http://owner.example/", "https://192.0.2.1/", "https://[::1]/", "http://127.0.0.1:8000/", "", "x"]
    )
    func others(url: String) {
        #expect(RelyingParty(siteURL: url, name: "x") == nil)
    }
}
