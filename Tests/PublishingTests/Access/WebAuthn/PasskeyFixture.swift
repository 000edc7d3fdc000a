import IndieWeb
import Publishing
import Testing

/// A site with passkeys, and the signed-in owner.
struct PasskeyFixture {
    let access: AccessFixture
    let passkeys: Passkeys
    let session: Session

    init() async throws {
        access = try AccessFixture()
        let relyingParty = try #require(RelyingParty(siteURL: AccessFixture.me, name: "My Weblog"))
        passkeys = Passkeys(
            database: access.database,
            relyingParty: relyingParty,
            secret: SessionSecret("secret"),
            now: access.now
        )
        session = try await access.signIn().session
    }

    func creationOptions(in session: Session? = nil) async throws -> JSONValue {
        var random = SystemRandomNumberGenerator()
        return try await passkeys.registrationOptions(
            in: session ?? self.session,
            userName: "owner.example",
            random: &random
        )
    }

    func requestOptions() -> JSONValue {
        var random = SystemRandomNumberGenerator()
        return passkeys.signInOptions(random: &random)
    }

    @discardableResult
    func register(_ device: inout SoftwareAuthenticator, name: String = "Phone") async throws -> Passkey {
        try await passkeys.register(device.register(creationOptions()), name: name, in: session)
    }

    @discardableResult
    func signIn(_ device: inout SoftwareAuthenticator) async throws -> Passkey {
        try await passkeys.verify(device.signIn(requestOptions()))
    }
}
