import Foundation
import Glibc

/// What the system says of a file that is there (stat(2)).
///
/// Foundation's attributes of a file have the names of its owner and group, too, for which it reads `/etc/passwd` and
/// `/etc/group` each time.
struct FileStatus {
    /// How long it is, in bytes.
    let byteCount: Int
    /// When its bytes were last written.
    let modified: Date

    /// Asks for the file that a path leads to; nil when there is none.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        byteCount = Int(status.st_size)
        let seconds = TimeInterval(status.st_mtim.tv_sec) + TimeInterval(status.st_mtim.tv_nsec) / 1e9
        modified = Date(timeIntervalSince1970: seconds)
    }
}
