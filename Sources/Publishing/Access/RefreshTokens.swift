import Foundation
import GRDB
import IndieWeb

/// The tokens by which an application gets its next access token, of which only the SHA-256 is kept (table
/// `refresh_tokens`).
enum RefreshTokens {
    /// What became of a refresh token.
    enum Outcome: Sendable, Equatable {
        /// It was good, and is used from now on; the scope is that of the next access token.
        case used(Grant, Scope)
        /// It was not.
        case refused(OAuthError)
    }

    static func insert(
        _ token: String,
        grantID: Int64,
        at time: Date,
        expiresIn seconds: Int,
        into db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO refresh_tokens (token_hash, grant_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
            arguments: [
                ContentHash(token).hex, grantID, StoredTimestamp(time).text,
                StoredTimestamp(time.addingTimeInterval(TimeInterval(seconds))).text,
            ]
        )
    }

    /// Uses a refresh token up, if it is good.
    ///
    /// A second use means that two parties have it, and nobody can say which is the thief: the grant ends (RFC 9700,
    /// section 4.14.2).
    ///
    /// - Parameters:
    ///   - request: the token, who sends it, and how much of the scope is wanted.
    ///   - time: the time of the request.
    ///   - db: the database, in a write transaction.
    /// - Returns: what became of it; nothing is thrown for a bad one, as its consequences must be committed.
    /// - Throws: what SQLite says.
    static func use(_ request: RefreshRequest, at time: Date, in db: Database) throws -> Outcome {
        let hash = ContentHash(request.refreshToken).hex
        guard let row = try Row.fetchOne(db, sql: select, arguments: [hash]) else {
            return .refused(.invalidGrant("The refresh token is unknown."))
        }
        let grant = try Grant(row)
        guard row["used_at"] == nil else {
            try Grant.revoke(id: grant.id, at: time, in: db)
            return .refused(usedBefore)
        }
        guard row["revoked_at"] == nil else { return .refused(.invalidGrant("The grant was revoked.")) }
        let expires = String.fromDatabaseValue(row["expires_at"]).flatMap { StoredTimestamp($0) }
        guard let expires, time < expires.date else {
            return .refused(.invalidGrant("The refresh token has expired."))
        }
        guard request.clientID.text.utf8.elementsEqual(grant.clientID.utf8) else {
            return .refused(.invalidGrant("The refresh token is another client's."))
        }
        let scope: Scope
        do throws(OAuthError) {
            scope = try request.scope(of: grant.scope)
        } catch {
            return .refused(error)
        }
        // This alone decides between those who come at the same time.
        try db.execute(
            sql: "UPDATE refresh_tokens SET used_at = ? WHERE token_hash = ? AND used_at IS NULL",
            arguments: [StoredTimestamp(time).text, hash]
        )
        return db.changesCount == 1 ? .used(grant, scope) : .refused(usedBefore)
    }

    private static let usedBefore = OAuthError.invalidGrant("The refresh token was used before.")

    /// The grant that a refresh token belongs to, whether it still works or not.
    static func grantID(of token: String, in db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db,
            sql: "SELECT grant_id FROM refresh_tokens WHERE token_hash = ?",
            arguments: [ContentHash(token).hex]
        )
    }

    private static let select = """
        SELECT grants.id, grants.me, grants.client_id, grants.scope, grants.revoked_at,
            refresh_tokens.expires_at, refresh_tokens.used_at
        FROM refresh_tokens JOIN grants ON grants.id = refresh_tokens.grant_id
        WHERE refresh_tokens.token_hash = ?
        """
}

extension Grant {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode(forColumn: "id"),
            me: try row.decode(forColumn: "me"),
            clientID: try row.decode(forColumn: "client_id"),
            scope: Scope(try row.decode(String.self, forColumn: "scope"))
        )
    }
}
