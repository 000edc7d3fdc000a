package import Foundation
package import GRDB

/// The table `site_changes`: what the last changes touched, written in their own transactions.
package enum SiteChanges {
    /// How many are kept. Who has missed more must take everything for changed.
    static let kept = 1_000

    /// Writes down what a change touched. To be called in the transaction of the change.
    package static func record(_ changes: Set<SiteChange>, at time: Date, in db: Database) throws {
        guard !changes.isEmpty else { return }
        try db.cachedStatement(sql: "INSERT INTO site_changes (touched, changed_at) VALUES (?, ?)")
            .execute(
                arguments: [changes.map(\.text).sorted().joined(separator: "\n"), StoredTimestamp(time).text]
            )
        try db.cachedStatement(sql: "DELETE FROM site_changes WHERE id <= ?")
            .execute(arguments: [db.lastInsertedRowID - Int64(kept)])
    }

    /// What has been changed since a change, with the id of the newest one.
    static func since(_ id: Int64, in db: Database) throws -> (changes: Set<SiteChange>, newest: Int64) {
        let rows = try Row.fetchAll(
            db.cachedStatement(sql: "SELECT id, touched FROM site_changes WHERE id > ? ORDER BY id"),
            arguments: [id]
        )
        guard let newest: Int64 = rows.last?[0], let oldest: Int64 = rows.first?[0] else { return ([], id) }
        guard oldest == id + 1 else { return ([.everything], newest) }
        let changes = rows.flatMap { row in
            (String.fromDatabaseValue(row[1]) ?? "").split(separator: "\n").map(SiteChange.init)
        }
        return (Set(changes), newest)
    }

    /// The id of the newest change, 0 where there was none.
    static func newest(in db: Database) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM site_changes")) ?? 0
    }

    /// When the site was changed last; nil for one that never was.
    static func latest(in db: Database) throws -> Date? {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT changed_at FROM site_changes ORDER BY id DESC LIMIT 1")
        ).flatMap(StoredTimestamp.init)?.date
    }
}
