package import GRDB
import IndieWeb
import Upgrade

/// What the owner can see and do about the database while the site runs.
///
/// A backup and a check open the database's file on their own, which a process that serves it must not do (closing a
/// descriptor would drop SQLite's locks). So they run as commands.
package struct DatabaseCare: Sendable {
    /// Runs a command of this program and waits for its end.
    package typealias Command = @Sendable (_ words: [String]) async throws -> CommandOutcome

    private let folder: DataFolder
    private let reader: any DatabaseReader
    private let command: Command

    /// The care for a database.
    ///
    /// - Parameters:
    ///   - folder: where it lies.
    ///   - reader: the database, open.
    ///   - command: runs a command of this program.
    package init(folder: DataFolder, reader: any DatabaseReader, command: @escaping Command) {
        self.folder = folder
        self.reader = reader
        self.command = command
    }

    /// How the database is.
    package func report() async throws -> DatabaseReport {
        // The manifests are read on GRDB's thread too, where waiting for the disk delays no other request.
        try await reader.read { [folder] db in
            DatabaseReport(
                postCount: try Int.fetchOne(db, sql: "SELECT count(*) FROM notes WHERE deleted_at IS NULL") ?? 0,
                deletedCount: try Int.fetchOne(db, sql: "SELECT count(*) FROM notes WHERE deleted_at IS NOT NULL") ?? 0,
                mediaCount: try Int.fetchOne(db, sql: "SELECT count(*) FROM media") ?? 0,
                byteCount: folder.database.bytes,
                newestMigration: folder.history.names.last ?? "",
                backups: folder.backups.list().map(DatabaseReport.Backup.init)
            )
        }
    }

    /// Makes a backup now.
    ///
    /// - Returns: the name of its file; nil when it could not be made, with the reason in `reason`.
    package func backUp() async throws -> (name: String?, reason: String?) {
        let outcome = try await run("backup", "create")
        let document = try? JSONValue(parsing: Array(outcome.output.utf8)).objectValue
        guard outcome.status == 0, let path = document?["path"]?.stringValue else {
            let error = document?["error"]?.objectValue
            let words = [error?["found"]?.stringValue, error?["next"]?.stringValue.map { "Next: \($0)" }]
            return (nil, words.compactMap(\.self).joined(separator: " "))
        }
        return (path.split(separator: "/").last.map(String.init), nil)
    }

    /// Checks the schema, keys, indexes, the search index and every note's file. Changes nothing.
    package func verify() async throws -> DatabaseCheck {
        let outcome = try await run("db", "verify")
        let document = try? JSONValue(parsing: Array(outcome.output.utf8)).objectValue
        func sentences(_ name: String) -> [String] { document?[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        let error = document?["error"]?.objectValue?["found"]?.stringValue
        let failures = sentences("failures") + [error].compactMap(\.self)
        let isWhole = outcome.status == 0 && failures.isEmpty
        return DatabaseCheck(
            isWhole: isWhole,
            failures: isWhole || !failures.isEmpty ? failures : ["The check did not come to its end."],
            warnings: sentences("warnings")
        )
    }

    private func run(_ words: String...) async throws -> CommandOutcome {
        try await command(words + ["--json", "--data-path", folder.path])
    }
}

extension DatabaseReport.Backup {
    fileprivate init(_ entry: BackupStore.Entry) {
        self.init(
            name: entry.path.split(separator: "/").last.map(String.init) ?? entry.path,
            made: entry.manifest.flatMap { StoredTimestamp($0.createdAt) },
            reason: entry.manifest?.reason,
            byteCount: entry.manifest?.size
        )
    }
}
