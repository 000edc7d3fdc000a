public import Foundation
import GRDB
import GRDBSQLite
import Glibc

/// The folder of verified backups of one database.
///
/// A file under a final name is whole: it was copied through SQLite, compared with its source, synced, and only then
/// given its name. Its manifest gets its name first, so that there is no backup without one.
public struct BackupStore: Sendable {
    /// Why a backup is made.
    public enum Reason: String, Sendable {
        case upgrade
        case restore
        case manual
    }

    /// A backup and what its manifest says.
    public struct Entry: Sendable {
        public let path: String
        /// Nil for a file that was put there by hand.
        public let manifest: BackupManifest?
    }

    public let folder: String
    let history: SchemaHistory
    let programVersion: String
    let now: @Sendable () -> Date

    public init(
        folder: String,
        history: SchemaHistory,
        programVersion: String,
        now: @escaping @Sendable () -> Date
    ) {
        self.folder = folder
        self.history = history
        self.programVersion = programVersion
        self.now = now
    }

    /// Copies the database as it is at this moment, while others may read and write it.
    ///
    /// - Parameters:
    ///   - file: the database.
    ///   - reason: goes into the name and the manifest.
    ///   - output: where to put it; nil for a dated name in the folder.
    /// - Returns: the new backup.
    /// - Throws: `UpgradeError`; a file under the final name exists only on success.
    public func create(of file: DatabaseFile, reason: Reason, output: String? = nil) throws -> Entry {
        if let output, file.allFiles.contains(output) || DatabaseFile(path: output).path == file.path {
            throw UpgradeError(
                .inputOutput,
                "\(output) belongs to the database itself.",
                next: "\(history.program) backup create --output FILE with another name."
            )
        }
        do {
            return try ReadOnlyDatabase.read(file) { try create(from: $0, reason: reason, output: output) }
        } catch {
            throw UpgradeError.reading(
                error,
                activity: "while backing up",
                path: file.path,
                retry: "\(history.program) backup create"
            )
        }
    }

    /// Copies what a connection sees; its transaction decides the moment.
    func create(from source: Database, reason: Reason, output: String? = nil) throws -> Entry {
        try DurableFile.createFolder(folder)
        let path = try output ?? freePath(reason: reason)
        let names = [
            path, path + ".partial", BackupManifest.path(for: path), BackupManifest.path(for: path) + ".partial",
        ]
        if let taken = names.first(where: { DatabaseFile.size(of: $0) != nil }), output != nil {
            throw UpgradeError(
                .inputOutput,
                "\(taken) is there already.",
                next: "\(history.program) backup create --output FILE with another name."
            )
        }
        let partial = path + ".partial"
        let manifestPath = BackupManifest.path(for: path)
        do {
            try DurableFile.remove(partial)
            try DurableFile.write(Data(), to: partial)
            var manifest = try copyAndCompare(source, to: partial, reason: reason)
            manifest.file = path.split(separator: "/").last.map(String.init) ?? path
            try DurableFile.sync(partial)
            manifest.size = DatabaseFile.size(of: partial) ?? 0
            manifest.sha256 = try BackupManifest.sha256(ofFile: partial)
            try DurableFile.write(try manifest.encoded(), to: manifestPath + ".partial")
            try DurableFile.rename(manifestPath + ".partial", to: manifestPath)
            try DurableFile.rename(partial, to: path)
            try DurableFile.sync(DurableFile.folder(of: path))
            return Entry(path: path, manifest: manifest)
        } catch {
            for leftover in [partial, partial + "-journal", manifestPath + ".partial"] { unlink(leftover) }
            throw error
        }
    }

    /// All backups, newest first.
    public func list() -> [Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let entries = names.filter { $0.hasSuffix(".db") && !$0.hasPrefix(".") }.map { name in
            let path = folder + "/" + name
            return Entry(path: path, manifest: try? BackupManifest.read(for: path))
        }
        return entries.sorted { ($0.manifest?.createdAt ?? "", $0.path) > ($1.manifest?.createdAt ?? "", $1.path) }
    }

    /// Checks that a backup is, byte for byte, what its manifest says.
    ///
    /// - Throws: `UpgradeError` of kind `damaged`.
    public func verify(_ entry: Entry) throws {
        guard let manifest = entry.manifest else { return }
        let hash: String
        do {
            hash = try BackupManifest.sha256(ofFile: entry.path)
        } catch {
            throw UpgradeError.reading(
                error,
                activity: "while checking a backup",
                path: entry.path,
                retry: "\(history.program) backup list"
            )
        }
        guard hash != manifest.sha256 else { return }
        throw UpgradeError(
            .damaged,
            "\(entry.path) is not the file that was backed up: its SHA-256 differs from its manifest's.",
            next: "choose another backup: \(history.program) backup list"
        )
    }

