import GRDB
package import Upgrade

/// The outcome of `db verify`.
package struct VerificationResult: Sendable, Encodable {
    package let state: DatabaseState
    /// What is wrong, one sentence each.
    package let failures: [String]
    /// What deserves a look and harms nothing.
    package let warnings: [String]
    /// The error to end with, nil when all is well.
    package let refusal: UpgradeError?

    package var isWhole: Bool { refusal == nil }

    enum CodingKeys: String, CodingKey {
        case state, failures, warnings, whole
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state.rawValue, forKey: .state)
        try container.encode(failures, forKey: .failures)
        try container.encode(warnings, forKey: .warnings)
        try container.encode(isWhole, forKey: .whole)
    }
}

extension DataFolder {
    /// Compares the schema with the golden one, checks pages, keys, indexes and the search index, and every note's file.
    package func verify() throws -> VerificationResult {
        let inspection = try inspect(.integrityCheck)
        if let refusal = history.refusal(of: inspection, file: database) {
            return VerificationResult(
                state: inspection.state,
                failures: [inspection.problem ?? refusal.found],
                warnings: [],
                refusal: refusal
            )
        }
        guard inspection.state == .current else { return unfinished(inspection) }

        var damage = try history.internalDamage(of: database)
        var warnings = inspection.additions.map { "added by hand: \($0)" }
        let orphans = try history.read(database) { db in
            try Row.fetchAll(db, sql: "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1")
        }
        let index = damage.isEmpty ? SearchIndex(notes: NoteFolder(dataPath: path)) : nil
        let (inventory, stale) = try compare(with: index)
        if !inspection.isSettled {
            warnings.append(
                "old pages of the upgrade may still hold clear text: restart the server, or run starpunk db upgrade, when nobody else reads the database"
            )
        }
        warnings += orphans.map { "\($0[1] as Int) rows of \($0[0] as String) refer to rows that are gone" }
        if !stale.isEmpty { damage.append("the search index is wrong about \(stale.count) notes") }
        let (missing, unreadable) = (inventory.withoutFile, inventory.unreadable)
        var kept = inventory
        (kept.withoutFile, kept.unreadable) = ([], [])
        warnings += kept.findings
        if let changes = try unfinishedChanges() {
            warnings.append("\(changes.description): the next start of the server, or its next change, finishes that")
        }
        if !missing.isEmpty {
            damage.append("\(missing.count) notes have no file, such as \(missing[0].file)")
        }
        if !unreadable.isEmpty {
            damage.append("\(unreadable.count) notes have files that cannot be read, such as \(unreadable[0].file)")
        }
        let refusal = damage.isEmpty ? nil : refusal(damage, inventory)
        return VerificationResult(state: inspection.state, failures: damage, warnings: warnings, refusal: refusal)
    }

    /// The search index is mended from the files, files from a copy of them or by the right to read them, anything else
    /// from a backup.
    private func refusal(_ damage: [String], _ inventory: NoteInventory) -> UpgradeError {
        let isIndexAlone = damage.allSatisfy { $0.hasPrefix("the search index") }
        let mend =
            if !inventory.withoutFile.isEmpty {
                "bring the files back from a copy of \(path)/notes, then: starpunk db verify"
            } else if !inventory.unreadable.isEmpty {
                "\(NoteInventory.mendOfUnreadable), then: starpunk db verify"
            } else if isIndexAlone {
                "starpunk notes reindex"
            } else {
                "starpunk backup list, then starpunk backup restore FILE"
            }
        return UpgradeError(.damaged, "The site is not whole: \(damage.joined(separator: "; ")).", next: mend)
    }

    /// A database whose ledger is complete has drifted; one whose ledger is not has an upgrade before it.
    private func unfinished(_ inspection: DatabaseInspection) -> VerificationResult {
        let isRecorded = Set(history.names).isSubset(of: inspection.ledger)
        let failures = inspection.differences.isEmpty ? ["the database is \(inspection.state)"] : inspection.differences
        let refusal = UpgradeError(
            isRecorded ? .notOurs : .pending,
            isRecorded
                ? "The schema has drifted: \(inspection.differences.joined(separator: "; "))."
                : "The schema is not the newest: an upgrade is pending (\(inspection.pending.joined(separator: ", "))).",
            next: isRecorded ? "starpunk db upgrade puts back what is missing, after a backup." : "starpunk db upgrade"
        )
        return VerificationResult(state: inspection.state, failures: failures, warnings: [], refusal: refusal)
    }
}
