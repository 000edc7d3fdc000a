package import Foundation
package import GRDB
package import IndieWeb

/// The tokens that were given out, of which only the SHA-256 is kept (table `tokens`).
package struct AccessTokens: Sendable {
    private let database: any DatabaseWriter
    private let lookups: DatabaseQueue
    private let now: @Sendable () -> Date

    /// The tokens of a database.
    ///
    /// - Parameters:
    ///   - database: where they are.
    ///   - lookups: where a single one is looked up, in place.
    ///   - now: the clock.
    package init(database: any DatabaseWriter, lookups: DatabaseQueue, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.lookups = lookups
        self.now = now
    }

    /// A new token; its text is known to the caller alone.
    ///
    /// - Parameters:
    ///   - scope: what it allows.
    ///   - me: on whose behalf.
    ///   - clientID: for which application.
    ///   - seconds: how long it lasts, from 1.
    ///   - random: where its 256 bits come from.
    /// - Returns: the text, and the number by which the owner names the token.
    /// - Throws: what SQLite says.
    package func issue(
        scope: Scope,
        me: String,
        clientID: String?,
        expiresIn seconds: Int,
        random: inout some RandomNumberGenerator
    ) throws -> (token: String, id: Int64) {
        let token = Secret.token(from: &random)
        let time = now()
        let id = try database.write { [token] db in
            try AccessToken.insert(
                token,
                scope: scope,
                me: me,
                clientID: clientID,
                grantID: nil,
                at: time,
                expiresIn: seconds,
                into: db
            )
        }
        return (token, id)
    }

    /// The valid token with this text, or nil. Looking it up by its hash takes the same time for any wrong one.
    package func verify(_ token: String) async throws -> AccessToken? {
        let time = now()
        guard let found = try find(token), found.isValid(at: time) else { return nil }
        try await noteUse(of: found, at: time)
        return found
    }

    private func find(_ token: String) throws -> AccessToken? {
        try lookups.unsafeRead { db in
            try AccessToken.fetch(db, where: "token_hash = ?", [ContentHash(token).hex]).first
        }
    }

    /// All of them, the newest first.
    package func list() throws -> [AccessToken] {
        try database.read { try AccessToken.fetch($0, where: "1", []) }
    }

    /// Whether a token works, in a word: `valid`, `expired` or `revoked`.
    package func state(of token: AccessToken) -> String {
        token.revoked != nil ? "revoked" : token.isValid(at: now()) ? "valid" : "expired"
    }

    /// Takes a token back, and all else that came of the same grant: with its refresh token the application would get
    /// the next one by itself.
    ///
    /// - Returns: false when there is no token with this id.
    package func revoke(id: Int64) throws -> Bool {
        let time = now()
        return try database.write { db in
            guard let token = try AccessToken.fetch(db, where: "id = ?", [id]).first else { return false }
            try AccessToken.revoke(id: id, at: time, in: db)
            if let grantID = token.grantID { try Grant.revoke(id: grantID, at: time, in: db) }
            return true
        }
    }

    /// Takes back every token that works, every grant, and what others were let read.
    ///
    /// - Returns: how many access tokens.
    package func revokeAll() throws -> Int {
        let time = now()
        return try database.write { db in
            let text = StoredTimestamp(time).text
            try db.execute(
                sql: """
                    UPDATE tokens SET revoked_at = ?
                    WHERE revoked_at IS NULL AND julianday(expires_at) > julianday(?)
                    """,
                arguments: [text, text]
            )
            let count = db.changesCount
            try Grant.revokeAll(at: time, in: db)
            try Tickets.endAll(at: time, in: db)
            return count
        }
    }

    /// Written down at most every five minutes, so that a use costs no write.
    private func noteUse(of token: AccessToken, at time: Date) async throws {
        if let last = token.lastUsed, time.timeIntervalSince(last.date) < 300 { return }
        let text = StoredTimestamp(time).text
        try await database.write { db in
            try db.execute(sql: "UPDATE tokens SET last_used_at = ? WHERE id = ?", arguments: [text, token.id])
            if let grantID = token.grantID { try Grant.noteUse(id: grantID, at: time, in: db) }
        }
    }
}

extension AccessToken {
    /// A row for a new token; of its text only the hash is kept.
    static func insert(
        _ token: String,
        scope: Scope,
        me: String,
        clientID: String?,
        grantID: Int64?,
        at time: Date,
        expiresIn seconds: Int,
        into db: Database
    ) throws -> Int64 {
        try db.execute(
            sql: """
                INSERT INTO tokens (token_hash, me, client_id, scope, created_at, expires_at, grant_id)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                ContentHash(token).hex, me, clientID, scope.description, StoredTimestamp(time).text,
                // Columns hold whole seconds; a token must not last shorter than was said.
                StoredTimestamp(time.addingTimeInterval(TimeInterval(seconds) + 0.999)).text, grantID,
            ]
        )
        return db.lastInsertedRowID
    }

    /// Ends one token and no other. The time of an earlier end stays.
    static func revoke(id: Int64, at time: Date, in db: Database) throws {
        try db.execute(
            sql: "UPDATE tokens SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?",
            arguments: [StoredTimestamp(time).text, id]
        )
    }

    /// The tokens for which an SQL condition holds, the newest first.
    static func fetch(
        _ db: Database,
        where condition: String,
        _ arguments: StatementArguments
    ) throws -> [AccessToken] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, me, client_id, scope, created_at, expires_at, last_used_at, revoked_at, grant_id FROM tokens
                    WHERE \(condition) ORDER BY id DESC
                    """
            ),
            arguments: arguments
        ).map(AccessToken.init)
    }

    private init(_ row: Row) throws {
        // Times were written by several releases. One that cannot be read must not make a token valid.
        func timestamp(_ column: String) -> StoredTimestamp? {
            String.fromDatabaseValue(row[column]).map { StoredTimestamp($0) ?? .unknown }
        }
        self.init(
            id: try row.decode(forColumn: "id"),
            me: String.fromDatabaseValue(row["me"]) ?? "",
            clientID: String.fromDatabaseValue(row["client_id"]),
            scope: Scope(String.fromDatabaseValue(row["scope"]) ?? ""),
            created: timestamp("created_at") ?? .unknown,
            expires: timestamp("expires_at") ?? .unknown,
            lastUsed: timestamp("last_used_at"),
            revoked: timestamp("revoked_at"),
            grantID: Int64.fromDatabaseValue(row["grant_id"])
        )
    }
}
