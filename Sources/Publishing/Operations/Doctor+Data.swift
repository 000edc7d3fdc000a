import Foundation
import GRDB
import Upgrade

extension Doctor {
    func checkDatabase() -> ([Finding], DatabaseState?) {
        let inspection: DatabaseInspection
        do {
            inspection = try folder.inspect(.integrityCheck)
        } catch {
            return ([failure("database", error)], nil)
        }
        if let refusal = folder.history.refusal(of: inspection, file: folder.database) {
            return ([Finding(check: "database", failure: refusal)], inspection.state)
        }
        var findings = inspection.oddLedgerNames.map {
            Finding(
                check: "ledger",
                mend: "none is needed",
                warning: "schema_migrations holds \($0), which is not known by that name"
            )
        }
        findings += inspection.additions.map {
            Finding(check: "schema", mend: "none is needed", warning: "added by hand: \($0)")
        }
        if inspection.state == .current, !inspection.isSettled {
            findings.append(
                Finding(
                    check: "database",
                    mend: "stop whatever reads the database, then: starpunk db upgrade",
                    warning: "old pages of the upgrade may still hold tokens in clear text"
                )
            )
        }
        if inspection.pending.isEmpty {
            findings.append(Finding(check: "database", fine: "current, \(inspection.counts["notes"] ?? 0) notes"))
        } else {
            let found = "\(inspection.state), \(inspection.pending.count) migrations pending"
            findings.append(Finding(check: "database", mend: "starpunk db upgrade", warning: found))
        }
        return (findings, inspection.state)
    }

    func checkBackups() -> [Finding] {
        let entries = folder.backups.list()
        var findings: [Finding] = []
        for entry in entries where entry.manifest?.containsClearTextSecrets == true {
            findings.append(
                Finding(
                    check: "backups",
                    mend: "when the upgrade has proved itself: rm \(entry.path) \(entry.path).json",
                    warning: "\(entry.path) holds tokens or sessions in clear text"
                )
            )
        }
        for partial in folder.backups.stalePartials() {
            findings.append(
                Finding(
                    check: "backups",
                    mend: "rm \(partial)",
                    warning: "\(partial) was left by a process that was stopped"
                )
            )
        }
        guard let newest = entries.first else {
            findings.append(Finding(check: "backups", mend: "starpunk backup create", warning: "there are none yet"))
            return findings
        }
        do {
            try folder.backups.verify(newest)
            findings.append(Finding(check: "backups", fine: "\(entries.count), the newest is \(newest.path) and whole"))
        } catch {
            findings.append(failure("backups", error))
        }
        return findings
    }

    func checkNotes() -> [Finding] {
        do {
            var inventory = try folder.inventory(comparingContent: true)
            if inventory.findings.isEmpty { return [Finding(check: "notes", fine: "every note has its file")] }
            let unreadable = inventory.unreadableFinding.map {
                Finding(
                    check: "notes",
                    failure: UpgradeError(.damaged, $0, next: NoteInventory.mendOfUnreadable)
                )
            }
            inventory.unreadable = []
            return [unreadable].compactMap(\.self)
                + inventory.findings.map {
                    Finding(
                        check: "notes",
                        mend: "see docs/upgrading.md, “Rows without files, files without rows”",
                        warning: $0
                    )
                }
        } catch {
            return [failure("notes", error)]
        }
    }

    /// Changes of files that no server has finished, for want of one or because it cannot.
    func checkChanges() -> [Finding] {
        do {
            guard let changes = try folder.unfinishedChanges() else { return [] }
            return [
                Finding(
                    check: "changes",
                    mend: "starpunk serve finishes them; where it runs already, its log says what is in the way",
                    warning: changes.description
                )
            ]
        } catch {
            return [failure("changes", error)]
        }
    }

    func checkMedia() -> [Finding] {
        do {
            let inventory = try folder.history.read(folder.database) { db in
                try MediaInventory(of: db, mediaPath: configuration.mediaPath)
            }
            var findings: [Finding] = []
            if let first = inventory.withoutFile.first {
                findings.append(
                    Finding(
                        check: "media",
                        mend: "bring the files back from a copy of media/",
                        warning: "\(inventory.withoutFile.count) uploads have no file, such as \(first)"
                    )
                )
            }
            if let first = inventory.withoutRow.first {
                findings.append(
                    Finding(
                        check: "media",
                        mend: "none is needed; they are served, and no upload knows them",
                        warning: "\(inventory.withoutRow.count) files in media/ belong to no upload, such as \(first)"
                    )
                )
            }
            return findings.isEmpty ? [Finding(check: "media", fine: "every upload has its file")] : findings
        } catch {
            return [failure("media", error)]
        }
    }

    /// Tables that nobody upgrades and that may hold clear-text tokens: copies that people made by hand.
    func checkLeftovers() -> [Finding] {
        let tables = try? folder.history.read(folder.database) { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT list.name FROM pragma_table_list AS list, pragma_table_xinfo(list.name) AS info
                    WHERE list.schema = 'main' AND list.type = 'table'
                    AND info.name IN ('token', 'session_token')
                    """
            )
        }
        let ours = Set(folder.history.golden.tableNames)
        return (tables ?? []).filter { !ours.contains($0) }.map { table in
            Finding(
                check: "secrets",
                mend:
                    "if it is a copy made by hand, DROP TABLE \"\(table)\" and VACUUM with sqlite3 while the server is stopped",
                warning: "the table \(table) may hold tokens in clear text"
            )
        }
    }

    private func failure(_ check: String, _ error: any Error) -> Finding {
        let error =
            error as? UpgradeError
            ?? UpgradeError(.internalFailure, "\(error)", next: "report this message as a fault.")
        return Finding(check: check, failure: error)
    }
}
