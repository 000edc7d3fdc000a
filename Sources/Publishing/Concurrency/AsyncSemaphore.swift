import Synchronization

/// A number of permits, given in the order in which they were asked for.
///
/// It keeps many tasks at once from taking the memory of all of them at once, and holds no thread while they wait.
package final class AsyncSemaphore: Sendable {
    private struct State {
        var free: Int
        var nextID = 0
        /// Those who asked and were not queued yet.
        var arriving: Set<Int> = []
        var waiting: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []
    }

    private let state: Mutex<State>

    /// As many permits.
    package init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    /// How many tasks wait for one.
    package var waiting: Int { state.withLock { $0.waiting.count } }

    /// Runs the body while holding a permit.
    ///
    /// - Throws: what the body throws, or `CancellationError` when the task is cancelled while it waits.
    package func withPermit<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await acquire()
        defer { release() }
        return try await body()
    }

    private func acquire() async throws {
        let id = state.withLock { state in
            state.nextID += 1
            state.arriving.insert(state.nextID)
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    // Gone when the task was cancelled before it came here.
                    guard state.arriving.remove(id) != nil else { return .failure(CancellationError()) }
                    guard state.free > 0 else {
                        state.waiting.append((id, continuation))
                        return nil
                    }
                    state.free -= 1
                    return .success(())
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.arriving.remove(id)
                return state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).continuation }
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    private func release() {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.free += 1
                return nil as CheckedContinuation<Void, any Error>?
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume()
    }
}
