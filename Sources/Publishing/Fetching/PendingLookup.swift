import Synchronization

/// The one answer to a look-up, whoever gives it first: the system, or the cancelled task.
final class PendingLookup: Sendable {
    typealias Outcome = Result<[IPAddress], any Error>

    private enum State {
        case new
        case waiting(CheckedContinuation<[IPAddress], any Error>)
        case finished(Outcome)
    }

    private let state = Mutex<State>(.new)

    /// Resumes the continuation when there is an answer; at once if there is one already.
    func wait(_ continuation: CheckedContinuation<[IPAddress], any Error>) {
        let outcome: Outcome? = state.withLock { state in
            if case .finished(let outcome) = state { return outcome }
            state = .waiting(continuation)
            return nil
        }
        if let outcome { continuation.resume(with: outcome) }
    }

    /// Gives the answer; a second one is dropped.
    func finish(_ outcome: Outcome) {
        let continuation: CheckedContinuation<[IPAddress], any Error>? = state.withLock { state in
            switch state {
            case .finished: return nil
            case .new:
                state = .finished(outcome)
                return nil
            case .waiting(let continuation):
                state = .finished(outcome)
                return continuation
            }
        }
        continuation?.resume(with: outcome)
    }
}
