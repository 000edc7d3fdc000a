import Foundation
import IndieWeb
import Publishing
import Testing

@Suite("Authorization codes")
struct AuthorizationCodeTests {
    @Test("IA-S-20 a code has 256 bits, and only its SHA-256 is kept")
    func hashed() async throws {
        let fixture = try AccessFixture()
        let code = try await fixture.code()
        #expect(Base64URL.decode(code)?.count == 32)
        #expect(try await code != fixture.code())
        #expect(try !fixture.holds(code, in: "authorization_codes"))
        #expect(try fixture.holds(ContentHash(code).hex, in: "authorization_codes"))
    }

    @Test("IA-S-30 at the authorization endpoint a code gives the identity, once, and no token")
    func profile() async throws {
        let fixture = try AccessFixture()
        let code = try await fixture.code(scope: "profile create")
        #expect(
            try await fixture.grants.redeemForProfile(fixture.redemption(code))
                == fixture.grant(scope: "profile create")
        )
        #expect(try fixture.count("tokens") == 0)
        let again = await oauthError { _ = try await fixture.grants.redeemForProfile(fixture.redemption(code)) }
        #expect(again?.code == .invalidGrant)
    }

    @Test("IA-S-34 at the token endpoint a code gives an access token of a day and a refresh token of ninety")
    func tokens() async throws {
        let fixture = try AccessFixture()
        let issued = try await fixture.issued()
        #expect(issued.scope == Scope("create update"))
        #expect(issued.me == AccessFixture.me)
        #expect(issued.expiresIn == 86_400)
        let token = try #require(try await fixture.tokens.verify(issued.accessToken))
        #expect(token.clientID == AccessFixture.client)
        #expect(token.expires.date == fixture.now().addingTimeInterval(86_400))
        #expect(try !fixture.holds(issued.accessToken, in: "tokens"))
        #expect(try !fixture.holds(issued.refreshToken, in: "refresh_tokens"))
        fixture.wait(86_400)
        #expect(try await fixture.tokens.verify(issued.accessToken) == nil)
        fixture.wait(89 * 86_400 - 1)
        _ = try await fixture.refresh(issued.refreshToken)
    }

    @Test(
        "IA-S-30 what is not as in the request is invalid_grant, and leaves the code good",
        arguments: [
            ["client_id": "https://other.example/"], ["client_id": "https://app.example/x"],
            ["redirect_uri": "https://app.example/back/"], ["redirect_uri": "https://APP.example/back"],
            ["code_verifier": String(AccessFixture.verifier.reversed())], ["code_verifier": ""],
            ["code_verifier": PKCE.challenge(of: AccessFixture.verifier)],
        ]
    )
    func mismatch(changes: [String: String]) async throws {
        let fixture = try AccessFixture()
        var random = SystemRandomNumberGenerator()
        let code = try await fixture.code()
        let wrong = try fixture.redemption(code, changes)
        let atToken = await oauthError { _ = try await fixture.grants.redeemForTokens(wrong, random: &random) }
        let atAuthorization = await oauthError { _ = try await fixture.grants.redeemForProfile(wrong) }
        #expect(atToken?.code == .invalidGrant)
        #expect(atAuthorization?.code == .invalidGrant)
        #expect(try fixture.count("tokens") == 0)
        _ = try await fixture.grants.redeemForTokens(fixture.redemption(code), random: &random)
    }

    @Test("an unknown code is invalid_grant", arguments: ["x", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "'"])
    func unknown(code: String) async throws {
        let fixture = try AccessFixture()
        let error = await oauthError { _ = try await fixture.grants.redeemForProfile(fixture.redemption(code)) }
        #expect(error?.code == .invalidGrant)
    }

    @Test("IA-S-20 a code ends after ten minutes", arguments: [(599.0, true), (600, false), (86_400, false)])
    func expiry(seconds: TimeInterval, isGood: Bool) async throws {
        let fixture = try AccessFixture()
        let code = try await fixture.code()
        fixture.wait(seconds)
        let error = await oauthError { _ = try await fixture.grants.redeemForProfile(fixture.redemption(code)) }
        #expect((error == nil) == isGood)
    }

    @Test("IA-S-31 a code without scope gives no token, and still the identity")
    func noScope() async throws {
        let fixture = try AccessFixture()
        var random = SystemRandomNumberGenerator()
        let code = try await fixture.code(scope: "")
        let error = await oauthError {
            _ = try await fixture.grants.redeemForTokens(fixture.redemption(code), random: &random)
        }
        #expect(error?.code == .invalidGrant)
        #expect(try await fixture.grants.redeemForProfile(fixture.redemption(code)).me == AccessFixture.me)
    }

    @Test("IA-S-32 a code that comes again ends all that was given for it, and nothing else")
    func replay() async throws {
        let fixture = try AccessFixture()
        var random = SystemRandomNumberGenerator()
        let other = try await fixture.issued()
        let code = try await fixture.code()
        let first = try await fixture.grants.redeemForTokens(fixture.redemption(code), random: &random)
        let second = try await fixture.refresh(first.refreshToken)
        // Whoever sends it needs to know nothing but the code.
        let stolen = try fixture.redemption(code, ["code_verifier": ""])
        let error = await oauthError { _ = try await fixture.grants.redeemForProfile(stolen) }
        #expect(error?.code == .invalidGrant)
        #expect(try await fixture.tokens.verify(first.accessToken) == nil)
        #expect(try await fixture.tokens.verify(second.accessToken) == nil)
        #expect(await oauthError { _ = try await fixture.refresh(second.refreshToken) }?.code == .invalidGrant)
        #expect(try await fixture.tokens.verify(other.accessToken) != nil)
    }

    @Test("of a hundred redemptions at once one wins, and the others end what it got")
    func concurrency() async throws {
        let fixture = try AccessFixture()
        let redemption = try fixture.redemption(try await fixture.code())
        let winners = try await withThrowingTaskGroup(of: IssuedTokens?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    var random = SystemRandomNumberGenerator()
                    do {
                        return try await fixture.grants.redeemForTokens(redemption, random: &random)
                    } catch is OAuthError {
                        return nil
                    }
                }
            }
            return try await group.compactMap(\.self).reduce(into: []) { $0.append($1) }
        }
        #expect(winners.count == 1)
        #expect(try fixture.count("grants") == 1)
        let token = try #require(winners.first)
        #expect(try await fixture.tokens.verify(token.accessToken) == nil)
    }
}
