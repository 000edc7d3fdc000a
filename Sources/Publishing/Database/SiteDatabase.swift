package import GRDB
import Upgrade

/// The site's database, open for serving.
///
/// It is opened only on a schema that was just verified; see `DataFolder.prepareForServing`.
package struct SiteDatabase: Sendable {
    /// Any number of readers and one writer, in WAL mode; one connection for all while the disk has no room for a log.
    package let connections: any DatabaseWriter

    /// One reader more, for what takes less time than a change of thread: its `unsafeRead` answers in place, and whoever
    /// has it never waits for anything else meanwhile.
    package let lookups: DatabaseQueue

    /// What pages read from.
    package var reader: any DatabaseReader { connections }

    /// Opens the file. A change is durable once it is acknowledged: `synchronous` is FULL, where the pool's own choice
    /// would lose the last commits at a power cut. The pool makes that choice after it has prepared its connection.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        var lookupConfiguration = configuration
        configuration.prepareDatabase { db in
            // What a savepoint may have to take back is small, and need not wait in a file.
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            // Kilobytes of each of the readers. Twice as much makes nothing quicker that was measured.
            try db.execute(sql: "PRAGMA cache_size = -1000")
            try SearchQuery.addFunctions(to: db)
        }
        connections = try Self.open(path, configuration)
        try connections.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA cache_size = -2000")
        }
        lookupConfiguration.readonly = true
        // A few pages in a few tables.
        lookupConfiguration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -200") }
        lookups = try DatabaseQueue(path: path, configuration: lookupConfiguration)
    }

    /// How rows and files match. A look at the database's file from outside would end SQLite's locks on it in this process.
    package func inventory(dataPath: String) async throws -> NoteInventory {
        try await connections.read { db in try NoteInventory(of: db, dataPath: dataPath, comparingContent: false) }
    }

    /// Closes all connections. The main file is whole by itself then, for whoever copies it: the pool closes its writer
    /// before its readers, and the last of these could not empty the log.
    package func close() throws {
        try lookups.close()
        try connections.writeWithoutTransaction { db in
            // Where nothing can be written, the log stays for the next process.
            if !db.isOpenForReadingAlone { try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        }
        try connections.close()
    }

    /// A pool begins the log with pages that nobody needs, which a disk that is full or mounted for reading alone does not
    /// take. One connection for all does without: what is stored can be read, and as soon as there is room again, written.
    private static func open(_ path: String, _ configuration: Configuration) throws -> any DatabaseWriter {
        do {
            return try DatabasePool(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            let isReadOnly = StorageFailure(ofDataFolder: DurableFile.folder(of: path))?.kind == .readOnly
            guard error.resultCode == .SQLITE_FULL || error.resultCode == .SQLITE_READONLY && isReadOnly else {
                throw error
            }
            return try DatabaseQueue(path: path, configuration: configuration)
        }
    }
}
