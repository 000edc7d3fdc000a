package import Foundation
package import GRDB

/// The browsers in which the owner is signed in, of whose cookies only the SHA-256 is kept (table `sessions`).
package struct Sessions: Sendable {
    /// Seconds that a session lasts without use, and the cookie's `Max-Age`.
    package static let lifetime = 30 * 86_400

    private let database: any DatabaseWriter
    private let owner: String
    private let now: @Sendable () -> Date

    /// The sessions of a site.
    ///
    /// - Parameters:
    ///   - database: the site's database.
    ///   - owner: the owner's identity, a URL; sessions of anyone else do not count.
    ///   - now: the clock.
    package init(database: any DatabaseWriter, owner: String, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.owner = owner
        self.now = now
    }

    /// Signs the owner in, always under a new token: one that was set before by somebody else is worth nothing.
    ///
    /// - Parameters:
    ///   - method: how the owner did it.
    ///   - userAgent: what the browser calls itself.
    ///   - address: where it is.
    ///   - former: the value of the cookie that came with the request; its session ends.
    ///   - random: where the token comes from.
    /// - Returns: the cookie's value, known to the caller alone, and the session.
    /// - Throws: what SQLite says.
    package func start(
        method: SignInMethod,
        userAgent: String?,
        address: String?,
        replacing former: String? = nil,
        random: inout some RandomNumberGenerator
    ) async throws -> (token: String, session: Session) {
        let token = Secret.token(from: &random)
        let time = now()
        let session = try await database.write { [owner] db in
            if let former { try Self.delete(in: db, where: "session_token_hash = ?", [ContentHash(former).hex]) }
            try db.execute(
                sql: """
                    INSERT INTO sessions (
                        session_token_hash, me, method, created_at, expires_at, last_used_at, user_agent, ip_address
                    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    ContentHash(token).hex, owner, method.rawValue, StoredTimestamp(time).text,
                    Self.end(from: time).text, StoredTimestamp(time).text, userAgent.map { String($0.prefix(300)) },
                    address,
                ]
            )
            return try Session.fetch(db, where: "id = ?", [db.lastInsertedRowID]).first
        }
        guard let session else { throw RecordError.recordNotFound(databaseTableName: "sessions", key: [:]) }
        return (token, session)
    }

    /// The session of a cookie, nil when it has ended or there is none. Its end moves with its use.
    package func verify(_ token: String) async throws -> Session? {
        let time = now()
        let found = try await database.read { db in
            try Session.fetch(db, where: "session_token_hash = ?", [ContentHash(token).hex]).first
        }
        guard let found, time < found.expires.date, isOwner(found.me) else { return nil }
        // At most every five minutes, so that a page costs no write.
        if let last = found.lastUsed, time.timeIntervalSince(last.date) < 300 { return found }
        return try await database.write { db in
            try db.execute(
                sql: "UPDATE sessions SET last_used_at = ?, expires_at = ? WHERE id = ?",
                arguments: [StoredTimestamp(time).text, Self.end(from: time).text, found.id]
            )
            // Nil when it was revoked in between.
            return try Session.fetch(db, where: "id = ?", [found.id]).first
        }
    }

    /// Those that have not ended, the one that was used last first.
    package func list() async throws -> [Session] {
        let time = now()
        let sessions = try await database.read { try Session.fetch($0, where: "1", []) }
        return sessions.filter { time < $0.expires.date && isOwner($0.me) }
            .sorted { ($0.lastUsed ?? $0.created).date > ($1.lastUsed ?? $1.created).date }
    }

    /// Signs a browser out by the value of its cookie.
    package func end(_ token: String) async throws {
        try await database.write { db in
            try Self.delete(in: db, where: "session_token_hash = ?", [ContentHash(token).hex])
        }
    }

    /// Signs a browser out by the number of its session.
    ///
    /// - Returns: false when there is no such session.
    package func revoke(id: Int64) async throws -> Bool {
        try await database.write { db in
            try Self.delete(in: db, where: "id = ?", [id])
            return db.changesCount > 0
        }
    }

    /// Signs out all browsers, but for the one with this number.
    ///
    /// - Returns: how many.
    package func revokeAll(except id: Int64?) async throws -> Int {
        try await database.write { db in
            try Self.deleteAll(except: id, in: db)
            return db.changesCount
        }
    }

    static func deleteAll(except id: Int64?, in db: Database) throws {
        try delete(in: db, where: "id IS NOT ?", [id])
    }

    private static func delete(in db: Database, where condition: String, _ arguments: StatementArguments) throws {
        try db.execute(sql: "DELETE FROM sessions WHERE \(condition)", arguments: arguments)
    }

    private static func end(from time: Date) -> StoredTimestamp {
        StoredTimestamp(time.addingTimeInterval(TimeInterval(lifetime)))
    }

    /// Python releases wrote the identity with or without the slash of an empty path.
    private func isOwner(_ me: String) -> Bool {
        func bare(_ url: String) -> Substring { url.hasSuffix("/") ? url.dropLast() : url[...] }
        return bare(me).utf8.elementsEqual(bare(owner).utf8)
    }
}

extension Session {
    fileprivate static func fetch(
        _ db: Database,
        where condition: String,
        _ arguments: StatementArguments
    ) throws -> [Session] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id, session_token_hash, me, method, created_at, expires_at, last_used_at, user_agent, ip_address
                    FROM sessions WHERE \(condition) ORDER BY id DESC
                    """
            ),
            arguments: arguments
        ).map(Session.init)
    }

    private init(_ row: Row) throws {
        func text(_ column: String) -> String? { String.fromDatabaseValue(row[column]) }
        // As with tokens: a time that cannot be read must not make a session valid.
        func timestamp(_ column: String) -> StoredTimestamp? { text(column).map { StoredTimestamp($0) ?? .unknown } }
        self.init(
            id: try row.decode(forColumn: "id"),
            me: text("me") ?? "",
            method: text("method").flatMap(SignInMethod.init),
            created: timestamp("created_at") ?? .unknown,
            expires: timestamp("expires_at") ?? .unknown,
            lastUsed: timestamp("last_used_at"),
            userAgent: text("user_agent"),
            address: text("ip_address"),
            tokenHash: text("session_token_hash") ?? ""
        )
    }
}
