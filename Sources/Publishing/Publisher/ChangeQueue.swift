import Foundation
import GRDB
import Logging
import Synchronization
import Upgrade

/// Changes of rows and files that are committed together: those that wait for the database at the same time are one
/// transaction, since syncing is what takes the time.
///
/// Rows and the list of changes of files (``FileChanges``), words and all, are committed together; the files are staged
/// before, renamed right after, and synced a little later. A call that returns has made its change durable; one that
/// throws has changed nothing.
final class ChangeQueue: Sendable {
    private let database: any DatabaseWriter
    private let lock: WriterLock
    private let folders: WritableFolders
    private let logger: Logger
    private let pending = Mutex<[any Change]>([])
    private let log = Mutex(FileChangeLog())
    private let lastRecovery = Mutex<[FileRecovery.Outcome]>([])
    /// Tells ``settleWhenQuiet()`` of each change of files, or of several together.
    private let unsettled = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// A queue for a data folder. Several of them, in several processes, wait for each other.
    ///
    /// - Throws: `SystemCallError` when the data folder cannot be written, unless it is because its disk is full or mounted
    ///   for reading alone: what is stored can be read then, and each change looks again.
    init(database: any DatabaseWriter, dataPath: String, logger: Logger) throws {
        self.database = database
        self.logger = logger
        folders = WritableFolders(dataPath: dataPath)
        do {
            try folders.prepare(for: "notes/.staged/0")
        } catch let error as SystemCallError where error.cause == .full || error.cause == .readOnly {}
        lock = try WriterLock(dataPath: dataPath)
    }

    /// How many changes wait for the database.
    var waitingCount: Int { pending.withLock(\.count) }

    // MARK: Changes

    /// Makes a change: what `body` does to rows and files is in force and durable when this returns, or not at all.
    ///
    /// Whoever comes to the database first makes all changes that are waiting, each in a savepoint of its own. Whoever
    /// finds its own made leaves the others alone: they are made together when the first of them comes to the database.
    func perform<T: Sendable>(_ body: @escaping @Sendable (Database, FileTransaction) throws -> T) async throws -> T {
        let change = PendingChange(in: folders, body)
        pending.withLock { $0.append(change) }
        // Cancelling whoever waits must not stop what others wait for as well.
        await withCheckedContinuation { continuation in
            database.asyncWriteWithoutTransaction { [self] db in
                if !change.isOver { makePendingChanges(in: db) }
                continuation.resume()
            }
        }
        return try change.result()
    }

    /// As ``perform(_:)``, for commands: alone, on the thread of the caller.
    func performNow<T: Sendable>(_ body: @escaping @Sendable (Database, FileTransaction) throws -> T) throws -> T {
        let change = PendingChange(in: folders, body)
        try database.writeWithoutTransaction { db in try make([change], in: db) }
        return try change.result()
    }

    private func makePendingChanges(in db: Database) {
        let waiting = pending.withLock { pending in
            defer { pending.removeAll() }
            return pending
        }
        do {
            try make(waiting, in: db)
        } catch {
            // Another program holds the database: each would wait for it anew.
            if waiting.count == 1 || BusyDatabase(error) != nil {
                for change in waiting { change.fail(error) }
                return
            }
            // One of them is the reason; the others must not suffer from it.
            for change in waiting { change.files.reset() }
            for change in waiting {
                do { try make([change], in: db) } catch { change.fail(error) }
            }
        }
    }

