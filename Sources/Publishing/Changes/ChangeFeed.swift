package import GRDB
import Synchronization

/// Tells a process what has been changed since it last asked, whoever changed it: this process, another server on the
/// same data folder, or a command.
package final class ChangeFeed: Sendable {
    private struct State {
        /// The newest change that was told.
        var lastID: Int64?
        /// What the counter said before the last look.
        var seen: UInt64?
    }

    private let reader: any DatabaseReader
    private let commits: CommitCounter?
    private let state = Mutex(State())

    /// The changes of a database.
    ///
    /// - Parameters:
    ///   - reader: the database.
    ///   - path: its file, whose log is watched; without one that can be, the database is asked each time.
    package init(reader: any DatabaseReader, path: String) {
        self.reader = reader
        commits = CommitCounter(path: path)
    }

    /// Whether nothing has been committed since the last look; at once.
    package var isUpToDate: Bool {
        guard let commits else { return false }
        let value = commits.value
        return state.withLock { $0.seen == value }
    }

    /// Learns what has been changed.
    ///
    /// - Parameter forget: drops what is old; called before anybody can take this process for up to date.
    /// - Throws: what the database says.
    package func catchUp(_ forget: (Set<SiteChange>) -> Void) async throws {
        guard !isUpToDate else { return }
        // Read before the look, so that a commit in between makes for another look.
        let value = commits?.value
        let lastID = state.withLock { $0.lastID }
        let (changes, newest) = try await reader.read { db -> (Set<SiteChange>, Int64) in
            guard let lastID else { return ([], try SiteChanges.newest(in: db)) }
            return try SiteChanges.since(lastID, in: db)
        }
        // What was made before the first look may be from before a change that it skipped.
        if lastID == nil { forget([.everything]) } else if !changes.isEmpty { forget(changes) }
        state.withLock { state in
            state.lastID = max(newest, state.lastID ?? 0)
            state.seen = value
        }
    }
}
