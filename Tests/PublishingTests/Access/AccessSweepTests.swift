import GRDB
import IndieWeb
import Publishing
import Testing

@Suite("AccessSweep")
struct AccessSweepTests {
    @Test("what has ended goes, what may come again stays")
    func sweep() async throws {
        let fixture = try AccessFixture()
        let links = LoginLinks(database: fixture.database, now: fixture.now)
        var random = SystemRandomNumberGenerator()
        let first = try await fixture.issued()
        let second = try await fixture.refresh(first.refreshToken)
        _ = try await fixture.code()
        _ = try await fixture.signIn()
        _ = try links.make(random: &random)
        _ = try fixture.tokens.issue(scope: Scope("create"), me: "x", clientID: nil, expiresIn: 1, random: &random)
        let tables = ["authorization_codes", "refresh_tokens", "tokens", "grants", "sessions", "login_links"]
        func counts() throws -> [Int] { try tables.map(fixture.count) }
        func sweep() async throws { try await AccessSweep(database: fixture.database).run(at: fixture.now()) }

        try await sweep()
        #expect(try counts() == [2, 2, 3, 1, 1, 1])
        fixture.wait(86_400 + 600)
        try await sweep()
        #expect(try counts() == [0, 2, 3, 1, 1, 0])
        // The used refresh token is still known.
        let error = await oauthError { _ = try await fixture.refresh(first.refreshToken) }
        #expect(error?.code == .invalidGrant)
        #expect(await oauthError { _ = try await fixture.refresh(second.refreshToken) }?.code == .invalidGrant)
        fixture.wait(90 * 86_400)
        try await sweep()
        #expect(try counts() == [0, 0, 1, 0, 0, 0])
    }

    @Test("rows of Python releases go when their time has come, in whatever form it is written")
    func formerRows() async throws {
        let fixture = try AccessFixture()
        try await fixture.database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO sessions (session_token_hash, me, expires_at) VALUES
                        ('a', 'x', '2025-12-18 20:10:00'), ('b', 'x', '2025-12-18T20:10:00.5+00:00'),
                        ('c', 'x', '2040-12-18T20:10:00+00:00');
                    INSERT INTO auth_state (state, expires_at) VALUES
                        ('a', '2025-12-18 20:10:00'), ('b', 'soon'), ('c', '2040-12-18 20:10:00');
                    """
            )
        }
        try await AccessSweep(database: fixture.database).run(at: fixture.now())
        #expect(try fixture.count("sessions") == 1)
        #expect(try fixture.count("auth_state") == 1)
    }
}
