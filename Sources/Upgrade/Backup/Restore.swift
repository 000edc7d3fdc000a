public import Foundation
import GRDB
import Glibc

/// Puts a backup in the place of the database, through SQLite and never by copying files over it, so that neither a stale
/// write-ahead log nor a reader in between can mix two states.
public struct Restore: Sendable {
    let file: DatabaseFile
    let history: SchemaHistory
    let backups: BackupStore
    let replicationSocket: String?
    let now: @Sendable () -> Date

    /// What was done.
    public struct Report: Sendable {
        /// The backup that is in force now.
        public let restored: String
        /// The state from before, to undo the restore; nil when there was nothing to keep.
        public let previous: String?
        /// Where the files of a damaged database were moved, nil when there was none.
        public let movedAside: String?
        /// What the database is now.
        public let state: DatabaseState
        /// True when no manifest could vouch for the file.
        public let isUnvouched: Bool
    }

    public init(
        file: DatabaseFile,
        history: SchemaHistory,
        backups: BackupStore,
        replicationSocket: String?,
        now: @escaping @Sendable () -> Date
    ) {
        self.file = file
        self.history = history
        self.backups = backups
        self.replicationSocket = replicationSocket
        self.now = now
    }

    /// Restores a backup file.
    ///
    /// - Throws: `UpgradeError`: `busy` while the database is served or replicated, `damaged` for an altered backup,
    ///   `notOurs` for another program's file.
    public func run(_ path: String) throws -> Report {
        let backup = try resolve(path)
        let purpose = "\(history.program) backup restore"
        let lock = try ProcessLock.wait(path: file.workLock, purpose: purpose)
        defer { withExtendedLifetime(lock) {} }
        guard let serving = try ProcessLock.attempt(.exclusive, path: file.servingLock, purpose: purpose) else {
            throw UpgradeError(
                .busy,
                "\(ProcessLock.holder(path: file.servingLock)) is serving this database.",
                next: "stop it, then: \(purpose) \(path)"
            )
        }
        defer { withExtendedLifetime(serving) {} }
        guard !ReplicationSocket.answers(at: replicationSocket) else {
            throw UpgradeError(
                .busy,
                "Litestream is replicating this database.",
                next: "stop Litestream, then: \(purpose) \(path)"
            )
        }
        let retry = "\(purpose) \(path)"
        let manifest: BackupManifest?
        let aside: (backup: String?, movedAside: String?)
        do {
            manifest = try check(backup)
            aside = try setPresentStateAside()
        } catch {
            throw UpgradeError.reading(error, activity: "before restoring", path: file.path, retry: retry)
        }
        let place = aside.backup ?? aside.movedAside
        let kept = place.map { "What was there before is in \($0)." } ?? "There was no state from before."
        do {
            try copy(backup)
        } catch {
            // The copying is one transaction, so the present state stands, unless it had to be moved away. But SQLite cuts
            // the file to its new length after the commit, and may fail at that.
            let isInForce = (try? proveEqual(to: backup)) != nil
            let outcome =
                isInForce
                ? "The backup had been restored before that. \(kept)"
                : aside.movedAside == nil ? UpgradeError.nothingChanged : kept
            throw UpgradeError.reading(
                error,
                activity: "while restoring",
                path: file.path,
                retry: retry,
                outcome: outcome
            )
        }
        do {
            let state = try proveEqual(to: backup)
            return Report(
                restored: backup,
                previous: aside.backup,
                movedAside: aside.movedAside,
                state: state,
                isUnvouched: manifest == nil
            )
        } catch {
            let outcome = "The backup had been restored before that. \(kept)"
            let failure = UpgradeError.reading(
                error,
                activity: "after restoring",
                path: file.path,
                retry: retry,
                outcome: outcome
            )
            throw UpgradeError(failure.kind, failure.found, outcome: outcome, next: failure.next)
        }
    }

    /// A path as given, or a name in the backup folder.
    private func resolve(_ path: String) throws -> String {
        for candidate in [path, backups.folder + "/" + path] where DatabaseFile.size(of: candidate) != nil {
            return candidate
        }
        throw UpgradeError(.inputOutput, "There is no backup \(path).", next: "\(history.program) backup list")
    }

