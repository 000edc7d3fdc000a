import Foundation
import Glibc

/// What the system says of a file that is there (stat(2)).
///
/// Foundation's attributes of a file have the names of its owner and group, too, for which it reads `/etc/passwd` and
/// `/etc/group` each time.
struct FileStatus {
    /// What tells a file or folder from all others that are there at the same time.
    struct Identity: Sendable, Equatable {
        let device: dev_t
        let file: ino_t
    }

    let identity: Identity
    /// How long it is, in bytes.
    let byteCount: Int
    /// When its bytes were last written, as far as whoever wrote them says: a copy often keeps the time of the original.
    let modified: Date
    /// When anything of it last changed, its name or its bytes; nobody sets that but the system.
    let changed: Date

    /// Asks for the file that a path leads to; nil when there is none.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        identity = Identity(device: status.st_dev, file: status.st_ino)
        byteCount = Int(status.st_size)
        modified = Self.date(status.st_mtim)
        changed = max(modified, Self.date(status.st_ctim))
    }

    private static func date(_ time: timespec) -> Date {
        Date(timeIntervalSince1970: TimeInterval(time.tv_sec) + TimeInterval(time.tv_nsec) / 1e9)
    }
}
