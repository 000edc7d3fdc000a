import Glibc
import Upgrade

/// Files that are read in one piece (open(2), fstat(2), read(2)).
enum WholeFile {
    /// The bytes of a file; nil when it has more than `limit`.
    ///
    /// - Throws: `SystemCallError`.
    static func read(_ path: String, limit: Int) throws(SystemCallError) -> [UInt8]? {
        let descriptor = try open(path)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemCallError("look at", path) }
        guard status.st_size <= limit else { return nil }
        return try rest(of: descriptor, at: path, expecting: Int(status.st_size))
    }

    /// The bytes of a file, however many.
    ///
    /// - Throws: `SystemCallError`.
    static func read(_ path: String) throws(SystemCallError) -> [UInt8] {
        try read(path, limit: .max) ?? []
    }

    /// Opens a file for reading. A pipe that lies there holds nobody up.
    ///
    /// - Returns: the descriptor, which is the caller's to close.
    static func open(_ path: String) throws(SystemCallError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError("open", path) }
        return descriptor
    }

    /// What an open file has from where it stands to its end, wherever that is: others may write to it meanwhile.
    ///
    /// - Parameters:
    ///   - descriptor: the file.
    ///   - path: its path, for the error.
    ///   - size: how many bytes there should be.
    /// - Returns: its bytes.
    /// - Throws: `SystemCallError`.
    static func rest(of descriptor: Int32, at path: String, expecting size: Int) throws(SystemCallError) -> [UInt8] {
        var bytes: [UInt8] = []
        // One byte more than there should be, so that one call finds the end.
        var room = size + 1
        while true {
            var failure: Int32?
            let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                repeat { count = Glibc.read(descriptor, buffer.baseAddress, room) } while count < 0 && errno == EINTR
                if count < 0 { (failure, count) = (errno, 0) }
            }
            if let failure { throw SystemCallError("read", path, code: failure) }
            if bytes.isEmpty { bytes = part } else { bytes += part }
            if part.isEmpty || part.count < room && bytes.count >= size { return bytes }
            room = max(size + 1 - bytes.count, 1 << 16)
        }
    }
}
