import Dispatch
import Glibc
import Synchronization
import Upgrade

/// Files and folders on their way to the disk, one after the other, beside all that goes on.
struct FileSync {
    private let group = DispatchGroup()
    private let failure = Failure()

    private final class Failure: Sendable {
        let error = Mutex<(any Error)?>(nil)
    }

    /// Begins after a while. What has been removed meanwhile needs no sync but its folder's.
    init(_ paths: Set<String>, after delay: DispatchTimeInterval = .nanoseconds(0)) {
        group.enter()
        let work = { @Sendable [group, failure] in
            defer { group.leave() }
            for path in paths {
                do {
                    try DurableFile.sync(path)
                } catch let error as SystemCallError where error.code == ENOENT {
                } catch {
                    failure.error.withLock { $0 = error }
                }
            }
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + delay, execute: work)
    }

    /// Whether ``wait()`` would return at once.
    var isOver: Bool { group.wait(timeout: .now()) == .success }

    /// Returns when ``wait()`` would return at once.
    func finished() async {
        await withCheckedContinuation { continuation in
            group.notify(queue: .global()) { continuation.resume() }
        }
    }

    /// Returns when all of it is on the disk.
    ///
    /// - Throws: `SystemCallError` when something could not be synced.
    func wait() throws {
        group.wait()
        if let error = failure.error.withLock({ $0 }) { throw error }
    }
}
