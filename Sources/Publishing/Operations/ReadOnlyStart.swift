import GRDB
import GRDBSQLite
import Glibc
import Upgrade

/// A server that was started on a disk mounted for reading alone serves what is stored. SQLite has opened the database for
/// reading then, and no connection can be had that writes while others of the same process hold its files: so what ends
/// this state is a new process.
extension Publisher {
    /// What stands in the way of storing anything, found without writing; nil when all can be stored.
    package var obstacle: StorageFailure? {
        StorageFailure(ofDataFolder: configuration.dataPath) ?? (isReadOnly ? StorageFailure(.forbidden) : nil)
    }

    /// Waits while the database is open for reading alone and could not be opened for writing either. Returns at once
    /// where it is open for writing.
    ///
    /// - Throws: `UpgradeError` once it could be opened for writing, for the program to end and to be started again;
    ///   `CancellationError`.
    func awaitWritableDisk(lookingEach pause: Duration = .seconds(2)) async throws {
        guard isReadOnly else { return }
        while access(configuration.databasePath, W_OK) != 0 { try await Task.sleep(for: pause) }
        throw UpgradeError(
            .inputOutput,
            "The data folder can be written to again, and its database was opened when it could not: the server ends.",
            next: "starpunk serve, unless what looks after the server starts it anew by itself."
        )
    }
}

extension Database {
    /// Whether SQLite has opened the file for reading alone, on its own account (sqlite3_db_readonly): it does where it may
    /// not write. A connection stays so until its end.
    var isOpenForReadingAlone: Bool { sqlite3_db_readonly(sqliteConnection, "main") == 1 }
}
