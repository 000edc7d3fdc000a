package import Foundation
package import GRDB
package import IndieWeb

/// Leave to read single private posts, which the owner gives to others (Ticketing for IndieAuth; table `tickets`).
///
/// Such a token opens the page of one post and nothing else. It is no ``AccessToken``, and no endpoint takes it for one.
package struct Tickets: Sendable {
    /// Seconds within which a ticket must be redeemed.
    package static let lifetime = 300
    /// Seconds that its token lasts: half a year.
    package static let tokenLifetime = 15_552_000

    private let database: any DatabaseWriter
    private let now: @Sendable () -> Date

    /// The tickets of a site.
    package init(database: any DatabaseWriter, now: @escaping @Sendable () -> Date) {
        (self.database, self.now) = (database, now)
    }

    /// A new ticket; its text is known to the caller alone.
    ///
    /// - Parameters:
    ///   - noteID: the post that it is for.
    ///   - subject: who may read it.
    ///   - random: where its 256 bits come from.
    /// - Returns: the text, and the number of its row.
    /// - Throws: what SQLite says.
    package func issue(
        noteID: Int64,
        subject: ProfileURL,
        random: inout some RandomNumberGenerator
    ) async throws -> (ticket: String, id: Int64) {
        let ticket = Secret.token(from: &random)
        let time = now()
        let id = try await database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO tickets (note_id, subject, ticket_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    noteID, subject.text, ContentHash(ticket).hex, StoredTimestamp(time).text,
                    StoredTimestamp(time.addingTimeInterval(TimeInterval(Self.lifetime))).text,
                ]
            )
            return db.lastInsertedRowID
        }
        return (ticket, id)
    }

    /// Forgets a ticket that could not be delivered.
    package func discard(id: Int64) async throws {
        try await database.write { try $0.execute(sql: "DELETE FROM tickets WHERE id = ?", arguments: [id]) }
    }

    /// The token for a ticket. A ticket that comes twice ends its token, as a code does (RFC 6749, section 4.1.2).
    ///
    /// - Throws: ``OAuthError`` with `invalid_grant`.
    package func redeem(
        _ ticket: String,
        random: inout some RandomNumberGenerator
    ) async throws -> TokenResponse {
        let token = Secret.token(from: &random)
        let time = now()
        let subject = try await database.write { db -> String? in
            let found = try Row.fetchOne(
                db,
                sql: """
                    SELECT id, note_id, subject, expires_at, token_hash, revoked_at FROM tickets WHERE ticket_hash = ?
                    """,
                arguments: [ContentHash(ticket).hex]
            )
            guard let found else { return nil }
            let id: Int64 = found["id"]
            guard found["token_hash"] as String? == nil else {
                try Self.end("id = ?", [id], at: time, in: db)
                return nil
            }
            let (noteID, subject): (Int64, String) = (found["note_id"], found["subject"])
            guard found["revoked_at"] as String? == nil, let end = StoredTimestamp(found["expires_at"]), time < end.date
            else { return nil }
            // Who comes for another one has lost the former.
            try Self.end(
                "note_id = ? AND subject = ? AND token_hash IS NOT NULL",
                [noteID, subject],
                at: time,
                in: db
            )
            try db.execute(
                sql: "UPDATE tickets SET token_hash = ?, token_expires_at = ? WHERE id = ?",
                arguments: [
                    ContentHash(token).hex,
                    // The column holds whole seconds; a token must not last shorter than is said.
                    StoredTimestamp(time.addingTimeInterval(TimeInterval(Self.tokenLifetime) + 0.999)).text, id,
                ]
            )
            return subject
        }
        guard let subject else {
            throw OAuthError.invalidGrant("The ticket is unknown, expired, used or withdrawn.")
        }
        return TokenResponse(
            accessToken: token,
            scope: Scope("read"),
            me: subject,
            expiresIn: Self.tokenLifetime
        )
    }

    /// Whether a token opens a post. Looking it up by its hash takes the same time for any wrong one.
    package func opens(_ noteID: Int64, token: String) async throws -> Bool {
        let time = now()
        let found = try await database.read { db in
            try Row.fetchOne(
                db,
                sql: "SELECT \(SentTicket.columns) FROM tickets WHERE token_hash = ? AND revoked_at IS NULL",
                arguments: [ContentHash(token).hex]
            ).map(SentTicket.init)
        }
        guard let found, found.noteID == noteID, let end = found.expires, time < end.date else { return false }
        // Written down at most every five minutes, so that a use costs no write.
        if found.lastUsed.map({ time.timeIntervalSince($0.date) >= 300 }) ?? true {
            try await database.write { db in
                try db.execute(
                    sql: "UPDATE tickets SET last_used_at = ? WHERE id = ?",
                    arguments: [StoredTimestamp(time).text, found.id]
                )
            }
        }
        return true
    }

    /// Those for a post that still mean something, the newest first.
    package func list(noteID: Int64) async throws -> [SentTicket] {
        let time = now()
        return try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(SentTicket.columns) FROM tickets
                    WHERE note_id = ? AND revoked_at IS NULL AND coalesce(token_expires_at, expires_at) > ?
                    ORDER BY id DESC
                    """,
                arguments: [noteID, StoredTimestamp(time).text]
            ).map(SentTicket.init)
        }
    }

    /// Takes leave to read a post back from somebody, with all tickets and tokens for it.
    package func withdraw(noteID: Int64, subject: String) async throws {
        let time = now()
        try await database.write { try Self.end("note_id = ? AND subject = ?", [noteID, subject], at: time, in: $0) }
    }

    /// Ends a token, as who holds it wishes (RFC 7009).
    package func revoke(_ token: String) async throws {
        let time = now()
        try await database.write { try Self.end("token_hash = ?", [ContentHash(token).hex], at: time, in: $0) }
    }

    /// Removes those that ended before a time: until then one that comes twice is known again.
    static func deleteEnded(before time: Date, in db: Database) throws {
        try db.execute(
            sql: "DELETE FROM tickets WHERE coalesce(token_expires_at, expires_at) <= ?",
            arguments: [StoredTimestamp(time).text]
        )
    }

    /// Takes all leave back.
    static func endAll(at time: Date, in db: Database) throws { try end("1", [], at: time, in: db) }

    private static func end(
        _ condition: String,
        _ arguments: StatementArguments,
        at time: Date,
        in db: Database
    ) throws {
        try db.execute(
            sql: "UPDATE tickets SET revoked_at = ? WHERE revoked_at IS NULL AND \(condition)",
            arguments: [StoredTimestamp(time).text] + arguments
        )
    }
}

/// Somebody whom the owner lets read a post.
package struct SentTicket: Sendable, Equatable, Identifiable {
    /// The row's identity.
    package let id: Int64
    /// The post.
    package let noteID: Int64
    /// Who may read it, a URL.
    package let subject: String
    /// When the ticket was sent.
    package let sent: StoredTimestamp
    /// When the token ends; nil while the ticket has not been redeemed.
    package let expires: StoredTimestamp?
    /// When the token was used last, to within some minutes.
    package let lastUsed: StoredTimestamp?

    fileprivate static let columns = "id, note_id, subject, created_at, token_expires_at, last_used_at"

    fileprivate init(_ row: Row) {
        func timestamp(_ column: String) -> StoredTimestamp? {
            String.fromDatabaseValue(row[column]).map { StoredTimestamp($0) ?? .unknown }
        }
        id = row["id"]
        noteID = row["note_id"]
        subject = row["subject"]
        sent = timestamp("created_at") ?? .unknown
        expires = timestamp("token_expires_at")
        lastUsed = timestamp("last_used_at")
    }
}
