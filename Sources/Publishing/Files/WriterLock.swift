import Foundation
import Glibc
import Upgrade

/// Held by whoever changes rows and files of a data folder together, from before the transaction until the files are in
/// place (flock(2)).
///
/// SQLite's own lock ends with the commit. Two processes whose renames overlap after that could leave the older words.
///
/// The lock's file also says since when nothing that was written here can have been lost: see ``isOfThisBoot``.
final class WriterLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `SystemCallError` when the lock file cannot be made.
    init(dataPath: String) throws {
        let path = "\(dataPath)/starpunk.db.writing"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
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

    /// Whether ``markBoot()`` was called for this folder since the machine was started: then no power cut has taken anything
    /// that was written after that call, whether it had been synced or not.
    var isOfThisBoot: Bool {
        guard let boot else { return false }
        let marked = [UInt8](unsafeUninitializedCapacity: boot.count + 1) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, buffer.count, 0))
        }
        return marked == boot
    }

    /// Writes down when the machine was started. A mark that is lost, or says less than could be said, does no harm.
    func markBoot() {
        guard let boot, !isOfThisBoot else { return }
        _ = ftruncate(descriptor, 0)
        _ = boot.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// What tells this start of the machine from all others (random(4)), and this folder from a copy of it: the files of a
    /// copy are of other moments than its rows. Nil where the system does not say.
    private var boot: [UInt8]? {
        var status = stat()
        guard let id = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id"), !id.isEmpty,
            fstat(descriptor, &status) == 0
        else { return nil }
        return Array(id.prefix { $0 != UInt8(ascii: "\n") }) + Array(" \(status.st_dev) \(status.st_ino)\n".utf8)
    }
}
