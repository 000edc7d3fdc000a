import GRDB
import Glibc

/// A copy on which an upgrade is tried before the real one. It is removed whatever happens.
struct Rehearsal {
    let history: SchemaHistory
    /// Where the copy is made.
    let folder: String

    /// Copies `original`, a database file that nobody has open, such as a backup just made, and works on the copy.
    func run(of original: String, _ body: (Database) throws -> Void) throws {
        let copy = DatabaseFile(path: folder + "/.rehearsal-\(getpid()).partial")
        defer { for path in copy.allFiles { unlink(path) } }
        for path in copy.allFiles { try DurableFile.remove(path) }
        try DurableFile.copy(original, to: copy.path)
        let queue = try DatabaseQueue(path: copy.path, configuration: .upgrade())
        defer { try? queue.close() }
        try queue.inDatabase { db in
            // Nobody needs this copy after a crash.
            try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
            try body(db)
            try db.execute(sql: "COMMIT")
        }
    }
}
