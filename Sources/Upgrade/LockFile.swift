import Glibc

/// A file that is there to be locked (flock(2)).
package enum LockFile {
    /// Opens the file at a path, and makes it where there is none. On a disk that is mounted for reading alone, one that is
    /// there is opened for reading, which is all that a lock needs.
    ///
    /// - Returns: its descriptor, or -1, with the reason in `errno`.
    package static func open(_ path: String) -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor < 0, errno == EROFS else { return descriptor }
        let reading = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        if reading < 0 { errno = EROFS }
        return reading
    }
}
