import Glibc
import Upgrade

/// Held by whoever changes rows and files of a data folder together, from before the transaction until the files are in
/// place (flock(2)).
///
/// SQLite's own lock ends with the commit. Two processes whose renames overlap after that could leave the older words.
final class WriterLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `SystemCallError` when the lock file cannot be made.
    init(dataPath: String) throws {
        let path = "\(dataPath)/starpunk.db.writing"
        descriptor = LockFile.open(path)
        guard descriptor >= 0 else { throw SystemCallError("create the lock file", path) }
    }

    deinit {
        close(descriptor)
    }

    /// Waits for the lock and holds it during `work`.
    func hold<T>(_ work: () throws -> T) throws -> T {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw SystemCallError("lock", "the data folder") }
        }
        defer { flock(descriptor, LOCK_UN) }
        return try work()
    }
}
