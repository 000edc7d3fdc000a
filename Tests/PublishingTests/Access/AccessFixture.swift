import Foundation
import GRDB
import IndieWeb
import Publishing
import Synchronization
import TestSupport

/// A database with all migrations in their order, and a clock that stands still.
final class AccessFixture: Sendable {
    static let me = "https://owner.example/"
    static let client = "https://app.example/"
    static let redirect = "https://app.example/back"
    /// A verifier, as RFC 7636 has it in its appendix B.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    let database: DatabasePool
    private let lookups: DatabaseQueue
    private let folder: TemporaryFolder
    private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

    init() throws {
        folder = try TemporaryFolder()
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        database = try DatabasePool(path: folder("starpunk.db"), configuration: configuration)
        let migrations = Repository.root + "/Sources/Publishing/Database/Migrations"
        try database.write { db in
            for name in try FileManager.default.contentsOfDirectory(atPath: migrations).sorted() {
                try db.execute(sql: String(contentsOfFile: "\(migrations)/\(name)", encoding: .utf8))
            }
        }
        configuration.readonly = true
        lookups = try DatabaseQueue(path: folder("starpunk.db"), configuration: configuration)
    }

    /// The clock.
    var now: @Sendable () -> Date {
        { [self] in time.withLock { $0 } }
    }

    /// Sets the clock on.
    func wait(_ seconds: TimeInterval) {
        time.withLock { $0 += seconds }
    }

    var grants: Grants { Grants(database: database, tokens: tokens, now: now) }
    var tokens: AccessTokens { AccessTokens(database: database, lookups: lookups, now: now) }
    var applications: ConnectedApplications { ConnectedApplications(database: database, now: now) }
    var sessions: Sessions { Sessions(database: database, owner: Self.me, now: now) }

    /// What the owner agreed to.
    func grant(scope: String = "create update", client: String = client) throws -> AuthorizationGrant {
        AuthorizationGrant(
            clientID: try ClientID(client),
            redirectURI: Self.redirect,
            codeChallenge: PKCE.challenge(of: Self.verifier),
            scope: Scope(scope),
            me: Self.me
        )
    }

    /// A code for it.
    func code(scope: String = "create update", client: String = client) async throws -> String {
        var random = SystemRandomNumberGenerator()
        return try await grants.authorize(try grant(scope: scope, client: client), random: &random)
    }

    /// What an application sends with a code, the given fields changed, or left out where they are empty.
    func redemption(_ code: String, _ changes: [String: String] = [:]) throws -> CodeRedemption {
        var fields = [
            "grant_type": "authorization_code", "code": code, "client_id": Self.client, "redirect_uri": Self.redirect,
            "code_verifier": Self.verifier,
        ]
        fields.merge(changes) { $1 }
        let pairs = fields.filter { !$0.value.isEmpty }.map { FormURLEncoded.Pair(name: $0.key, value: $0.value) }
        return try CodeRedemption(FormURLEncoded(pairs))
    }

    /// Tokens of a new grant.
    func issued(scope: String = "create update", client: String = client) async throws -> IssuedTokens {
        var random = SystemRandomNumberGenerator()
        let code = try await code(scope: scope, client: client)
        return try await grants.redeemForTokens(redemption(code, ["client_id": client]), random: &random)
    }

    /// Uses a refresh token.
    func refresh(_ token: String, client: String = client, scope: String = "") async throws -> IssuedTokens {
        var random = SystemRandomNumberGenerator()
        let pairs = [
            FormURLEncoded.Pair(name: "refresh_token", value: token),
            FormURLEncoded.Pair(name: "client_id", value: client), FormURLEncoded.Pair(name: "scope", value: scope),
        ]
        return try await grants.refresh(RefreshRequest(FormURLEncoded(pairs)), random: &random)
    }

    /// Signs in.
    func signIn(replacing former: String? = nil) async throws -> (token: String, session: Session) {
        var random = SystemRandomNumberGenerator()
        return try await sessions.start(
            method: .loginLink,
            userAgent: "Test/1",
            address: "192.0.2.1",
            replacing: former,
            random: &random
        )
    }

    func count(_ table: String) throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    func storedPassword() throws -> String {
        try database.read { try String.fetchOne($0, sql: "SELECT hash FROM owner_password") ?? "" }
    }

    /// Whether a text stands anywhere in a table.
    func holds(_ text: String, in table: String) throws -> Bool {
        try database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM \(table)").contains { $0.description.contains(text) }
        }
    }
}

/// The error of an attempt that must fail, nil when it did not.
func oauthError(_ body: () async throws -> Void) async -> OAuthError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? OAuthError
    }
}
