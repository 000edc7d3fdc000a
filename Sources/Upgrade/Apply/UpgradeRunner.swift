public import Foundation
import GRDB

/// Brings a database to the golden schema, backed up and verified, or leaves it as it was.
///
/// Lock, inspect, plan, fence off writers, back up, rehearse on a copy, apply in one transaction, verify, record, commit,
/// look again. Whatever fails before the commit is rolled back by SQLite, also when this process is killed.
public struct UpgradeRunner: Sendable {
    public let file: DatabaseFile
    public let history: SchemaHistory
    public let backups: BackupStore
    /// Where Litestream listens, if it does: then the write-ahead log is Litestream's to truncate.
    let replicationSocket: String?
    let now: @Sendable () -> Date
    let observe: @Sendable (UpgradeEvent) -> Void

    public init(
        file: DatabaseFile,
        history: SchemaHistory,
        backups: BackupStore,
        replicationSocket: String? = nil,
        now: @escaping @Sendable () -> Date,
        observe: @escaping @Sendable (UpgradeEvent) -> Void = { _ in }
    ) {
        self.file = file
        self.history = history
        self.backups = backups
        self.replicationSocket = replicationSocket
        self.now = now
        self.observe = observe
    }

    /// Upgrades if there is anything to upgrade.
    ///
    /// - Throws: `UpgradeError`, whose text says what was changed: nothing, in all cases but a failure after the commit.
    public func run() throws -> UpgradeReport {
        let glance = try inspect(.shape)
        if glance.state == .current, glance.isSettled { return unchanged() }
        try refuse(glance)
        let lock = try ProcessLock.wait(path: file.workLock, purpose: "\(history.program) db upgrade")
        return try withExtendedLifetime(lock) {
            try runLocked()
        }
    }

    /// Upgrades if need be, and marks the database as being served for as long as the returned lock lives.
    ///
    /// - Parameters:
    ///   - mayUpgrade: false to refuse when an upgrade is pending.
    ///   - isCancelled: asked while another process is at work on the database.
    /// - Returns: what was done, and the lock that marks the database as being served.
    /// - Throws: `UpgradeError`, as `run()` does; `CancellationError`.
    public func prepareForServing(
        mayUpgrade: Bool,
        isCancelled: () -> Bool = { false }
    ) throws -> (report: UpgradeReport, serving: ProcessLock) {
        let lock = try ProcessLock.wait(
            path: file.workLock,
            purpose: "\(history.program) serve",
            isCancelled: isCancelled
        )
        return try withExtendedLifetime(lock) {
            if !mayUpgrade { try refusePending() }
            let report = try runLocked()
            let purpose = "\(history.program) serve"
            guard let serving = try ProcessLock.attempt(.shared, path: file.servingLock, purpose: purpose) else {
                throw UpgradeError(
                    .busy,
                    "\(ProcessLock.holder(path: file.servingLock)) holds the database alone.",
                    next: "wait for it, then: \(purpose)"
                )
            }
            return (report, serving)
        }
    }

    private func runLocked() throws -> UpgradeReport {
        let glance = try inspect(.shape)
        if glance.state == .current, glance.isSettled { return unchanged() }
        try refuse(glance)
        let purpose = "\(history.program) db upgrade"
        guard let serving = try ProcessLock.attempt(.exclusive, path: file.servingLock, purpose: purpose) else {
            // What is left to clear can wait until nobody has the database open.
            if glance.state == .current { return unchanged() }
            throw UpgradeError(
                .busy,
                "\(ProcessLock.holder(path: file.servingLock)) is serving this database.",
                next: "stop it, then: \(purpose)"
            )
        }
        return try withExtendedLifetime(serving) {
            for leftover in backups.stalePartials(isAlone: true) { try? DurableFile.remove(leftover) }
            if glance.state == .current {
                try settle()
                return unchanged()
            }
            observe(.step("check the database"))
            let inspection = try inspect(.integrityCheck)
            try refuse(inspection)
            try requireRoom()
            return try upgrade(inspection)
        }
    }

    private func inspect(_ depth: DatabaseInspection.Depth) throws -> DatabaseInspection {
        try history.inspect(file, depth: depth)
    }

    private func unchanged() -> UpgradeReport {
        UpgradeReport(
            found: .current,
            state: .current,
            applied: [],
            steps: [],
            discarded: [:],
            backup: nil,
            warnings: [],
            seconds: 0
        )
    }

    private func refusePending() throws {
        let glance = try inspect(.shape)
        guard glance.state == .behind || glance.state == .adoptable else { return }
        throw UpgradeError(
            .pending,
            "An upgrade is pending (\(glance.pending.joined(separator: ", "))), and upgrading by itself is switched off.",
            next: "\(history.program) db upgrade"
        )
    }
}

