import Foundation
import Glibc

/// An advisory lock between processes, on a file of its own beside the database (flock(2)).
///
/// The kernel frees it when its holder dies, however it dies. It is never taken on the database file itself, whose locks
/// are SQLite's. Two such locks guard a database: `work`, held alone by whoever upgrades or restores it, and `serving`,
/// shared by the servers that have it open.
public final class ProcessLock: Sendable {
    public enum Mode: Sendable {
        case exclusive
        case shared
    }

    private let descriptor: Int32

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        // Closing alone would leave the lock with a child process that is between its fork and its exec.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Takes the lock if it is free, and returns nil if it is not.
    ///
    /// - Throws: `UpgradeError` of kind `inputOutput` when the lock file cannot be made.
    public static func attempt(_ mode: Mode, path: String, purpose: String) throws -> ProcessLock? {
        let descriptor = LockFile.open(path)
        guard descriptor >= 0 else {
            let error = SystemCallError("create the lock file", path)
            throw UpgradeError(.inputOutput, "\(error).", next: "\(error.advice), then: \(purpose)")
        }
        guard flock(descriptor, (mode == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        // The signature is for people only: who holds the lock is known to the kernel.
        let signature = Array("\(purpose) (process \(getpid()))\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, signature, signature.count, 0)
        return ProcessLock(descriptor: descriptor)
    }

    /// Waits until nobody else holds the lock, then holds it alone.
    ///
    /// - Parameters:
    ///   - path: the lock file.
    ///   - purpose: the command to sign with.
    ///   - patience: seconds to wait; holders end by themselves, so this is long.
    ///   - isCancelled: asked before each attempt.
    /// - Returns: the lock, held alone.
    /// - Throws: `UpgradeError` of kind `busy`, which names the holder.
    public static func wait(
        path: String,
        purpose: String,
        patience: Int = 900,
        isCancelled: () -> Bool = { false }
    ) throws -> ProcessLock {
        for _ in 0..<(patience * 20) {
            if isCancelled() { throw CancellationError() }
            if let lock = try attempt(.exclusive, path: path, purpose: purpose) { return lock }
            usleep(50_000)
        }
        throw UpgradeError(
            .busy,
            "\(holder(path: path)) has been at work on this database for \(patience) seconds.",
            next: "wait for it or stop it, then: \(purpose)"
        )
    }

    /// Who took the lock last, for messages: `starpunk serve (process 4711)`.
    public static func holder(path: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").first.map(String.init) ?? "Another process"
    }
}
