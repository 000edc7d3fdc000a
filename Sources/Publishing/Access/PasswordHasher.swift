import Dispatch
import Synchronization

/// Hashes passwords one after the other on a thread of its own: two at once would take twice the memory, and on the
/// cooperative threads they would stop the whole site meanwhile.
package final class PasswordHasher: Sendable {
    /// Too many wait already. To be answered as a refused attempt, with the advice to come again.
    package struct Busy: Error {}

    /// How many may wait; the last of them does so for some seconds.
    package static let places = 8

    let cost: PasswordHash.Cost
    private let queue = DispatchQueue(label: "starpunk.passwords")
    private let waiting = Mutex(0)

    /// A hasher whose new hashes have this cost.
    package init(cost: PasswordHash.Cost = .standard) {
        self.cost = cost
    }

    /// The hash of a password.
    ///
    /// - Throws: ``Busy``, or `CryptoKitError` when there is not the memory for it.
    func hash(_ password: String, salt: [UInt8]) async throws -> PasswordHash {
        try await perform { [cost] in try PasswordHash(of: password, salt: salt, cost: cost) }
    }

    /// Whether a hash is that of a password.
    ///
    /// - Throws: as ``hash(_:salt:)``.
    func verify(_ password: String, against hash: PasswordHash) async throws -> Bool {
        try await perform { try hash.matches(password) }
    }

    private func perform<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        let isFull = waiting.withLock { count in
            guard count < Self.places else { return true }
            count += 1
            return false
        }
        if isFull { throw Busy() }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
