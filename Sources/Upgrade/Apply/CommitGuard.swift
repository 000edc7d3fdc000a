import GRDB

/// Refuses every commit until the upgrade has been verified: no step may end the one transaction by itself.
final class CommitGuard: TransactionObserver {
    private var isOpen = false

    /// From here on, a commit goes through.
    func open() {
        isOpen = true
    }

    func databaseWillCommit() throws {
        if !isOpen { throw PrematureCommit() }
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}
}

/// A step tried to commit.
struct PrematureCommit: Error, CustomStringConvertible {
    var description: String { "a step tried to commit before the upgrade was verified" }
}
