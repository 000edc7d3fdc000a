import GRDB
import GRDBSQLite

/// Why nothing more was done: what was found, what that means for the data, and what to type next.
public struct UpgradeError: Error, Sendable, CustomStringConvertible {
    /// The classes of failure; the raw value is the exit code of the command that meets one.
    public enum Kind: Int32, Sendable, CaseIterable {
        case internalFailure = 1
        case pending = 2
        case notOurs = 3
        case ahead = 4
        case rowsInTheWay = 5
        case busy = 6
        case inputOutput = 7
        case damaged = 8
        case verificationFailed = 9
    }

    public let kind: Kind
    /// One sentence or more on what was found.
    public let found: String
    /// What was changed, most often nothing.
    public let outcome: String
    /// The next command to type, or the next thing to do.
    public let next: String

    public static let nothingChanged = "Nothing was changed."

    public init(_ kind: Kind, _ found: String, outcome: String = Self.nothingChanged, next: String) {
        self.kind = kind
        self.found = found
        self.outcome = outcome
        self.next = next
    }

    /// The same failure, where the upgrade had been committed before it.
    func afterCommit(backup: String?) -> UpgradeError {
        let outcome =
            "The upgrade was committed and verified before that" + (backup.map { "; the backup is \($0)." } ?? ".")
        return UpgradeError(kind, found, outcome: outcome, next: next)
    }

    public var description: String { "E\(kind.rawValue) \(found)\n\(outcome)\nNext: \(next)" }
}

extension UpgradeError {
    /// Reads a failure of SQLite or of the system as one of ours: it happened at an `activity` ("while backing up") with the
    /// file at `path`, and `retry` is the command to type once its cause is out of the way.
    static func reading(
        _ error: any Error,
        activity: String,
        path: String,
        retry: String,
        outcome: String = nothingChanged
    ) -> Self {
        if let error = error as? UpgradeError { return error }
        if let error = error as? SystemCallError {
            return UpgradeError(
                .inputOutput,
                "\(error) (\(activity)).",
                outcome: outcome,
                next: "\(error.advice), then: \(retry)"
            )
        }
        guard let error = error as? DatabaseError else {
            return UpgradeError(
                .internalFailure,
                "Something unforeseen happened \(activity): \(error).",
                outcome: outcome,
                next: "report this message as a fault."
            )
        }
        // The interface for backups reports its failures elsewhere than the message is looked for.
        let words = error.message == "not an error" ? nil : error.message
        let reason = words ?? String(cString: sqlite3_errstr(error.extendedResultCode.rawValue))
        let message = "SQLite reports “\(reason)” \(activity) (\(path))."
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            return UpgradeError(
                .busy,
                message,
                outcome: outcome,
                next: "stop the program that holds the database, then: \(retry)"
            )
        case .SQLITE_FULL:
            return UpgradeError(.inputOutput, message, outcome: outcome, next: "free space on the disk, then: \(retry)")
        case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_NOMEM,
            .SQLITE_NOLFS:
            return UpgradeError(
                .inputOutput,
                message,
                outcome: outcome,
                next: "check the disk, the owner and the permissions of the file and its folder, then: \(retry)"
            )
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return UpgradeError(
                .damaged,
                message,
                outcome: outcome,
                next: "\(retry.prefix { $0 != " " }) backup list, then backup restore FILE"
            )
        case .SQLITE_CONSTRAINT:
            return UpgradeError(
                .rowsInTheWay,
                message,
                outcome: outcome,
                next: "mend the rows that the message names, then: \(retry)"
            )
        default:
            return UpgradeError(.internalFailure, message, outcome: outcome, next: "report this message as a fault.")
        }
    }
}
