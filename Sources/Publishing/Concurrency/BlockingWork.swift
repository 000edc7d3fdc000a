import Dispatch

/// Work that waits for the disk, or takes long, done on a thread of its own: the tasks of the whole server share one thread
/// for each core.
enum BlockingWork {
    private static let queue = DispatchQueue(label: "starpunk.blocking", attributes: .concurrent)

    /// Does the work and waits for it, without holding a thread of the tasks. It goes on to its end when the task is
    /// cancelled.
    ///
    /// - Throws: what the work throws.
    static func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: Result(catching: work)) }
        }
        return try result.get()
    }

    /// Starts work that nobody waits for.
    static func start(_ work: @escaping @Sendable () -> Void) {
        queue.async(execute: work)
    }
}
