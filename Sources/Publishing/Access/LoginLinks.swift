package import Foundation
package import GRDB

/// Addresses that sign the owner in once: who may run a command beside the site is its owner (table `login_links`).
///
/// A command makes them while the server runs. Of their secret part only the SHA-256 is kept.
package struct LoginLinks: Sendable {
    /// Seconds that a link is good for.
    package static let lifetime = 600

    private let database: any DatabaseWriter
    private let now: @Sendable () -> Date

    /// The links of a site.
    package init(database: any DatabaseWriter, now: @escaping @Sendable () -> Date) {
        self.database = database
        self.now = now
    }

    /// A new link's secret part; earlier ones stay good.
    package func make(random: inout some RandomNumberGenerator) throws -> String {
        let secret = Secret.token(from: &random)
        let time = now()
        try database.write { [secret] db in
            try db.execute(
                sql: "INSERT INTO login_links (link_hash, created_at, expires_at) VALUES (?, ?, ?)",
                arguments: [
                    ContentHash(secret).hex, StoredTimestamp(time).text,
                    StoredTimestamp(time.addingTimeInterval(TimeInterval(Self.lifetime))).text,
                ]
            )
        }
        return secret
    }

    /// The whole address of a link.
    package func address(of secret: String, siteURL: String) -> String { "\(siteURL)auth/login?link=\(secret)" }

    /// Whether a link would work. For the page that a preview may fetch without using the link up.
    package func isGood(_ secret: String) async throws -> Bool {
        let time = StoredTimestamp(now()).text
        return try await database.read { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM login_links WHERE link_hash = ? AND expires_at > ?)",
                arguments: [ContentHash(secret).hex, time]
            ) ?? false
        }
    }

    /// Uses a link up.
    ///
    /// - Returns: whether it worked; of several uses at once one does.
    package func use(_ secret: String) async throws -> Bool {
        let time = StoredTimestamp(now()).text
        return try await database.write { db in
            try db.execute(
                sql: "DELETE FROM login_links WHERE link_hash = ? AND expires_at > ?",
                arguments: [ContentHash(secret).hex, time]
            )
            return db.changesCount == 1
        }
    }
}
