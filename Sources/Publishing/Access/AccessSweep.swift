package import Foundation
package import GRDB

/// Removes what has ended and is of no use any more, not even to see that it comes a second time.
package struct AccessSweep: Sendable {
    private let database: any DatabaseWriter

    /// The sweep of a site's database.
    package init(database: any DatabaseWriter) {
        self.database = database
    }

    /// Sweeps once. For housekeeping, every some hours.
    package func run(at time: Date) async throws {
        try await database.write { db in
            let now = StoredTimestamp(time).text
            // A used code or refresh token must be known again as long as it would have been good.
            let yesterday = StoredTimestamp(time.addingTimeInterval(-86_400)).text
            let lastMonth = StoredTimestamp(time.addingTimeInterval(-30 * 86_400)).text
            // Columns of the Python releases hold several forms of time.
            for (table, end) in [("sessions", now), ("authorization_codes", yesterday)] {
                try db.execute(
                    sql: "DELETE FROM \(table) WHERE julianday(expires_at) <= julianday(?)",
                    arguments: [end]
                )
            }
            try LoginStates.deleteExpired(at: time, in: db)
            for table in ["login_links", "answered_challenges", "refresh_tokens"] {
                try db.execute(sql: "DELETE FROM \(table) WHERE expires_at <= ?", arguments: [now])
            }
            // Those that the owner made by hand stay in the list until the owner takes them off.
            try db.execute(
                sql: "DELETE FROM tokens WHERE grant_id IS NOT NULL AND julianday(expires_at) <= julianday(?)",
                arguments: [lastMonth]
            )
            try Tickets.deleteEnded(before: time.addingTimeInterval(-86_400), in: db)
            try ExternalTokens.deleteEnded(at: time, in: db)
            try db.execute(
                sql: """
                    DELETE FROM grants
                    WHERE id NOT IN (SELECT grant_id FROM refresh_tokens)
                        AND id NOT IN (SELECT grant_id FROM tokens WHERE grant_id IS NOT NULL)
                    """
            )
        }
    }
}
