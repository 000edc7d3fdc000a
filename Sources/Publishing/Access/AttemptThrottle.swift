package import Foundation
import Synchronization

/// Slows down whoever tries something again and again, to sign in for example: some attempts are free, then each costs a
/// pause that doubles.
///
/// It lives in memory. Only the operator can restart the server, and writing down each wrong attempt would give anybody
/// on the web a way to make the disk work. What can be guessed at all, the password, costs the more by its hash.
package final class AttemptThrottle: Sendable {
    /// What becomes of an attempt.
    package enum Decision: Sendable, Equatable {
        /// It may be made. It counts as failed until ``AttemptThrottle/succeeded(from:)``, so that a hundred at once are not
        /// all free.
        case allowed
        /// Not before so many whole seconds: status 429 with `Retry-After` (RFC 6585, section 4).
        case refused(retryAfter: Int)
    }

    /// How many attempts are free, and what the others cost.
    package struct Limits: Sendable {
        /// Attempts within ``window`` before the first pause.
        let free: Int
        /// Seconds after which a free attempt is forgotten.
        let window: TimeInterval
        /// Seconds of the first pause.
        let firstPause: TimeInterval
        /// Seconds of the longest.
        let longestPause: TimeInterval

        /// For one address.
        package static let address = Limits(free: 10, window: 900, firstPause: 30, longestPause: 3600)
        /// For codes and tokens at the endpoints of applications: nobody can guess one, so this only keeps the peace. One
        /// address may be that of many applications.
        package static let tokens = Limits(free: 300, window: 60, firstPause: 10, longestPause: 60)
        /// For tickets that somebody sends: each makes this server ask another one.
        package static let tickets = Limits(free: 10, window: 900, firstPause: 60, longestPause: 3600)
        /// For the owner's password, from all addresses together. The pauses are short: others must not be able to keep the
        /// owner out, who can also sign in without it.
        package static let account = Limits(free: 50, window: 900, firstPause: 5, longestPause: 60)
    }

    /// Seconds without an attempt after which all is forgotten.
    static let memory: TimeInterval = 86_400
    /// How many addresses are remembered; the account's own limit holds for who has more.
    package static let capacity = 10_000

    private struct State {
        var addresses: [ClientAddress: Attempts] = [:]
        var account = Attempts()
    }

    private let state = Mutex(State())
    private let limits: Limits
    private let now: @Sendable () -> Date

    /// A throttle that remembers nothing yet.
    ///
    /// - Parameters:
    ///   - limits: what one address may do.
    ///   - now: the clock.
    package init(limits: Limits = .address, now: @escaping @Sendable () -> Date) {
        self.limits = limits
        self.now = now
    }

    /// Asks for an attempt with something that nobody can guess: a login link, a passkey, an answer of a provider.
    package func attempt(from address: ClientAddress) -> Decision {
        let time = now()
        return state.withLock { state in
            state.addresses.makeRoom(for: address.network, at: time)
            return state.addresses[address.network, default: Attempts()].attempt(at: time, limits: limits)
        }
    }

    /// Asks for an attempt with the owner's password, which counts for the address and for the account.
    package func passwordAttempt(from address: ClientAddress) -> Decision {
        let time = now()
        return state.withLock { state in
            state.addresses.makeRoom(for: address.network, at: time)
            let decision = state.addresses[address.network, default: Attempts()].attempt(at: time, limits: limits)
            guard decision == .allowed else { return decision }
            return state.account.attempt(at: time, limits: .account)
        }
    }

    /// Forgets the attempts of an address whose last one was right, and those at the account.
    package func succeeded(from address: ClientAddress) {
        state.withLock { state in
            state.addresses[address.network] = nil
            state.account = Attempts()
        }
    }

    /// How many addresses are remembered.
    package var count: Int { state.withLock { $0.addresses.count } }
}

/// What is remembered of one address, or of the account.
private struct Attempts {
    /// Times of free attempts.
    private var times: [Date] = []
    /// How many pauses there were.
    private var pauses = 0
    /// The end of the present pause.
    private var end: Date?
    /// When the last attempt was allowed.
    private(set) var last = Date.distantPast

    mutating func attempt(at time: Date, limits: AttemptThrottle.Limits) -> AttemptThrottle.Decision {
        if time.timeIntervalSince(last) >= AttemptThrottle.memory { self = Attempts() }
        // A clock that was set back must not make a pause longer than any.
        if let end, time < end, end.timeIntervalSince(time) <= limits.longestPause {
            return .refused(retryAfter: Int(end.timeIntervalSince(time).rounded(.up)))
        }
        last = time
        times.removeAll { time.timeIntervalSince($0) >= limits.window }
        times.append(time)
        if times.count >= (pauses == 0 ? limits.free : 1) {
            let pause = limits.firstPause * pow(2, Double(pauses))
            pauses = min(pauses + 1, 30)
            end = time.addingTimeInterval(min(pause, limits.longestPause))
            times = []
        }
        return .allowed
    }
}

extension [ClientAddress: Attempts] {
    /// Forgets the quarter that has been quiet for the longest, when all places are taken.
    fileprivate mutating func makeRoom(for address: ClientAddress, at time: Date) {
        guard count >= AttemptThrottle.capacity, self[address] == nil else { return }
        let oldest = sorted { $0.value.last < $1.value.last }.prefix(AttemptThrottle.capacity / 4)
        for (address, _) in oldest { self[address] = nil }
    }
}
