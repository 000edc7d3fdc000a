import Foundation
import Glibc

extension UpgradeRunner {
    /// Stops at every state from which no upgrade leads on.
    func refuse(_ inspection: DatabaseInspection) throws {
        if let refusal = history.refusal(of: inspection, file: file) { throw refusal }
    }

    /// Checks that there is room for the backup and for the log or the rehearsal's copy, whichever is larger, and that the
    /// folder can be written.
    func requireRoom() throws {
        guard access(file.folder, W_OK | X_OK) == 0 else {
            let error = SystemCallError("write to the folder", file.folder)
            throw UpgradeError(.inputOutput, "\(error).", next: "\(error.advice), then: \(history.program) db upgrade")
        }
        if DatabaseFile.size(of: file.path) != nil, access(file.path, W_OK) != 0 {
            let error = SystemCallError("write to", file.path)
            throw UpgradeError(.inputOutput, "\(error).", next: "\(error.advice), then: \(history.program) db upgrade")
        }
        let needed = file.bytes * 25 / 10 + (1 << 20)
        guard let free = DurableFile.freeBytes(at: file.folder), free < needed else { return }
        throw UpgradeError(
            .inputOutput,
            "The upgrade needs \(needed >> 20) MB on the disk of \(file.folder), for the backup and the rehearsal; \(free >> 20) MB are free.",
            next: "free space on the disk, then: \(history.program) db upgrade"
        )
    }
}

extension SchemaHistory {
    /// Why nothing can be done with a database in this state, nil when something can.
    public func refusal(of inspection: DatabaseInspection, file: DatabaseFile) -> UpgradeError? {
        let problem = inspection.problem.map { ": \($0)" } ?? ""
        switch inspection.state {
        case .missing, .empty, .current, .behind, .adoptable:
            return nil
        case .ahead:
            return UpgradeError(
                .ahead,
                "\(file.path) was written by a newer release\(problem).",
                next: "run that newer release, or restore a backup from before it: \(program) backup list"
            )
        case .drifted:
            return UpgradeError(
                .notOurs,
                "\(file.path) is a database of this program whose schema has drifted\(problem).",
                next:
                    "\(program) backup list, then \(program) backup restore FILE with a backup from before the change."
            )
        case .foreign:
            return UpgradeError(
                .notOurs,
                "\(file.path) is not a \(program) database\(problem).",
                next: "correct DATA_PATH or --data-path, then: \(program) db status"
            )
        case .corrupt:
            return UpgradeError(
                .damaged,
                "\(file.path) is damaged\(problem).",
                next:
                    "\(program) backup list, then \(program) backup restore FILE; without a backup, sqlite3 FILE .recover saves what can be saved."
            )
        case .busy:
            return UpgradeError(
                .busy,
                "\(file.path) is held by another process\(problem).",
                next: "stop that process, then: \(program) db upgrade"
            )
        }
    }
}
