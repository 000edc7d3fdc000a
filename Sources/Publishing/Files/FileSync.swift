import Dispatch
import Glibc
import Synchronization
import Upgrade

/// Files and folders on their way to the disk, one after the other, beside all that goes on.
struct FileSync {
    private let group = DispatchGroup()
    private let state = State()
    private let work: @Sendable () -> Void

    private final class State: Sendable {
        let hasBegun = Mutex(false)
        let error = Mutex<(any Error)?>(nil)

        /// Whether this is the first to begin.
        func begin() -> Bool {
            hasBegun.withLock { hasBegun in
                defer { hasBegun = true }
                return !hasBegun
            }
        }
    }

    /// Begins after a while, or when somebody waits for it. What has been removed meanwhile needs no sync but its folder's.
    init(_ paths: Set<String>, after delay: DispatchTimeInterval = .nanoseconds(0)) {
        group.enter()
        work = { [group, state] in
            guard state.begin() else { return }
            defer { group.leave() }
            for path in paths {
                do {
                    try DurableFile.sync(path)
                } catch let error as SystemCallError where error.code == ENOENT {
                } catch {
                    state.error.withLock { $0 = error }
                }
            }
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + delay, execute: work)
    }

    /// Whether ``wait()`` would return at once.
    var isOver: Bool { group.wait(timeout: .now()) == .success }

    /// Returns when ``wait()`` would return at once.
    func finished() async {
        DispatchQueue.global().async(execute: work)
        await withCheckedContinuation { continuation in
            group.notify(queue: .global()) { continuation.resume() }
        }
    }

    /// Returns when all of it is on the disk.
    ///
    /// - Throws: `SystemCallError` when something could not be synced.
    func wait() throws {
        work()
        group.wait()
        if let error = state.error.withLock({ $0 }) { throw error }
    }
}
