import Foundation
public import GRDB

/// What an upgrade would do, as found out on a copy.
public struct UpgradeRehearsal: Sendable {
    public let inspection: DatabaseInspection
    /// The steps, in words; empty when there is nothing to do.
    public let steps: [String]
    /// Rows that would be left out because they hold secrets in clear text, by table.
    public let discarded: [String: Int]
    public let warnings: [String]
    /// Wall-clock seconds that the steps took on the copy.
    public let seconds: Double
    /// Bytes that the upgrade needs on the disk, beside the database.
    public let neededBytes: Int
}

extension UpgradeRunner {
    /// Plans and rehearses on a temporary copy. The database itself is only read.
    ///
    /// - Throws: `UpgradeError`, as `run()` would.
    public func rehearse() throws -> UpgradeRehearsal {
        observe(.step("check the database"))
        let inspection = try history.inspect(file, depth: .integrityCheck)
        try refuse(inspection)
        let needed = file.bytes * 25 / 10
        guard inspection.state == .behind || inspection.state == .adoptable else {
            let steps = inspection.state == .current ? [] : history.migrations.map { "run \($0.name)" }
            return UpgradeRehearsal(
                inspection: inspection,
                steps: steps,
                discarded: [:],
                warnings: [],
                seconds: 0,
                neededBytes: needed
            )
        }
        do {
            return try TemporaryCopy.withFolder(near: file) { folder in
                let copy = folder + "/copy.db"
                observe(.step("copy the database"))
                try ReadOnlyDatabase.copy(file, to: copy)
                observe(.step("rehearse"))
                return try rehearse(on: copy, in: folder, inspection: inspection, neededBytes: needed)
            }
        } catch {
            throw UpgradeError.reading(
                error,
                activity: "while rehearsing",
                path: file.path,
                retry: "\(history.program) db plan"
            )
        }
    }

    private func rehearse(
        on copy: String,
        in folder: String,
        inspection: DatabaseInspection,
        neededBytes: Int
    ) throws -> UpgradeRehearsal {
        let start = now()
        var plan: MigrationPlan?
        try Rehearsal(history: history, folder: folder).run(of: copy) { db in
            let earlier = try SchemaSnapshot(reading: db)
            let ledger = try SchemaHistory.readLedger(db, in: earlier)
            let made = try MigrationPlan(bringing: earlier, with: ledger, to: history, in: db)
            try Preflight(of: made, golden: history.golden, live: earlier, in: db).require(program: history.program)
            let before = try ContentCensus(of: made.contracts, at: .before, in: db)
            let application = PlanApplication(plan: made, history: history, isRehearsal: true, observe: observe)
            try application.run(in: db, before: before, earlier: earlier)
            plan = made
        }
        return UpgradeRehearsal(
            inspection: inspection,
            steps: plan?.titles ?? [],
            discarded: plan?.discarded.filter { $0.value > 0 } ?? [:],
            warnings: plan?.warnings ?? [],
            seconds: now().timeIntervalSince(start),
            neededBytes: neededBytes
        )
    }
}

extension SchemaHistory {
    /// Reads a database in one read transaction, without leaving a trace on it.
    public func read<T>(_ file: DatabaseFile, _ body: (Database) throws -> T) throws -> T {
        do {
            return try ReadOnlyDatabase.read(file, body)
        } catch {
            throw UpgradeError.reading(error, activity: "while reading", path: file.path, retry: "\(program) db status")
        }
    }

    /// Everything that is wrong inside a database, found on a copy, since a full-text index can only be checked by a
    /// connection that may write.
    ///
    /// - Returns: sentences; empty when it is whole.
    public func internalDamage(of file: DatabaseFile) throws -> [String] {
        do {
            return try TemporaryCopy.withFolder(near: file) { folder in
                let copy = folder + "/copy.db"
                try ReadOnlyDatabase.copy(file, to: copy)
                let queue = try DatabaseQueue(path: copy, configuration: .upgrade())
                defer { try? queue.close() }
                return try queue.inDatabase { db in
                    try Verification.internalDamage(in: db, history: self)
                }
            }
        } catch {
            throw UpgradeError.reading(
                error,
                activity: "while checking a copy",
                path: file.path,
                retry: "\(program) db verify"
            )
        }
    }
}

extension ReadOnlyDatabase {
    /// Copies what a reader sees into a new file, through SQLite.
    static func copy(_ file: DatabaseFile, to path: String) throws {
        try read(file) { source in
            let target = try DatabaseQueue(path: path, configuration: .upgrade())
            defer { try? target.close() }
            try target.inDatabase { db in
                try db.execute(sql: "PRAGMA synchronous = OFF")
                try source.backup(to: db)
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
            }
        }
    }
}
