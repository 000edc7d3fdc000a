import Dispatch
import Foundation
import Glibc
import Upgrade

/// Files of image bytes, read whole and written durably.
enum ImageProcessFiles {
    private static let queue = DispatchQueue(label: "starpunk.images", attributes: .concurrent)

    /// Does work that blocks, or takes long, on a thread of its own: the tasks of the whole server share one thread for
    /// each core.
    static func blocking<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result(catching: work)) }
        }
        return try result.get()
    }

    /// A file's bytes; `ImageRefusal` of kind `tooLarge` when it has more than `limit`.
    static func read(_ path: String, limit: Int = ImageProcessor.uploadLimit) throws -> [UInt8] {
        let descriptor = try openForReading(path)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemCallError("look at", path) }
        let size = Int(status.st_size)
        guard size <= limit else {
            throw ImageRefusal(.tooLarge, "The file is larger than \(limit / 1_048_576) MB.")
        }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let part = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if part < 0, errno == EINTR { continue }
                failed = part < 0
                if part <= 0 { break }
                count += part
            }
        }
        if failed { throw SystemCallError("read", path) }
        return bytes
    }

    static func openForReading(_ path: String) throws -> Int32 {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError("open", path) }
        return descriptor
    }

    /// Writes a new file, readable by its owner alone, and syncs it; a failure leaves none.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemCallError("create", path) }
        var isWhole = false
        defer {
            close(descriptor)
            if !isWhole { unlink(path) }
        }
        var written = 0
        while written < bytes.count {
            let part = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
            }
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { throw SystemCallError("write", path) }
            written += part
        }
        guard fsync(descriptor) == 0 else { throw SystemCallError("sync", path) }
        isWhole = true
    }
}