    /// Removes backups that no rule keeps.
    ///
    /// Kept are: everything younger than 30 days, the newest of all, the two newest of each reason, and files that were
    /// put there by hand.
    ///
    /// - Returns: the paths that were removed.
    public func prune() throws -> [String] {
        let limit = Self.timestamp(now().addingTimeInterval(-30 * 86_400))
        var seen: [String: Int] = [:]
        var removed: [String] = []
        for (index, entry) in list().enumerated() {
            guard let manifest = entry.manifest else { continue }
            seen[manifest.reason, default: 0] += 1
            if index == 0 || manifest.createdAt > limit || seen[manifest.reason, default: 0] <= 2 { continue }
            try remove(entry)
            removed.append(entry.path)
        }
        if !removed.isEmpty { try DurableFile.sync(folder) }
        return removed
    }

    func remove(_ entry: Entry) throws {
        try DurableFile.remove(entry.path)
        try DurableFile.remove(BackupManifest.path(for: entry.path))
    }

    /// Unfinished copies that killed processes left behind.
    ///
    /// - Parameter isAlone: true for whoever holds the lock of upgrades and restores, and so knows that no unfinished copy
    ///   of theirs can be in the making; others are taken for abandoned after an hour.
    /// - Returns: their paths.
    public func stalePartials(isAlone: Bool = false) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.contains(".partial") }.sorted().filter { name in
            if isAlone, !name.contains("-\(Reason.manual.rawValue)") { return true }
            var status = stat()
            return stat(folder + "/" + name, &status) == 0
                && now().timeIntervalSince1970 - Double(status.st_mtim.tv_sec) > 3600
        }.map { folder + "/" + $0 }
    }

    /// `2026-09-14T10:15:00Z`
    static func timestamp(_ date: Date) -> String { date.formatted(.iso8601) }
}

extension BackupStore {
    private func freePath(reason: Reason) throws -> String {
        let stem =
            history.program + "-" + Self.timestamp(now()).filter { $0 != "-" && $0 != ":" } + "-" + reason.rawValue
        for number in 1...1000 {
            let path = folder + "/" + stem + (number == 1 ? "" : "-\(number)") + ".db"
            let taken = [path, path + ".partial", BackupManifest.path(for: path)].contains {
                DatabaseFile.size(of: $0) != nil
            }
            if !taken { return path }
        }
        throw UpgradeError(
            .inputOutput,
            "\(folder) is full of backups of this second.",
            next: "\(history.program) backup create"
        )
    }

    /// - Returns: a manifest that still lacks name, size and hash.
    private func copyAndCompare(_ source: Database, to path: String, reason: Reason) throws -> BackupManifest {
        let copy = try DatabaseQueue(path: path, configuration: .upgrade())
        defer { try? copy.close() }
        return try copy.inDatabase { target in
            try source.backup(to: target)
            // A copy that carries the mark of a write-ahead log would grow siblings whenever somebody looks into it.
            try target.execute(sql: "PRAGMA journal_mode = DELETE")
            let schema = try SchemaSnapshot(reading: source)
            // Pages alone: that indexes match their tables is a question to the original, whose pages these are.
            let damage = IntegrityFinding.damage(in: try String.fetchAll(target, sql: "PRAGMA quick_check(20)"))
            guard damage.isEmpty, try SchemaSnapshot(reading: target) == schema else {
                throw UpgradeError(
                    .damaged,
                    "The copy is not what was copied\(damage.first.map { ": " + $0 } ?? "").",
                    next: "check the disk, then run \(history.program) doctor."
                )
            }
            let contracts = schema.tables.values.map { TableContract(keeping: $0) }
            let original = try ContentCensus(of: contracts, at: .before, in: source)
            guard try ContentCensus(of: contracts, at: .before, in: target) == original else {
                throw UpgradeError(
                    .damaged,
                    "The copy holds other rows than the database.",
                    next: "check the disk, then: \(history.program) doctor"
                )
            }
            let ledger = try SchemaHistory.readLedger(source, in: schema)
            let inspection = try history.inspect(target, depth: .shape)
            return BackupManifest(
                file: "",
                createdAt: Self.timestamp(now()),
                reason: reason.rawValue,
                program: history.program,
                programVersion: programVersion,
                sqliteVersion: String(cString: sqlite3_libversion()),
                size: 0,
                sha256: "",
                state: inspection.state.rawValue,
                schema: inspection.fingerprint?.description,
                migrations: ledger,
                counts: original.contents.mapValues(\.rows),
                digests: original.contents.mapValues(\.hexadecimal),
                containsClearTextSecrets: try history.holdsSecrets(schema, in: target)
            )
        }
    }
}

extension SchemaHistory {
    /// True when a table has rows with secrets in clear text.
    func holdsSecrets(_ schema: SchemaSnapshot, in db: Database) throws -> Bool {
        for conversion in conversions.values {
            guard let table = schema.table(conversion.table) else { continue }
            for column in conversion.secrets(in: table) {
                let sql =
                    "SELECT EXISTS (SELECT 1 FROM \(table.name.quotedAsSQLIdentifier) WHERE \(column.quotedAsSQLIdentifier) <> '')"
                if try Bool.fetchOne(db, sql: sql) == true { return true }
            }
        }
        return false
    }
}