extension UpgradeRunner {
    private func upgrade(_ inspection: DatabaseInspection) throws -> UpgradeReport {
        let start = now()
        observe(.message("found    \(describe(inspection))"))
        let commit: Commit
        do {
            let queue = try DatabaseQueue(path: file.path, configuration: .upgrade())
            defer { try? queue.close() }
            guard let made = try queue.inDatabase({ db in try upgrade(db) }) else { return unchanged() }
            commit = made
        } catch {
            throw UpgradeError.reading(error, activity: "during the upgrade", path: file.path, retry: command)
        }
        do {
            try settle()
            observe(.step("look again"))
            try lookAgain(commit)
        } catch {
            throw UpgradeError.reading(error, activity: "after the upgrade", path: file.path, retry: command)
                .afterCommit(backup: commit.backup?.path)
        }
        let undo = commit.backup.map { "; undo: \(history.program) backup restore \($0.path)" } ?? ""
        observe(.message("done     schema \(history.fingerprint)\(undo)"))
        return UpgradeReport(
            found: inspection.state,
            state: .current,
            applied: commit.plan.pending,
            steps: commit.plan.titles,
            discarded: commit.plan.discarded.filter { $0.value > 0 },
            backup: commit.backup?.path,
            warnings: commit.plan.warnings,
            seconds: now().timeIntervalSince(start)
        )
    }

    private var command: String { "\(history.program) db upgrade" }

    /// Clears what the old state left behind.
    private func settle() throws {
        let settlement = Settlement(
            file: file,
            applicationID: history.applicationID,
            replicationSocket: replicationSocket,
            observe: observe
        )
        do {
            let queue = try DatabaseQueue(path: file.path, configuration: .upgrade())
            defer { try? queue.close() }
            try queue.inDatabase { db in try settlement.run(in: db) }
        } catch {
            throw UpgradeError.reading(
                error,
                activity: "while clearing old pages",
                path: file.path,
                retry: command,
                outcome: "The database itself is upgraded and whole."
            )
        }
    }

    /// What was committed.
    private struct Commit {
        let plan: MigrationPlan
        let backup: BackupStore.Entry?
        let before: ContentCensus
    }

    /// Fence to commit. From BEGIN IMMEDIATE on nobody else writes, so that the backup is the very state that is upgraded.
    private func upgrade(_ db: Database) throws -> Commit? {
        try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
        try db.execute(sql: "BEGIN IMMEDIATE")
        let commitGuard = CommitGuard()
        db.add(transactionObserver: commitGuard, extent: .databaseLifetime)
        var backup: BackupStore.Entry?
        do {
            let earlier = try SchemaSnapshot(reading: db)
            let ledger = try SchemaHistory.readLedger(db, in: earlier)
            let plan = try MigrationPlan(bringing: earlier, with: ledger, to: history, in: db)
            guard !plan.pending.isEmpty else {
                commitGuard.open()
                try db.execute(sql: "ROLLBACK")
                return nil
            }
            try Preflight(of: plan, golden: history.golden, live: earlier, in: db).require(program: history.program)
            observe(.step("take stock"))
            let before = try ContentCensus(of: plan.contracts, at: .before, in: db)
            backup = try plan.isFresh && earlier.isEmpty ? nil : backUp(plan)
            if let backup { try rehearse(plan, on: backup, before: before, earlier: earlier) }
            let application = PlanApplication(plan: plan, history: history, isRehearsal: false, observe: observe)
            try application.run(in: db, before: before, earlier: earlier)
            try PlanApplication.scrubFreePages(in: db)
            try application.record(in: db)
            observe(.step("commit"))
            commitGuard.open()
            try db.execute(sql: "COMMIT")
            return Commit(plan: plan, backup: backup, before: before)
        } catch {
            commitGuard.open()
            if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
            // The database is that state itself. A server that is started again and again would fill the disk with copies.
            if let backup { try? backups.remove(backup) }
            throw error
        }
    }

    private func backUp(_ plan: MigrationPlan) throws -> BackupStore.Entry {
        observe(.step("back up"))
        let entry = try backups.create(of: file, reason: .upgrade)
        observe(.message("backup   \(entry.path), verified"))
        return entry
    }

    /// Runs the whole plan on a copy of the backup, which is thrown away.
    private func rehearse(
        _ plan: MigrationPlan,
        on backup: BackupStore.Entry,
        before: ContentCensus,
        earlier: SchemaSnapshot
    ) throws {
        observe(.step("rehearse"))
        try Rehearsal(history: history, folder: backups.folder).run(of: backup.path) { db in
            let application = PlanApplication(plan: plan, history: history, isRehearsal: true, observe: observe)
            try application.run(in: db, before: before, earlier: earlier)
            try application.record(in: db)
        }
    }

    /// The last word has a fresh connection.
    private func lookAgain(_ commit: Commit) throws {
        let inspection = try inspect(.quickCheck)
        let isWhole = commit.before.contents.allSatisfy { table, digest in
            inspection.counts[table] == digest.rows || table == SchemaHistory.ledger.table
        }
        guard inspection.state == .current, isWhole else {
            throw UpgradeError(
                .verificationFailed,
                "The committed database is not what was verified (\(inspection.state), \(inspection.problem ?? "other counts")).",
                next: commit.backup.map { "\(history.program) backup restore \($0.path)" }
                    ?? "report this message as a fault."
            )
        }
    }

    private func describe(_ inspection: DatabaseInspection) -> String {
        let rows = inspection.counts[history.identity.table].map { ", \($0) \(history.identity.table)" } ?? ""
        let pending = "\(inspection.pending.count) migrations pending"
        return "\(file.path): \(inspection.state)\(rows), \(pending)"
    }
}
