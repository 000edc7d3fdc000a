import Foundation
import GRDB
import IndieWeb

/// What the owner allowed an application in one consent: the family of all tokens that came of it (table `grants`).
struct Grant: Sendable, Equatable {
    let id: Int64
    let me: String
    let clientID: String
    let scope: Scope

    /// A row for a new grant.
    static func insert(_ authorization: AuthorizationGrant, at time: Date, into db: Database) throws -> Grant {
        let text = StoredTimestamp(time).text
        try db.execute(
            sql: "INSERT INTO grants (me, client_id, scope, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [authorization.me, authorization.clientID.text, authorization.scope.description, text, text]
        )
        return Grant(
            id: db.lastInsertedRowID,
            me: authorization.me,
            clientID: authorization.clientID.text,
            scope: authorization.scope
        )
    }

    /// Ends a grant with all its tokens. Its refresh tokens need no mark: they work through the grant alone.
    static func revoke(id: Int64, at time: Date, in db: Database) throws {
        let text = StoredTimestamp(time).text
        try db.execute(
            sql: "UPDATE grants SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?",
            arguments: [text, id]
        )
        try db.execute(
            sql: "UPDATE tokens SET revoked_at = coalesce(revoked_at, ?) WHERE grant_id = ?",
            arguments: [text, id]
        )
    }

    /// Ends all grants with all their tokens. Tokens that the owner made by hand are not of a grant and stay.
    static func revokeAll(at time: Date, in db: Database) throws {
        let text = StoredTimestamp(time).text
        try db.execute(sql: "UPDATE grants SET revoked_at = ? WHERE revoked_at IS NULL", arguments: [text])
        try db.execute(
            sql: "UPDATE tokens SET revoked_at = ? WHERE grant_id IS NOT NULL AND revoked_at IS NULL",
            arguments: [text]
        )
    }

    static func noteUse(id: Int64, at time: Date, in db: Database) throws {
        try db.execute(
            sql: "UPDATE grants SET last_used_at = ? WHERE id = ?",
            arguments: [StoredTimestamp(time).text, id]
        )
    }
}