    /// One transaction, and what follows from it.
    private func make(_ changes: [any Change], in db: Database) throws {
        try lock.hold {
            let (finished, left) = log.withLock { log in
                let finished = log.onDisk()
                return (finished, log.rows(except: finished))
            }
            var (isRecovered, isCommitted) = (false, false)
            try db.inTransaction(.immediate) {
                try FileChanges.remove(finished, in: db)
                // What is there beside ours was begun by a process that died or has finished, or is what we could not do:
                // nobody else is at work while we hold the lock.
                if try FileChanges.ends(in: db) != left {
                    try recoverFiles(in: db)
                    isRecovered = true
                }
                // A recovery counts, whatever comes of the change.
                isCommitted = try run(changes, in: db, isAlone: changes.count == 1 && !isRecovered)
                return isCommitted ? .commit : .rollback
            }
            guard isCommitted else { return }
            let unsynced = putInPlace(changes)
            let hasRows = log.withLock { log in
                if isRecovered { log.forgetAll() } else if !finished.isEmpty { log.forgetSyncing() }
                if let unsynced {
                    log.add(changes.flatMap(\.files.ids), unsynced: unsynced)
                } else {
                    log.addUnfinished()
                }
                return !log.isEmpty
            }
            if hasRows, unsynced != nil { unsettled.continuation.yield() }
        }
    }

    /// Whether there is anything to commit.
    private func run(_ changes: [any Change], in db: Database, isAlone: Bool) throws -> Bool {
        // One that is alone needs no savepoint: what it has done goes with the transaction.
        if isAlone { return changes[0].run(in: db) }
        for change in changes {
            try db.inSavepoint { change.run(in: db) ? .commit : .rollback }
        }
        return true
    }

    /// Renames and removes the files of changes that are committed.
    ///
    /// - Returns: the paths of files and folders that are to be synced; nil when not all files are in place. The changes
    ///   are in force all the same, and their words are kept in the database until they reach their files.
    private func putInPlace(_ changes: [any Change]) -> Set<String>? {
        do {
            return try FileTransaction.takeEffect(changes.map(\.files))
        } catch {
            logger.error("a file could not be put in place and will be with the next change: \(error)")
            return nil
        }
    }

    // MARK: Recovery

    /// Finishes what a stop has interrupted. To be called before the first change.
    ///
    /// Where there is nothing to finish, nothing is written.
    ///
    /// - Throws: what the database says. What is not finished then will be with the next change.
    func recover() throws {
        try database.writeWithoutTransaction { db in
            try lock.hold {
                if try FileChanges.ends(in: db) == nil {
                    try recoverFiles(in: db)
                } else {
                    try db.inTransaction(.immediate) {
                        try recoverFiles(in: db)
                        return .commit
                    }
                }
                UploadFolder.sweep(dataPath: folders.dataPath, except: try FileChanges.stagedPaths(in: db))
            }
        }
    }

    private func recoverFiles(in db: Database) throws {
        let outcomes = try FileRecovery(in: folders).run(in: db)
        let known = lastRecovery.withLock { last in
            defer { last = outcomes }
            return last
        }
        // What cannot be finished is tried again at every change, and said once.
        for outcome in outcomes where !known.contains(outcome) { logger.warning("recovery: \(outcome)") }
    }

    // MARK: Settling

    /// Takes the changes off the list whose files are in place, and puts those in place that are not: so a backup holds
    /// none of them, unless others are made meanwhile.
    ///
    /// - Throws: what the database says.
    func settle() async throws {
        for _ in 0..<Self.roundsToSettle where !log.withLock(\.isEmpty) {
            await log.withLock(\.sync)?.finished()
            try await perform { _, _ in }
        }
    }

    /// As ``settle()``, when the site closes.
    ///
    /// - Throws: what the database says.
    func close() throws {
        for _ in 0..<Self.roundsToSettle where !log.withLock(\.isEmpty) {
            try? log.withLock(\.sync)?.wait()
            try performNow { _, _ in }
        }
    }

    /// Settles a moment after the last change, again and again until it is cancelled: whoever starts after this process
    /// was killed, or beside it, finds nothing to recover, and takes no file that was edited by hand for one that a change
    /// has left half done.
    func settleWhenQuiet() async {
        for await _ in unsettled.stream {
            let count = log.withLock(\.total)
            try? await Task.sleep(for: Self.quiet)
            // Another change was made, of which the stream tells next.
            guard count == log.withLock(\.total) else { continue }
            do {
                try await settle()
            } catch {
                logger.warning("settling: \(error)")
            }
        }
    }

    /// Changes whose files are being synced, and those that wait for that.
    private static let roundsToSettle = 2

    private static let quiet = Duration.milliseconds(100)
}
