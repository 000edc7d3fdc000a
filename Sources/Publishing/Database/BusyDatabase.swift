import GRDB

/// Another program holds the database, and has not let go of it in the time that was waited
/// (https://www.sqlite.org/rescode.html#busy).
package struct BusyDatabase: Error, Equatable {
    /// Seconds after which it may be tried again.
    package static let retryAfter = 5

    /// What an error says about it; nil for one that says nothing.
    package init?(_ error: any Error) {
        switch error {
        case let busy as BusyDatabase: self = busy
        case let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode): self.init()
        default: return nil
        }
    }

    private init() {}
}

extension BusyDatabase: CustomStringConvertible {
    /// The failure in a sentence.
    package var description: String { "Another program holds the database." }
}
