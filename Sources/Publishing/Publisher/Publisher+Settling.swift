import Foundation
import Logging
import Synchronization

extension Publisher {
    /// Forgets the changes whose files are in place, and puts those in place that are not: so a backup holds none of them,
    /// unless others are made meanwhile.
    ///
    /// - Throws: what the database says.
    package func settle() async throws {
        for _ in 0..<Self.roundsToSettle where !fileChanges.withLock(\.isEmpty) {
            await fileChanges.withLock(\.sync)?.finished()
            try await change { _, _ in }
        }
    }

    /// As ``settle()``, when the site closes.
    ///
    /// - Throws: what the database says.
    package func close() throws {
        for _ in 0..<Self.roundsToSettle where !fileChanges.withLock(\.isEmpty) {
            try? fileChanges.withLock(\.sync)?.wait()
            try changeNow { _, _ in }
        }
    }

    /// Settles a moment after the last change, again and again until it is cancelled: whoever starts after this process
    /// was killed, or beside it, finds nothing to recover, and takes no file that was edited by hand for one that a change
    /// has left half done.
    package func settleWhenQuiet() async {
        for await _ in unsettled.stream {
            let count = fileChanges.withLock(\.total)
            try? await Task.sleep(for: Self.quiet)
            // Another change was made, of which the stream tells next.
            guard count == fileChanges.withLock(\.total) else { continue }
            do {
                try await settle()
            } catch {
                logger.warning("settling: \(error)")
            }
        }
    }

    /// Changes whose files are being synced, and those that wait for that.
    private static let roundsToSettle = 2

    private static let quiet = Duration.milliseconds(100)
}
