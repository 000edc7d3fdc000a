import Foundation
import GRDB
import IndieWeb

/// The codes by which an application proves the owner's consent, of which only the SHA-256 is kept (table
/// `authorization_codes`).
enum AuthorizationCodes {
    /// Seconds that a code is good for, the most that RFC 6749, section 4.1.2, recommends.
    static let lifetime: TimeInterval = 600

    /// What became of a code.
    enum Outcome: Sendable, Equatable {
        /// It was good, and is used from now on.
        case redeemed(id: Int64, AuthorizationGrant)
        /// It was not.
        case refused(OAuthError)
    }

    static func insert(_ code: String, for grant: AuthorizationGrant, at time: Date, into db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO authorization_codes (
                    code_hash, me, client_id, redirect_uri, scope, code_challenge, code_challenge_method,
                    created_at, expires_at
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                ContentHash(code).hex, grant.me, grant.clientID.text, grant.redirectURI, grant.scope.description,
                grant.codeChallenge, grant.codeChallenge.map { _ in PKCE.method }, StoredTimestamp(time).text,
                StoredTimestamp(time.addingTimeInterval(lifetime)).text,
            ]
        )
    }

    /// Uses a code up, if it is good and fits.
    ///
    /// One that was used before ends all that was given for it (RFC 6749, section 4.1.2). One that does not fit stays
    /// good: who saw a code, but knows no verifier, cannot spoil it.
    ///
    /// - Parameters:
    ///   - redemption: what the application shows.
    ///   - endpoint: where.
    ///   - time: the time of the request.
    ///   - db: the database, in a write transaction.
    /// - Returns: what became of it; nothing is thrown for a bad code, as its consequences must be committed.
    /// - Throws: what SQLite says.
    static func redeem(
        _ redemption: CodeRedemption,
        at endpoint: AuthorizationGrant.Endpoint,
        time: Date,
        in db: Database
    ) throws -> Outcome {
        guard let row = try Row.fetchOne(db, sql: select, arguments: [ContentHash(redemption.code).hex]) else {
            return .refused(.invalidGrant("The code is unknown."))
        }
        let id: Int64 = try row.decode(forColumn: "id")
        guard row["used_at"] == nil else {
            if let grantID = Int64.fromDatabaseValue(row["grant_id"]) {
                try Grant.revoke(id: grantID, at: time, in: db)
            }
            return .refused(usedBefore)
        }
        let expires = String.fromDatabaseValue(row["expires_at"]).flatMap { StoredTimestamp($0) }
        guard let expires, time < expires.date else { return .refused(.invalidGrant("The code has expired.")) }
        let grant: AuthorizationGrant
        do throws(OAuthError) {
            grant = try AuthorizationGrant(row)
            try grant.check(redemption, at: endpoint)
        } catch {
            return .refused(error)
        }
        // This alone decides between those who come at the same time.
        try db.execute(
            sql: "UPDATE authorization_codes SET used_at = ? WHERE id = ? AND used_at IS NULL",
            arguments: [StoredTimestamp(time).text, id]
        )
        return db.changesCount == 1 ? .redeemed(id: id, grant) : .refused(usedBefore)
    }

    /// Remembers what a code was exchanged for.
    static func note(grantID: Int64, ofCode id: Int64, in db: Database) throws {
        try db.execute(sql: "UPDATE authorization_codes SET grant_id = ? WHERE id = ?", arguments: [grantID, id])
    }

    private static let usedBefore = OAuthError.invalidGrant("The code was used before.")

    private static let select = """
        SELECT id, me, client_id, redirect_uri, scope, code_challenge, expires_at, used_at, grant_id
        FROM authorization_codes WHERE code_hash = ?
        """
}

extension AuthorizationGrant {
    fileprivate init(_ row: Row) throws(OAuthError) {
        func text(_ column: String) -> String? { String.fromDatabaseValue(row[column]) }
        guard let clientID = text("client_id").flatMap({ try? ClientID($0) }), let redirectURI = text("redirect_uri"),
            let me = text("me")
        else { throw .invalidGrant("The code is unknown.") }
        self.init(
            clientID: clientID,
            redirectURI: redirectURI,
            codeChallenge: text("code_challenge"),
            scope: Scope(text("scope") ?? ""),
            me: me
        )
    }
}
