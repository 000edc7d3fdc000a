package import Foundation
package import Logging

/// What a running site does on its own, now and then: it looks for files that were edited or moved by hand, for uploads that no
/// post has come to show, and for sessions and codes that have ended.
package struct Housekeeping: Sendable {
    private let publisher: Publisher
    private let access: AccessSweep
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let isRecovered: Bool

    /// How often it looks for edited files.
    static let interval = Duration.seconds(60)
    /// How many of these rounds go by between two looks at the uploads.
    static let roundsBetweenSweeps = 24 * 60
    /// How many go by before each look at what has ended: right after an upgrade, all is as that left it.
    static let roundsBetweenAccessSweeps = 60
    /// How many go by between two looks for files that are not where they were.
    static let roundsBetweenSearches = 10

    /// The housekeeping of a site.
    ///
    /// - Parameters:
    ///   - publisher: the writer of the site.
    ///   - isRecovered: false when it could not finish what a stop had interrupted; that is tried again then.
    ///   - access: removes sessions and codes that have ended.
    ///   - logger: where it says what it has done.
    ///   - now: the clock.
    package init(
        publisher: Publisher,
        isRecovered: Bool,
        access: AccessSweep,
        logger: Logger,
        now: @escaping @Sendable () -> Date
    ) {
        self.isRecovered = isRecovered
        self.publisher = publisher
        self.access = access
        self.logger = logger
        self.now = now
    }

    /// Works until it is cancelled. Where the database is open for reading alone there is nothing to do but to wait for a disk
    /// that can be written to.
    ///
    /// - Throws: `UpgradeError` when the program is to be started again, since that disk is there.
    package func run() async throws {
        do { try await publisher.awaitWritableDisk() } catch is CancellationError { return }
        async let settling: Void = publisher.settleWhenQuiet()
        await makeRounds()
        await settling
    }

    private func makeRounds() async {
        var seen = SeenFiles()
        var isRecovered = isRecovered
        for round in 0... {
            let start = now()
            if !isRecovered, round > 0 {
                await attempt {
                    try await BlockingWork.run { [publisher] in try publisher.recover() }
                    isRecovered = true
                }
            }
            await attempt { try await publisher.settle() }
            await attempt {
                for slug in try await publisher.pickUpHandEdits(since: &seen) {
                    logger.info("picked up an edit by hand", metadata: ["slug": "\(slug)"])
                }
            }
            if round % Self.roundsBetweenSearches == 0 {
                await attempt {
                    for slug in try await publisher.pickUpMovedFiles() {
                        logger.info("found a file that was moved", metadata: ["slug": "\(slug)"])
                    }
                }
            }
            if (round + 1) % Self.roundsBetweenAccessSweeps == 0 { await attempt { try await access.run(at: start) } }
            if round % Self.roundsBetweenSweeps == 0 {
                await attempt {
                    let oldest = start.addingTimeInterval(-Publisher.graceForUnusedMedia)
                    for path in try await publisher.sweepMedia(unusedBefore: oldest) {
                        logger.info("removed an upload that nothing shows", metadata: ["path": "\(path)"])
                    }
                }
            }
            do { try await Task.sleep(for: Self.interval) } catch { return }
        }
    }

    private func attempt(_ work: () async throws -> Void) async {
        do {
            try await work()
        } catch is CancellationError {
        } catch {
            logger.warning("housekeeping: \(error)")
        }
    }
}
