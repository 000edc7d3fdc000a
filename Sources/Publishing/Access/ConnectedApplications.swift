package import Foundation
package import GRDB
import IndieWeb

/// The applications that hold something of the owner's trust: grants, and single tokens that name an application.
package struct ConnectedApplications: Sendable {
    let database: any DatabaseWriter
    let now: @Sendable () -> Date

    /// The applications of a site.
    package init(database: any DatabaseWriter, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.now = now
    }

    /// Those that can act now, or get themselves a token to do so; the one that was used last comes first.
    package func list() async throws -> [ConnectedApplication] {
        let time = StoredTimestamp(now()).text
        let held = try await database.read { db in
            try Row.fetchAll(db, sql: Self.select, arguments: ["now": time]).map(ConnectedApplication.init)
        }
        var applications: [String: ConnectedApplication] = [:]
        for part in held {
            applications[part.clientID] = applications[part.clientID].map { $0.joined(with: part) } ?? part
        }
        return applications.values.sorted { left, right in
            let (first, second) = (left.lastUsed ?? left.firstGranted, right.lastUsed ?? right.firstGranted)
            return first.date == second.date ? left.clientID < right.clientID : first.date > second.date
        }
    }

    /// Takes everything back from an application.
    ///
    /// - Returns: false when it held nothing that worked.
    package func revoke(clientID: String) async throws -> Bool {
        let time = now()
        return try await database.write { db in
            let text = StoredTimestamp(time).text
            let grants = try Int64.fetchAll(
                db,
                sql: "SELECT id FROM grants WHERE client_id = ? AND revoked_at IS NULL",
                arguments: [clientID]
            )
            for id in grants { try Grant.revoke(id: id, at: time, in: db) }
            try db.execute(
                sql: """
                    UPDATE tokens SET revoked_at = ?
                    WHERE client_id = ? AND revoked_at IS NULL AND julianday(expires_at) > julianday(?)
                    """,
                arguments: [text, clientID, text]
            )
            return !grants.isEmpty || db.changesCount > 0
        }
    }

    private static let select = """
        SELECT client_id, scope, created_at, last_used_at FROM grants
        WHERE revoked_at IS NULL AND (
            EXISTS (
                SELECT 1 FROM refresh_tokens
                WHERE grant_id = grants.id AND used_at IS NULL AND expires_at > :now
            ) OR EXISTS (
                SELECT 1 FROM tokens
                WHERE grant_id = grants.id AND revoked_at IS NULL AND julianday(expires_at) > julianday(:now)
            )
        )
        UNION ALL
        SELECT client_id, scope, created_at, last_used_at FROM tokens
        WHERE grant_id IS NULL AND client_id <> '' AND revoked_at IS NULL
            AND julianday(expires_at) > julianday(:now)
        """
}

extension ConnectedApplication {
    fileprivate init(_ row: Row) {
        func timestamp(_ column: String) -> StoredTimestamp? {
            String.fromDatabaseValue(row[column]).flatMap { StoredTimestamp($0) }
        }
        self.init(
            clientID: String.fromDatabaseValue(row["client_id"]) ?? "",
            scope: Scope(String.fromDatabaseValue(row["scope"]) ?? ""),
            firstGranted: timestamp("created_at") ?? .unknown,
            lastUsed: timestamp("last_used_at")
        )
    }

    fileprivate func joined(with other: ConnectedApplication) -> ConnectedApplication {
        ConnectedApplication(
            clientID: clientID,
            scope: Scope("\(scope) \(other.scope)"),
            firstGranted: firstGranted.date <= other.firstGranted.date ? firstGranted : other.firstGranted,
            lastUsed: [lastUsed, other.lastUsed].compactMap(\.self).max { $0.date < $1.date }
        )
    }
}
