import Foundation
import Synchronization

/// The same thing on many threads at once.
///
/// Tasks would not do: as many as there are processors run at a time, and each test holds one of them while it waits.
enum Many {
    /// Calls a function so many times at once, each with its number.
    ///
    /// - Returns: what the calls gave, by their numbers.
    static func times<Result: Sendable>(
        _ count: Int,
        _ body: @escaping @Sendable (Int) throws -> Result
    ) async throws -> [Result] {
        let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
        return try await withCheckedThrowingContinuation { continuation in
            for number in 0..<count {
                let thread = Thread {
                    let result = Swift.Result { try body(number) }
                    let all = results.withLock { known -> [Int: Swift.Result<Result, any Error>]? in
                        known[number] = result
                        return known.count == count ? known : nil
                    }
                    guard let all else { return }
                    continuation.resume(with: Swift.Result { try (0..<count).compactMap { try all[$0]?.get() } })
                }
                thread.start()
            }
        }
    }
}
