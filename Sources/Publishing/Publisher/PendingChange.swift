import GRDB
import Synchronization

/// A change that waits for its transaction, whatever it results in.
protocol Change: AnyObject, Sendable {
    /// The files that it changes. Touched by whoever has the database.
    var files: FileTransaction { get }

    /// Makes the change and keeps its result.
    ///
    /// - Returns: false when it failed and is to be rolled back.
    func run(in db: Database) -> Bool

    /// Takes note that the transaction failed.
    func fail(_ error: any Error)
}

/// A change with a result.
final class PendingChange<Value: Sendable>: Change {
    let files: FileTransaction
    private let body: @Sendable (Database, FileTransaction) throws -> Value
    private let outcome = Mutex<Result<Value, any Error>?>(nil)

    init(in folders: WritableFolders, _ body: @escaping @Sendable (Database, FileTransaction) throws -> Value) {
        files = FileTransaction(in: folders)
        self.body = body
    }

    func run(in db: Database) -> Bool {
        files.reset()
        let result = Result { try body(db, files) }
        outcome.withLock { $0 = result }
        if case .success = result { return true }
        files.reset()
        return false
    }

    func fail(_ error: any Error) {
        // At once: the ids of what was rolled back go to the next change.
        files.reset()
        outcome.withLock { outcome in
            // What failed first is the reason. On a full disk SQLite gives up the transaction by itself, and what comes
            // after that fails because there is none.
            if case .failure = outcome { return }
            outcome = .failure(error)
        }
    }

    /// Whether something has become of it. To be asked by whoever has the database.
    var isOver: Bool { outcome.withLock { $0 != nil } }

    /// What became of it, once its transaction is over.
    func result() throws -> Value {
        guard let outcome = outcome.withLock({ $0 }) else { throw CancellationError() }
        return try outcome.get()
    }
}
