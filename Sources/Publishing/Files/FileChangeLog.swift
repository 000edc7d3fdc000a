import Dispatch

/// What a process knows of the rows of ``FileChanges`` that it has written: their files are in place, and on their way to
/// the disk. A row may go when its file is there.
struct FileChangeLog {
    /// How long changes are collected while more of them come, so that the folder of many is synced once, and the disk is
    /// free for what somebody waits for.
    private static let delay = DispatchTimeInterval.milliseconds(500)

    /// The rows whose files are being synced.
    private var syncing: (ids: [Int64], sync: FileSync)?
    /// The rows whose files come next, and what is to be synced for them.
    private var waiting: (ids: [Int64], paths: Set<String>) = ([], [])
    /// True when a file could not be put in place.
    private(set) var hasUnfinished = false
    /// How many rows there have been.
    private(set) var total = 0

    /// What is being synced.
    var sync: FileSync? { syncing?.sync }

    /// Whether there is no row of ours, as far as this process knows.
    var isEmpty: Bool { syncing == nil && waiting.ids.isEmpty && !hasUnfinished }

    /// The first and the last row of ours in the table, but for those of ``onDisk()``, which are about to go; nil for none.
    /// A row of another process, or one that is not done, comes before or after them.
    func rows(except finished: [Int64]) -> ClosedRange<Int64>? {
        let syncing = finished.isEmpty ? self.syncing?.ids ?? [] : []
        guard let first = syncing.first ?? waiting.ids.first, let last = waiting.ids.last ?? syncing.last else {
            return nil
        }
        return first...last
    }

    /// Takes note of changes whose files were put in place.
    ///
    /// - Parameters:
    ///   - ids: their rows.
    ///   - paths: the files and folders that are to be synced for them.
    mutating func add(_ ids: [Int64], unsynced paths: Set<String>) {
        guard !ids.isEmpty else { return }
        total += ids.count
        waiting.ids += ids
        waiting.paths.formUnion(paths)
        if syncing == nil { startSyncing() }
    }

    /// Takes note that a file could not be put in place. Its row stays, for ``FileRecovery``.
    mutating func addUnfinished() { hasUnfinished = true }

    /// The rows whose files are on the disk. Those of files that cannot be synced are none of ours any more.
    mutating func onDisk() -> [Int64] {
        guard let syncing, syncing.sync.isOver else { return [] }
        do {
            try syncing.sync.wait()
            return syncing.ids
        } catch {
            forgetSyncing()
            return []
        }
    }

    /// To be called when the rows of ``onDisk()`` are gone.
    mutating func forgetSyncing() {
        syncing = nil
        if !waiting.ids.isEmpty { startSyncing() }
    }

    /// To be called when the table was emptied by ``FileRecovery``.
    mutating func forgetAll() {
        syncing = nil
        waiting = ([], [])
        hasUnfinished = false
    }

    private mutating func startSyncing() {
        syncing = (waiting.ids, FileSync(waiting.paths, after: Self.delay))
        waiting = ([], [])
    }
}
