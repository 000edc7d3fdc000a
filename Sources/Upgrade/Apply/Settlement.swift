import GRDB

/// What remains to be done once an upgrade is committed: no byte of the old state may stay in the log or in free space.
///
/// The application id in the header is the mark that it was done. It is set last, so that a process killed in between
/// leaves the work to the next one.
struct Settlement {
    let file: DatabaseFile
    let applicationID: Int32
    let replicationSocket: String?
    let observe: @Sendable (UpgradeEvent) -> Void

    /// Above this size the file is not compacted; its free pages were erased in the upgrade's own transaction, and what
    /// compacting adds is the slack of pages that older programs reused.
    private static let compactionLimit = 64 << 20

    static func isDone(in db: Database, applicationID: Int32) throws -> Bool {
        try Int32.fetchOne(db, sql: "PRAGMA application_id") == applicationID
    }

    func run(in db: Database) throws {
        observe(.step("clear old pages"))
        try db.execute(sql: "PRAGMA secure_delete = ON")
        if ReplicationSocket.answers(at: replicationSocket) {
            observe(
                .message(
                    "warning  Litestream is replicating: its next checkpoint clears old pages from \(file.writeAheadLog)"
                )
            )
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            return
        }
        do {
            guard try truncateLog(db) else { return sayUnsettled() }
            if file.bytes <= Self.compactionLimit { try compact(db) }
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            _ = try truncateLog(db)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        {
            sayUnsettled()
        }
    }

    /// - Returns: false when a reader keeps the log in use.
    private func truncateLog(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
    }

    private func compact(_ db: Database) throws {
        do {
            try db.execute(sql: "VACUUM")
            _ = try truncateLog(db)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            observe(.message("warning  the disk has no room to compact \(file.path); it is as good without"))
        }
    }

    private func sayUnsettled() {
        observe(.message("warning  another program reads the database: old pages stay until the next start"))
    }
}
