package import Foundation
package import GRDB
package import Logging
import Synchronization

/// The only writer of posts and media: each change, with all that follows from it, is one transaction.
///
/// Rows, tags, search index and the list of changes of files, words and all, are committed together; the files are staged
/// before, renamed right after, and synced a little later. A call that returns has made its change durable;
/// one that throws has changed nothing.
package final class Publisher: Sendable {
    let configuration: SiteConfiguration
    let notes: NoteFolder
    let index: SearchIndex
    let now: @Sendable () -> Date
    let logger: Logger
    let processor: ImageProcessor
    private let database: any DatabaseWriter
    private let lock: WriterLock
    private let folders: WritableFolders
    /// What the ids of posts in feeds begin with; see ``FeedOrigin``.
    let feedAuthority: String
    let fileChanges = Mutex(FileChangeLog())
    private let lastRecovery = Mutex<[FileRecovery.Outcome]>([])
    let pending = Mutex<[any Change]>([])
    /// Touched by whoever has the database: many posts of one second differ by their numbers alone.
    let lastNumber = Mutex<Slug.Number?>(nil)
    /// Tells ``settleWhenQuiet()`` of each change of files, or of several together.
    let unsettled = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// A writer of a site. Several of them, in several processes, wait for each other.
    ///
    /// - Throws: when the data folder cannot be written.
    package init(
        configuration: SiteConfiguration,
        database: any DatabaseWriter,
        processor: ImageProcessor,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) throws {
        self.configuration = configuration
        self.database = database
        self.processor = processor
        self.logger = logger
        self.now = now
        // The folder is looked up once, so it has to be there.
        folders = WritableFolders(dataPath: configuration.dataPath)
        try folders.prepare(for: "notes/.staged/0")
        notes = NoteFolder(dataPath: configuration.dataPath)
        index = SearchIndex(notes: notes)
        feedAuthority = FeedOrigin.authority(ofSite: configuration.siteURL)
        lock = try WriterLock(dataPath: configuration.dataPath)
    }

    var reader: any DatabaseReader { database }

    /// Finishes what a stop has interrupted. To be called before the first request.
    package func recover() throws {
        try database.writeWithoutTransaction { db in
            try lock.hold {
                try db.inTransaction(.immediate) {
                    try recover(in: db)
                    try FeedOrigin.remember(siteURL: configuration.siteURL, in: db)
                    return .commit
                }
            }
            let kept = try String.fetchAll(
                db,
                sql: "SELECT staged_path FROM file_changes WHERE staged_path IS NOT NULL"
            )
            UploadFolder.sweep(dataPath: configuration.dataPath, except: kept)
        }
    }

    private func recover(in db: Database) throws {
        let outcomes = try FileRecovery(in: folders).run(in: db)
        let known = lastRecovery.withLock { last in
            defer { last = outcomes }
            return last
        }
        // What cannot be finished is tried again at every change, and said once.
        for outcome in outcomes where !known.contains(outcome) { logger.warning("recovery: \(outcome)") }
    }

    /// One change: what `body` does to rows and files is in force and durable when this returns, or not at all.
    ///
    /// Changes that wait for the database at the same time are committed together, each in a savepoint of its own, since
    /// syncing is what takes the time. So whoever comes to the database first makes all changes that are waiting. Whoever
    /// finds its own made leaves the others alone: they are made together when the first of them comes to the database.
    func change<T: Sendable>(_ body: @escaping @Sendable (Database, FileTransaction) throws -> T) async throws -> T {
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

    /// As ``change(_:)``, for commands.
    func changeNow<T: Sendable>(_ body: @escaping @Sendable (Database, FileTransaction) throws -> T) throws -> T {
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
            if waiting.count == 1 {
                waiting[0].fail(error)
                return
            }
            // One of them is the reason; the others must not suffer from it.
            for change in waiting { change.files.reset() }
            for change in waiting {
                do { try make([change], in: db) } catch { change.fail(error) }
            }
        }
    }

    /// Whether there is anything to commit.
    private func run(_ changes: [any Change], in db: Database) throws -> Bool {
        // One that is alone needs no savepoint: what it has done goes with the transaction.
        if changes.count == 1 { return changes[0].run(in: db) }
        for change in changes {
            try db.inSavepoint { change.run(in: db) ? .commit : .rollback }
        }
        return true
    }

    private func make(_ waiting: [any Change], in db: Database) throws {
        try lock.hold {
            let (finished, left) = fileChanges.withLock { log in
                let finished = log.onDisk()
                return (finished, log.rows(except: finished))
            }
            var (isRecovered, isCommitted) = (false, false)
            try db.inTransaction(.immediate) {
                for id in finished {
                    try db.cachedStatement(sql: "DELETE FROM file_changes WHERE id = ?").execute(arguments: [id])
                }
                // What is there beside ours was begun by a process that died or has finished, or is what we could not do:
                // nobody else is at work while we hold the lock.
                if try FileRecovery.rows(in: db) != left {
                    try recover(in: db)
                    isRecovered = true
                }
                isCommitted = try run(waiting, in: db)
                return isCommitted ? .commit : .rollback
            }
            guard isCommitted else { return }
            fileChanges.withLock { log in
                if isRecovered { log.forgetAll() } else if !finished.isEmpty { log.forgetSyncing() }
                do {
                    let paths = try FileTransaction.takeEffect(waiting.map(\.files))
                    log.add(waiting.flatMap(\.files.ids), unsynced: paths)
                    if !log.isEmpty { unsettled.continuation.yield() }
                } catch {
                    // The changes are committed, and their words are kept in the database until they reach their files.
                    log.addUnfinished()
                    logger.error("a file could not be put in place and will be with the next change: \(error)")
                }
            }
        }
    }
}
