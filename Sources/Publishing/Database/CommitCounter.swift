import Glibc
import Synchronization

/// Tells whether anybody, this process included, has committed anything to a database in WAL mode: a look into memory
/// that SQLite shares between processes, which costs nothing beside a question to the database.
///
/// It is the index of the log, whose header SQLite changes with every commit, before the commit returns
/// (https://www.sqlite.org/walformat.html#the_wal_index_header).
final class CommitCounter: Sendable {
    private static let mappedBytes = 4_096
    private static let knownVersion: UInt32 = 3_007_000
    private static let versionOffset = 0
    private static let changeOffset = 8
    private static let checksumOffset = 24

    /// As an integer, because a pointer is not sendable. Nobody writes there but SQLite, and all reads are atomic.
    private let address: UInt

    /// Looks at the database at a path; nil where it has no log or one of an unknown form.
    ///
    /// The connections of this process must be open, and stay open as long as the counter is asked: SQLite may cut the
    /// file short when the last one is closed.
    init?(path: String) {
        // Never closed: closing any descriptor of a file takes away all locks that the process has on it, SQLite's too.
        let descriptor = open(path + "-shm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size >= Self.mappedBytes,
            let memory = mmap(nil, Self.mappedBytes, PROT_READ, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
        else { return nil }
        address = UInt(bitPattern: memory)
        guard word(at: Self.versionOffset) == Self.knownVersion else { return nil }
    }

    deinit {
        munmap(UnsafeMutableRawPointer(bitPattern: address), Self.mappedBytes)
    }

    /// A value that differs from every one before it after a commit.
    var value: UInt64 {
        UInt64(word(at: Self.changeOffset)) << 32 | UInt64(word(at: Self.checksumOffset))
    }

    private func word(at offset: Int) -> UInt32 {
        guard let pointer = UnsafePointer<Atomic<UInt32>>(bitPattern: address + UInt(offset)) else { return 0 }
        return pointer.pointee.load(ordering: .acquiring)
    }
}
