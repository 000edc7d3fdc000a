import IndieWeb
import Publishing
import Testing

@Suite("Refresh tokens")
struct RefreshTokenTests {
    @Test("IA-S-40 a refresh token gives a new pair, and the former access token lives on")
    func rotation() async throws {
        let fixture = try AccessFixture()
        let first = try await fixture.issued()
        fixture.wait(3600)
        let second = try await fixture.refresh(first.refreshToken)
        #expect(second.accessToken != first.accessToken)
        #expect(second.refreshToken != first.refreshToken)
        #expect(second.scope == first.scope)
        #expect(try await fixture.tokens.verify(first.accessToken) != nil)
        #expect(try await fixture.tokens.verify(second.accessToken) != nil)
    }

    @Test("IA-S-40 a refresh token that comes again ends the whole family")
    func replay() async throws {
        let fixture = try AccessFixture()
        let first = try await fixture.issued()
        let second = try await fixture.refresh(first.refreshToken)
        let third = try await fixture.refresh(second.refreshToken)
        let error = await oauthError { _ = try await fixture.refresh(first.refreshToken) }
        #expect(error?.code == .invalidGrant)
        for token in [first, second, third] {
            #expect(try await fixture.tokens.verify(token.accessToken) == nil)
        }
        #expect(await oauthError { _ = try await fixture.refresh(third.refreshToken) }?.code == .invalidGrant)
    }

    @Test("of many uses at once one wins")
    func concurrency() async throws {
        let fixture = try AccessFixture()
        let token = try await fixture.issued().refreshToken
        let count = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { await oauthError { _ = try await fixture.refresh(token) } == nil }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 1)
    }

    @Test("IA-S-40 a narrower scope is that of one access token; the refresh token keeps all")
    func narrowing() async throws {
        let fixture = try AccessFixture()
        let first = try await fixture.issued(scope: "create update delete")
        let second = try await fixture.refresh(first.refreshToken, scope: "update")
        #expect(second.scope == Scope("update"))
        #expect(try await fixture.tokens.verify(second.accessToken)?.scope == Scope("update"))
        let third = try await fixture.refresh(second.refreshToken)
        #expect(third.scope == Scope("create update delete"))
    }

    @Test(
        "IA-S-40 a wider scope is invalid_scope and leaves the token good",
        arguments: ["create media", "Create", "x"]
    )
    func widening(scope: String) async throws {
        let fixture = try AccessFixture()
        let first = try await fixture.issued(scope: "create update")
        #expect(
            await oauthError { _ = try await fixture.refresh(first.refreshToken, scope: scope) }?.code == .invalidScope
        )
        _ = try await fixture.refresh(first.refreshToken)
    }

    @Test("IA-S-40 another client's token is invalid_grant and leaves the token good")
    func otherClient() async throws {
        let fixture = try AccessFixture()
        let first = try await fixture.issued()
        let error = await oauthError {
            _ = try await fixture.refresh(first.refreshToken, client: "https://other.example/")
        }
        #expect(error?.code == .invalidGrant)
        _ = try await fixture.refresh(first.refreshToken)
    }

    @Test("ninety days without use end a refresh token, and each use begins them anew")
    func expiry() async throws {
        let fixture = try AccessFixture()
        let first = try await fixture.issued()
        fixture.wait(90 * 86_400 - 1)
        let second = try await fixture.refresh(first.refreshToken)
        fixture.wait(90 * 86_400 - 1)
        let third = try await fixture.refresh(second.refreshToken)
        fixture.wait(90 * 86_400)
        #expect(await oauthError { _ = try await fixture.refresh(third.refreshToken) }?.code == .invalidGrant)
    }

    @Test("an access token is no refresh token, nor the other way round")
    func kinds() async throws {
        let fixture = try AccessFixture()
        let issued = try await fixture.issued()
        #expect(await oauthError { _ = try await fixture.refresh(issued.accessToken) }?.code == .invalidGrant)
        #expect(try await fixture.tokens.verify(issued.refreshToken) == nil)
        #expect(try await fixture.grants.introspect(issued.refreshToken) == .inactive)
    }

    @Test("the settings' lifetimes are those of the tokens")
    func lifetimes() async throws {
        let fixture = try AccessFixture()
        let grants = Grants(
            database: fixture.database,
            tokens: fixture.tokens,
            accessTokenSeconds: 60,
            refreshTokenSeconds: 120,
            now: fixture.now
        )
        var random = SystemRandomNumberGenerator()
        let issued = try await grants.redeemForTokens(fixture.redemption(fixture.code()), random: &random)
        #expect(issued.expiresIn == 60)
        fixture.wait(60)
        #expect(try await grants.introspect(issued.accessToken) == .inactive)
        fixture.wait(60)
        #expect(await oauthError { _ = try await fixture.refresh(issued.refreshToken) }?.code == .invalidGrant)
    }
}