    /// Refuses what is not, byte for byte, the backup that was made.
    private func check(_ backup: String) throws -> BackupManifest? {
        let manifest = try BackupManifest.read(for: backup)
        try backups.verify(BackupStore.Entry(path: backup, manifest: manifest))
        let source = DatabaseFile(path: backup)
        guard source.path != file.path, DatabaseFile.size(of: backup) ?? 0 > 0 else {
            throw UpgradeError(
                .damaged,
                source.path == file.path ? "\(backup) is the database itself." : "\(backup) is empty.",
                next: "choose a backup: \(history.program) backup list"
            )
        }
        let inspection = try history.inspect(source, depth: .integrityCheck)
        // What an earlier restore set aside goes back whatever it is: a restore can be undone.
        let isOurs = manifest?.reason == BackupStore.Reason.restore.rawValue && inspection.state != .corrupt
        if inspection.state == .drifted || isOurs { return manifest }
        if let refusal = history.refusal(of: inspection, file: source) { throw refusal }
        return manifest
    }

    /// Backs up what is there. A database too damaged for that is moved away whole, with its siblings.
    private func setPresentStateAside() throws -> (backup: String?, movedAside: String?) {
        guard let size = DatabaseFile.size(of: file.path), size > 0 else {
            // A log without its database belongs to a file that is gone; SQLite would delete it, people may want it.
            let hasOrphans = file.allFiles.contains { DatabaseFile.size(of: $0) != nil }
            return (nil, hasOrphans ? try moveAside() : nil)
        }
        do {
            return (try backups.create(of: file, reason: .restore).path, nil)
        } catch let error as UpgradeError where error.kind == .damaged {
            return (nil, try moveAside())
        }
    }

    private func moveAside() throws -> String {
        let stamp = BackupStore.timestamp(now()).filter { $0 != "-" && $0 != ":" }
        let folder = file.folder + "/failed-" + stamp
        try DurableFile.createFolder(folder)
        // The log first: a database must never stand beside a log that is not its own.
        for path in file.allFiles.reversed() where DatabaseFile.size(of: path) != nil {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            try DurableFile.rename(path, to: folder + "/" + name)
        }
        try DurableFile.sync(folder)
        try DurableFile.sync(file.folder)
        return folder
    }

    /// One transaction of SQLite's: until it commits, the present state stands.
    private func copy(_ backup: String) throws {
        try ReadOnlyDatabase.read(DatabaseFile(path: backup)) { source in
            try withDatabase { db in
                try matchPageSize(of: source, in: db)
                try source.backup(to: db)
            }
        }
    }

    /// Compares with the backup, and clears the log of what was there before.
    private func proveEqual(to backup: String) throws -> DatabaseState {
        try ReadOnlyDatabase.read(DatabaseFile(path: backup)) { source in
            try withDatabase { db in
                let contracts = try SchemaSnapshot(reading: source).tables.values.map { TableContract(keeping: $0) }
                let wanted = try ContentCensus(of: contracts, at: .before, in: source)
                guard try ContentCensus(of: contracts, at: .before, in: db) == wanted else {
                    throw UpgradeError(
                        .verificationFailed,
                        "The restored database differs from the backup.",
                        next: "check the disk, then: \(history.program) backup restore \(backup)"
                    )
                }
                try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
        return try history.inspect(file, depth: .integrityCheck).state
    }

    private func withDatabase(_ body: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: file.path, configuration: .upgrade())
        defer { try? queue.close() }
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
            try body(db)
        }
    }

    /// SQLite cannot change the page size of a database in WAL mode (https://www.sqlite.org/c3ref/backup_finish.html).
    private func matchPageSize(of source: Database, in target: Database) throws {
        let wanted = try Int.fetchOne(source, sql: "PRAGMA page_size")
        guard try Int.fetchOne(target, sql: "PRAGMA page_size") != wanted else { return }
        try target.execute(sql: "PRAGMA journal_mode = DELETE")
    }
}
