package import GRDB

/// The site's database, open for serving.
///
/// It is opened only on a schema that was just verified; see `DataFolder.prepareForServing`.
package struct SiteDatabase: Sendable {
    /// Any number of readers and one writer, in WAL mode.
    package let pool: DatabasePool

    /// One reader more, for what takes less time than a change of thread: its `unsafeRead` answers in place, and whoever
    /// has it never waits for anything else meanwhile.
    package let lookups: DatabaseQueue

    /// What pages read from.
    package var reader: any DatabaseReader { pool }

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
            try TopBM25.add(to: db)
        }
        pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { db in
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
        try await pool.read { db in try NoteInventory(of: db, dataPath: dataPath, comparingContent: false) }
    }

    /// Closes all connections. The main file is whole by itself then, for whoever copies it: the pool closes its writer
    /// before its readers, and the last of these could not empty the log.
    package func close() throws {
        try lookups.close()
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try pool.close()
    }
}
