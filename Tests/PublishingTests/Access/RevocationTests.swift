import Foundation
import IndieWeb
import Publishing
import Testing

@Suite("Revocation, introspection and connected applications")
struct RevocationTests {
    @Test("IA-S-55 an access token goes alone")
    func accessToken() async throws {
        let fixture = try AccessFixture()
        let first = try await fixture.issued()
        let second = try await fixture.refresh(first.refreshToken)
        try await fixture.grants.revoke(first.accessToken)
        #expect(try await fixture.tokens.verify(first.accessToken) == nil)
        #expect(try await fixture.tokens.verify(second.accessToken) != nil)
        _ = try await fixture.refresh(second.refreshToken)
    }

    @Test("IA-S-55 a refresh token goes with its access tokens, also when it was used", arguments: [false, true])
    func refreshToken(usesFormer: Bool) async throws {
        let fixture = try AccessFixture()
        let first = try await fixture.issued()
        let second = try await fixture.refresh(first.refreshToken)
        try await fixture.grants.revoke(usesFormer ? first.refreshToken : second.refreshToken)
        #expect(try await fixture.tokens.verify(first.accessToken) == nil)
        #expect(try await fixture.tokens.verify(second.accessToken) == nil)
        #expect(await oauthError { _ = try await fixture.refresh(second.refreshToken) }?.code == .invalidGrant)
    }

    @Test("IA-S-55 an unknown token is no error, and no hash is a token", arguments: ["", "x", "'"])
    func unknown(token: String) async throws {
        let fixture = try AccessFixture()
        let issued = try await fixture.issued()
        try await fixture.grants.revoke(token)
        try await fixture.grants.revoke(ContentHash(issued.accessToken).hex)
        #expect(try await fixture.tokens.verify(issued.accessToken) != nil)
    }

    @Test("IA-S-50 introspection tells me, client_id, scope and the two times of a token that works")
    func introspection() async throws {
        let fixture = try AccessFixture()
        let issued = try await fixture.issued(scope: "create media")
        let made = fixture.now()
        fixture.wait(60)
        let facts = TokenIntrospection.Facts(
            me: AccessFixture.me,
            clientID: AccessFixture.client,
            scope: Scope("create media"),
            issued: made,
            expires: made.addingTimeInterval(86_400)
        )
        #expect(try await fixture.grants.introspect(issued.accessToken) == .active(facts))
        try await fixture.grants.revoke(issued.accessToken)
        #expect(try await fixture.grants.introspect(issued.accessToken) == .inactive)
        #expect(try await fixture.grants.introspect("x") == .inactive)
    }

    @Test("the owner's command revokes a token with its refresh token")
    func command() async throws {
        let fixture = try AccessFixture()
        let issued = try await fixture.issued()
        let id = try #require(try await fixture.tokens.verify(issued.accessToken)?.id)
        let tokens = fixture.tokens
        #expect(try tokens.revoke(id: id))
        #expect(try !tokens.revoke(id: id + 1))
        #expect(await oauthError { _ = try await fixture.refresh(issued.refreshToken) }?.code == .invalidGrant)
    }

    @Test("revoking all leaves no refresh token that works")
    func all() async throws {
        let fixture = try AccessFixture()
        let issued = try await fixture.issued()
        let idle = try await fixture.issued(client: "https://idle.example/")
        let tokens = fixture.tokens
        #expect(try tokens.revokeAll() == 2)
        for token in [issued, idle] {
            let error = await oauthError { _ = try await fixture.refresh(token.refreshToken, client: token.clientID) }
            #expect(error?.code == .invalidGrant)
        }
    }

    @Test("applications are listed with scope, first and last use, the one used last first")
    func applications() async throws {
        let fixture = try AccessFixture()
        let start = fixture.now()
        _ = try await fixture.issued(scope: "create")
        fixture.wait(60)
        let other = try await fixture.issued(scope: "read", client: "https://other.example/")
        fixture.wait(600)
        _ = try await fixture.issued(scope: "update")
        fixture.wait(600)
        _ = try await fixture.tokens.verify(other.accessToken)
        let list = try await fixture.applications.list()
        #expect(list.map(\.clientID) == ["https://other.example/", AccessFixture.client])
        #expect(list.last?.scope == Scope("create update"))
        #expect(list.last?.firstGranted.date == start)
        #expect(list.last?.lastUsed?.date == start.addingTimeInterval(660))
        #expect(list.first?.lastUsed?.date == start.addingTimeInterval(1260))
    }

    @Test("an application whose access token has ended is connected as long as its refresh token lives")
    func idleApplications() async throws {
        let fixture = try AccessFixture()
        _ = try await fixture.issued()
        fixture.wait(90 * 86_400 - 1)
        #expect(try await fixture.applications.list().count == 1)
        fixture.wait(1)
        #expect(try await fixture.applications.list() == [])
    }

    @Test("tokens of Python releases and of the command count for the application that they name")
    func singleTokens() async throws {
        let fixture = try AccessFixture()
        let tokens = fixture.tokens
        var random = SystemRandomNumberGenerator()
        let made = try issue(tokens, clientID: AccessFixture.client, random: &random)
        let unnamed = try issue(tokens, clientID: nil, random: &random)
        #expect(try await fixture.applications.list().map(\.clientID) == [AccessFixture.client])
        #expect(try await fixture.applications.revoke(clientID: AccessFixture.client))
        #expect(try await tokens.verify(made) == nil)
        #expect(try await tokens.verify(unnamed) != nil)
    }

    @Test("revoking an application ends all its grants and no other's")
    func revokeApplication() async throws {
        let fixture = try AccessFixture()
        let first = try await fixture.issued()
        let second = try await fixture.issued()
        let other = try await fixture.issued(client: "https://other.example/")
        #expect(try await fixture.applications.revoke(clientID: AccessFixture.client))
        #expect(try await !fixture.applications.revoke(clientID: AccessFixture.client))
        for token in [first, second] {
            #expect(try await fixture.tokens.verify(token.accessToken) == nil)
            #expect(await oauthError { _ = try await fixture.refresh(token.refreshToken) }?.code == .invalidGrant)
        }
        #expect(try await fixture.tokens.verify(other.accessToken) != nil)
        #expect(try await fixture.applications.list().map(\.clientID) == ["https://other.example/"])
    }

    private func issue(
        _ tokens: AccessTokens,
        clientID: String?,
        random: inout some RandomNumberGenerator
    ) throws -> String {
        try tokens.issue(
            scope: Scope("create"),
            me: AccessFixture.me,
            clientID: clientID,
            expiresIn: 3600,
            random: &random
        ).token
    }
}
