import Foundation
import GRDB
import Publishing
import TestSupport
import Testing

@Suite("Sessions")
struct SessionTests {
    @Test("signing in gives 256 bits, of which only the SHA-256 is kept")
    func start() async throws {
        let fixture = try AccessFixture()
        let (token, session) = try await fixture.signIn()
        #expect(Base64URL.decode(token)?.count == 32)
        #expect(try !fixture.holds(token, in: "sessions"))
        #expect(session.me == AccessFixture.me)
        #expect(session.method == .loginLink)
        #expect(session.address == "192.0.2.1")
        #expect(try await fixture.sessions.verify(token) == session)
    }

    @Test("no other text is a session", arguments: ["", "x", "'", "%"])
    func unknown(token: String) async throws {
        let fixture = try AccessFixture()
        _ = try await fixture.signIn()
        #expect(try await fixture.sessions.verify(token) == nil)
    }

    @Test("thirty days without use end a session, and each use begins them anew")
    func lifetime() async throws {
        let fixture = try AccessFixture()
        let (token, _) = try await fixture.signIn()
        for _ in 0..<3 {
            fixture.wait(30 * 86_400 - 1)
            #expect(try await fixture.sessions.verify(token) != nil)
        }
        fixture.wait(30 * 86_400)
        #expect(try await fixture.sessions.verify(token) == nil)
        #expect(try await fixture.sessions.list() == [])
    }

    @Test("a use is written down at most every five minutes")
    func fewWrites() async throws {
        let fixture = try AccessFixture()
        let (token, session) = try await fixture.signIn()
        fixture.wait(299)
        #expect(try await fixture.sessions.verify(token)?.expires == session.expires)
        fixture.wait(1)
        #expect(try await fixture.sessions.verify(token)?.lastUsed?.date == fixture.now())
    }

    @Test("signing in again ends the session whose cookie came along, and sets a new one")
    func replacing() async throws {
        let fixture = try AccessFixture()
        let (former, _) = try await fixture.signIn()
        let (token, _) = try await fixture.signIn(replacing: former)
        #expect(token != former)
        #expect(try await fixture.sessions.verify(former) == nil)
        #expect(try await fixture.sessions.verify(token) != nil)
    }

    @Test("sessions are ended by cookie, by number, and all but one")
    func ending() async throws {
        let fixture = try AccessFixture()
        var tokens: [(token: String, session: Session)] = []
        for _ in 0..<5 { tokens.append(try await fixture.signIn()) }
        let sessions = fixture.sessions
        try await sessions.end(tokens[0].token)
        #expect(try await sessions.verify(tokens[0].token) == nil)
        #expect(try await sessions.revoke(id: tokens[1].session.id))
        #expect(try await !sessions.revoke(id: tokens[1].session.id))
        #expect(try await sessions.list().count == 3)
        #expect(try await sessions.revokeAll(except: tokens[2].session.id) == 2)
        #expect(try await sessions.list().map(\.id) == [tokens[2].session.id])
        #expect(try await sessions.revokeAll(except: nil) == 1)
        #expect(try await sessions.verify(tokens[2].token) == nil)
    }

    @Test(
        "a Python release's session counts if it is the owner's and has not ended",
        arguments: [
            ("https://owner.example", "2030-01-01 00:00:00", true),
            ("https://owner.example/", "2030-01-01T00:00:00+00:00", true),
            ("https://other.example/", "2030-01-01 00:00:00", false),
            ("https://owner.example/", "2026-01-01 00:00:00.123456", false),
            ("https://owner.example/", "someday", false),
        ]
    )
    func formerSessions(me: String, expires: String, isGood: Bool) async throws {
        let fixture = try AccessFixture()
        try await fixture.database.write { db in
            try db.execute(
                sql: "INSERT INTO sessions (session_token_hash, me, expires_at) VALUES (?, ?, ?)",
                arguments: [ContentHash("cookie").hex, me, expires]
            )
        }
        #expect((try await fixture.sessions.verify("cookie") != nil) == isGood)
        #expect(try await fixture.sessions.list().count == (isGood ? 1 : 0))
    }

    @Test("a form's token is good for its session and its secret alone")
    func csrf() async throws {
        let fixture = try AccessFixture()
        let (_, session) = try await fixture.signIn()
        let (_, other) = try await fixture.signIn()
        let secret = SessionSecret("one")
        let token = secret.csrfToken(of: session)
        #expect(secret.accepts(csrfToken: token, of: session))
        #expect(!secret.accepts(csrfToken: token, of: other))
        #expect(!SessionSecret("two").accepts(csrfToken: token, of: session))
        for wrong in ["", "x", String(token.dropLast()), token + "A", token.lowercased()] {
            #expect(!secret.accepts(csrfToken: wrong, of: session), "\(wrong)")
        }
    }
}

@Suite("The file session_secret")
struct SessionSecretFileTests {
    @Test("it is made once, for its owner alone, and read from then on")
    func made() async throws {
        let fixture = try AccessFixture()
        let (_, session) = try await fixture.signIn()
        let folder = try TemporaryFolder()
        let token = try load(folder).csrfToken(of: session)
        #expect(try load(folder).accepts(csrfToken: token, of: session))
        let attributes = try FileManager.default.attributesOfItem(atPath: folder("session_secret"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["session_secret"])
    }

    @Test("many who start at once have the same")
    func race() async throws {
        let fixture = try AccessFixture()
        let (_, session) = try await fixture.signIn()
        let folder = try TemporaryFolder()
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<40 { group.addTask { try load(folder).csrfToken(of: session) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(tokens.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["session_secret"])
    }

    @Test("a mode that a copy has lost comes back")
    func mode() throws {
        let folder = try TemporaryFolder()
        _ = try load(folder)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder("session_secret"))
        _ = try load(folder)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder("session_secret"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("an empty or odd file is an error and stays", arguments: ["", "secret", String(repeating: "A", count: 500)])
    func damage(text: String) throws {
        let folder = try TemporaryFolder()
        try Data(text.utf8).write(to: URL(filePath: folder("session_secret")))
        #expect(throws: SessionSecretFile.Damage.self) { try load(folder) }
        #expect(try Data(contentsOf: URL(filePath: folder("session_secret"))) == Data(text.utf8))
    }

    @Test("without a folder there is no secret")
    func noFolder() {
        #expect(throws: (any Error).self) {
            var random = SystemRandomNumberGenerator()
            _ = try SessionSecretFile(dataPath: "/nonexistent/data").load(random: &random)
        }
    }
}

private func load(_ folder: TemporaryFolder) throws -> SessionSecret {
    var random = SystemRandomNumberGenerator()
    return try SessionSecretFile(dataPath: folder.path).load(random: &random)
}
