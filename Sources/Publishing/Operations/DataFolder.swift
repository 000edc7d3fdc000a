package import Foundation
import GRDB
package import Logging
package import Upgrade

/// A data folder and everything that an operator can do with its database.
package struct DataFolder: Sendable {
    package let path: String
    package let history: SchemaHistory
    package let backups: BackupStore
    let litestreamSocket: String?
    let configuration: SiteConfiguration
    let version: String
    package let now: @Sendable () -> Date

    /// The database in it.
    package var database: DatabaseFile { DatabaseFile(path: path + "/starpunk.db") }

    package init(
        configuration: SiteConfiguration,
        tokens: SiteSchema.ClearTextTokens = .invalidate,
        version: String,
        now: @escaping @Sendable () -> Date
    ) throws {
        self.configuration = configuration
        self.version = version
        path = configuration.dataPath
        history = try SiteSchema.history(tokens: tokens, now: now(), dataPath: configuration.dataPath)
        backups = BackupStore(folder: configuration.backupsPath, history: history, programVersion: version, now: now)
        litestreamSocket = configuration.litestreamSocket
        self.now = now
    }

    /// Looks at the database without leaving a trace on it.
    package func inspect(_ depth: DatabaseInspection.Depth = .quickCheck) throws -> DatabaseInspection {
        try history.inspect(database, depth: depth)
    }

    /// What an upgrade would do, tried on a copy.
    package func plan(observe: @escaping @Sendable (UpgradeEvent) -> Void = { _ in }) throws -> UpgradeRehearsal {
        try runner(observe: observe).rehearse()
    }

    /// Upgrades, and looks after the files.
    package func upgrade(observe: @escaping @Sendable (UpgradeEvent) -> Void) throws -> UpgradeReport {
        try requireFolder()
        return try runner(observe: observe).run()
    }

    /// Upgrades if it must and may, and marks the folder as being served as long as the lock lives. Creates the folder and
    /// the database if there are none.
    package func prepareForServing(
        mayUpgrade: Bool,
        isCancelled: () -> Bool = { false },
        observe: @escaping @Sendable (UpgradeEvent) -> Void
    ) throws -> (report: UpgradeReport, serving: ProcessLock) {
        if !FileManager.default.fileExists(atPath: path) {
            do {
                try FileManager.default.createDirectory(
                    atPath: path,
                    withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700]
                )
            } catch {
                throw UpgradeError(
                    .inputOutput,
                    "The data folder \(path) cannot be made: \(error.localizedDescription).",
                    next: "correct DATA_PATH, or make the folder and give it to the user that runs this program."
                )
            }
        }
        return try runner(observe: observe).prepareForServing(
            mayUpgrade: mayUpgrade,
            isCancelled: isCancelled
        )
    }

    /// Puts a backup in place of the database.
    package func restore(_ backup: String) throws -> Restore.Report {
        try requireFolder()
        return try Restore(
            file: database,
            history: history,
            backups: backups,
            replicationSocket: litestreamSocket,
            now: now
        )
        .run(backup)
    }

    /// Makes a backup of the database as it is.
    package func createBackup(output: String?) throws -> BackupStore.Entry {
        let inspection = try inspect(.shape)
        if inspection.state == .missing || inspection.state == .empty {
            throw UpgradeError(.inputOutput, "There is nothing to back up in \(path).", next: "starpunk db status")
        }
        if inspection.state == .foreign, let refusal = history.refusal(of: inspection, file: database) { throw refusal }
        return try backups.create(of: database, reason: .manual, output: output)
    }

    /// Makes drafts of files that no note names.
    package func adoptNotes() throws -> (drafts: [AdoptedNote], unreadable: [String]) {
        try withPublisher { try $0.adoptFiles() }
    }

    /// Makes the search index anew where it is damaged, and fills it from the notes' files.
    package func reindex(progress: @escaping @Sendable (Int, Int) -> Void) throws {
        try withPublisher { try $0.reindex(mendingBy: history, progress: progress) }
    }

    /// Works with the access tokens, also while a server runs.
    package func withTokens<T>(_ work: (AccessTokens) throws -> T) throws -> T {
        try withSite { site in
            try work(AccessTokens(database: site.connections, lookups: site.lookups, now: now))
        }
    }

    /// Removes notes for good that were deleted so long ago.
    package func purgeNotes(deletedForDays days: Int) throws -> [PurgedPost] {
        try withPublisher { try $0.purge(deletedBefore: now().addingTimeInterval(-86_400 * TimeInterval(days))) }
    }

    /// Writes notes as a server does, also while one runs.
    private func withPublisher<T>(_ work: (Publisher) throws -> T) throws -> T {
        try withSite { site in
            let publisher = try publisher(of: site, logger: Logger(label: "starpunk"))
            defer { try? publisher.close() }
            try publisher.recover()
            return try work(publisher)
        }
    }

    /// The writer of the site. What a stop interrupted is to be finished before the first request; see
    /// ``Publisher/recover()``.
    package func publisher(of site: SiteDatabase, logger: Logger) throws -> Publisher {
        try Publisher(
            configuration: configuration,
            database: site.connections,
            processor: ImageProcessor(vipsthumbnail: ImageProcessor.locate(in: configuration.searchPath)),
            logger: logger,
            now: now
        )
    }

    /// Works with the database as a command does, and closes it afterwards.
    ///
    /// - Throws: `UpgradeError` for a database that is not ready, or a disk that takes nothing; else what `work` throws.
    func withSite<T>(_ work: (SiteDatabase) throws -> T) throws -> T {
        do {
            let site = try openCurrent()
            defer { try? site.close() }
            return try work(site)
        } catch {
            guard let failure = cause(of: error) else { throw error }
            throw UpgradeError(failure, found: "\(error)")
        }
    }

    /// What is wrong with the disk, by an error and by a look at it: SQLite knows no difference between a file that may not
    /// be written and a disk. Nil for an error that has nothing to do with the disk.
    package func cause(of error: any Error) -> StorageFailure? {
        StorageFailure(error).map { StorageFailure(ofDataFolder: path) ?? $0 }
    }

    private func openCurrent() throws -> SiteDatabase {
        let inspection = try inspect(.shape)
        if let refusal = history.refusal(of: inspection, file: database) { throw refusal }
        guard inspection.state == .current else {
            throw UpgradeError(.pending, "The database is \(inspection.state).", next: "starpunk db upgrade")
        }
        return try SiteDatabase(path: database.path)
    }

    /// - Throws: `UpgradeError` when there is no such folder: a mistyped path must not become a new, empty site.
    private func requireFolder() throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw UpgradeError(
                .inputOutput,
                "There is no data folder \(path).",
                next: "correct DATA_PATH or --data-path; starpunk serve creates a new folder for a new site."
            )
        }
    }

    private func runner(observe: @escaping @Sendable (UpgradeEvent) -> Void) -> UpgradeRunner {
        UpgradeRunner(
            file: database,
            history: history,
            backups: backups,
            replicationSocket: litestreamSocket,
            now: now,
            observe: observe
        )
    }
}

extension UpgradeError {
    /// A command that could not write what it was to write; what it had written before is whole.
    package init(_ failure: StorageFailure, found: String) {
        self.init(
            .inputOutput,
            "\(failure.description) \(found).",
            outcome: "What was not stored is as it was.",
            next: failure.advice
        )
    }

    /// A command that waited for the database in vain.
    package init(_ busy: BusyDatabase) {
        self.init(
            .busy,
            busy.description,
            outcome: "What was not stored is as it was.",
            next: "Stop the program that holds the database, or wait for it, then run the command again."
        )
    }
}
