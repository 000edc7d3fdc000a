import Foundation
import GRDB

/// A look at a database that changes nothing about it: neither a byte of its file, nor its journal mode.
public struct DatabaseInspection: Sendable {
    /// How close a look to take.
    public enum Depth: Sendable {
        /// The schema and the ledger; its cost does not grow with the content.
        case shape
        /// Also SQLite's `quick_check`, which reads every page.
        case quickCheck
        /// Also SQLite's `integrity_check`, which compares indexes with their tables.
        case integrityCheck
    }

    public let state: DatabaseState
    /// Names of the migrations that are not in force, in order.
    public let pending: [String]
    /// In words, how the schema departs from the golden one.
    public let differences: [String]
    /// In words, what an operator has added to the schema.
    public let additions: [String]
    /// Names in the ledger, in order.
    public let ledger: [String]
    /// Ledger names that cannot be placed.
    public let oddLedgerNames: [String]
    /// Fingerprint of the part of the schema that is ours, nil without one.
    public let fingerprint: SchemaFingerprint?
    public let journalMode: String?
    /// Rows by table.
    public let counts: [String: Int]
    /// Why the state is what it is, where the name does not say enough.
    public let problem: String?
    /// False while old pages of an upgrade may still lie in the log or in free space.
    public let isSettled: Bool

    init(
        state: DatabaseState,
        pending: [String] = [],
        problem: String? = nil,
        schema: (live: SchemaSnapshot, history: SchemaHistory)? = nil,
        ledger: [String] = [],
        journalMode: String? = nil,
        counts: [String: Int] = [:],
        isSettled: Bool = true
    ) {
        self.state = state
        self.pending = pending
        self.problem = problem
        self.ledger = ledger
        self.journalMode = journalMode
        self.counts = counts
        self.isSettled = isSettled
        differences = schema.map { $0.history.differences(in: $0.live).map(\.description) } ?? []
        additions = schema.map { $0.history.additions(in: $0.live, with: ledger) } ?? []
        fingerprint = schema.map { SchemaFingerprint($0.live.projected(on: $0.history.golden)) }
        oddLedgerNames = schema.map { $0.history.oddNames(in: ledger) } ?? []
    }
}

extension SchemaHistory {
    /// Inspects a database file. To be called while this process has no connection to it.
    ///
    /// - Throws: `UpgradeError` of kind `inputOutput` when it cannot even be looked at.
    public func inspect(
        _ file: DatabaseFile,
        depth: DatabaseInspection.Depth = .quickCheck
    ) throws -> DatabaseInspection {
        do {
            switch try DatabaseHeader(of: file) {
            case .missing:
                return DatabaseInspection(state: .missing, pending: migrations.map(\.name))
            case .empty where DatabaseFile.size(of: file.writeAheadLog) ?? 0 == 0:
                return DatabaseInspection(state: .empty, pending: migrations.map(\.name))
            case .notSQLite:
                return DatabaseInspection(state: .foreign, problem: "it is not an SQLite database")
            case .truncated(let expected, let found):
                let problem = "it is cut off: \(found) bytes of \(expected)"
                return DatabaseInspection(state: .corrupt, problem: problem)
            case .empty, .plausible:
                return try ReadOnlyDatabase.read(file) { db in
                    try inspect(db, depth: depth)
                }
            }
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_CORRUPT:
                return DatabaseInspection(state: .corrupt, problem: error.message ?? "SQLite cannot read it")
            case .SQLITE_NOTADB:
                return DatabaseInspection(state: .foreign, problem: "it is not an SQLite database")
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                return DatabaseInspection(state: .busy, problem: "another process is writing to it")
            default:
                throw UpgradeError.reading(
                    error,
                    activity: "while looking at it",
                    path: file.path,
                    retry: "\(program) db status"
                )
            }
        } catch {
            throw UpgradeError.reading(
                error,
                activity: "while looking at it",
                path: file.path,
                retry: "\(program) db status"
            )
        }
    }

    /// Inspects through an open connection, within one read transaction or write transaction of the caller's.
    func inspect(_ db: Database, depth: DatabaseInspection.Depth) throws -> DatabaseInspection {
        let live = try SchemaSnapshot(reading: db)
        let ledger = try Self.readLedger(db, in: live)
        let journalMode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        if let damage = try Self.damage(in: db, depth: depth) {
            return DatabaseInspection(state: .corrupt, problem: damage, journalMode: journalMode)
        }
        let isSettled = try Settlement.isDone(in: db, applicationID: applicationID)
        func found(_ state: DatabaseState, pending: [String] = [], problem: String? = nil) throws -> DatabaseInspection
        {
            DatabaseInspection(
                state: state,
                pending: pending,
                problem: problem,
                schema: (live, self),
                ledger: ledger,
                journalMode: journalMode,
                counts: try depth == .shape ? [:] : Self.countRows(of: live, in: db),
                isSettled: isSettled
            )
        }
        guard isOurs(live) else {
            if ledger.contains(where: names.contains) {
                return try found(.drifted, problem: "its table \(identity.table) is gone, or no longer what it was")
            }
            let isUnused = live.tables.keys.allSatisfy { $0.hasPrefix("_litestream_") } && live.objects.isEmpty
            return try isUnused
                ? found(.empty, pending: migrations.map(\.name))
                : found(
                    .foreign,
                    problem: "it holds the tables of another program (\(live.tableNames.joined(separator: ", ")))"
                )
        }
        let newer = newerNames(in: ledger)
        guard newer.isEmpty else {
            return try found(
                .ahead,
                problem: "its ledger names \(newer.joined(separator: ", ")), which this program does not know"
            )
        }
        do {
            let plan = try MigrationPlan(bringing: live, with: ledger, to: self, in: db)
            return try found(state(of: plan, live: live, ledger: ledger), pending: plan.pending)
        } catch let error as UpgradeError where error.kind == .notOurs {
            return try found(.drifted, problem: error.found)
        }
    }

    private func isOurs(_ live: SchemaSnapshot) -> Bool {
        live.hasTable(identity.table, withColumns: identity.columns)
    }

    /// `behind` when the ledger tells the truth about the shape, `adoptable` when it does not.
    private func state(of plan: MigrationPlan, live: SchemaSnapshot, ledger: [String]) -> DatabaseState {
        if plan.pending.isEmpty { return .current }
        let broken = Set(differences(in: live).compactMap { owner(of: $0.object) })
        let recorded = Set(ledger)
        // What a retired migration took away was recorded in good faith.
        let retired =
            names.allSatisfy(recorded.contains)
            ? nil : ledger.compactMap(Migration.number).filter(retiredNumbers.contains).max()
        let claimsTooMuch = broken.intersection(recorded).contains { (Migration.number(of: $0) ?? 0) > (retired ?? -1) }
        let numbered = names.filter { (Migration.number(of: $0) ?? 0) > 0 }
        let firstUnrecorded = numbered.firstIndex { !recorded.contains($0) } ?? numbered.endIndex
        let claimsTooLittle = numbered[firstUnrecorded...].contains { !broken.contains($0) && defines(shapeOf: $0) }
        return ledger.isEmpty || claimsTooMuch || claimsTooLittle ? .adoptable : .behind
    }

    static func readLedger(_ db: Database, in live: SchemaSnapshot) throws -> [String] {
        guard live.hasTable(ledger.table, withColumns: [ledger.column]) else { return [] }
        return try String.fetchAll(
            db,
            sql: "SELECT \(ledger.column) FROM \(ledger.table) WHERE \(ledger.column) IS NOT NULL ORDER BY 1"
        )
    }

    private static func damage(in db: Database, depth: DatabaseInspection.Depth) throws -> String? {
        let pragma: String
        switch depth {
        case .shape: return nil
        case .quickCheck: pragma = "quick_check"
        case .integrityCheck: pragma = "integrity_check"
        }
        let findings = try String.fetchAll(db, sql: "PRAGMA \(pragma)(20)")
        return IntegrityFinding.damage(in: findings).first
    }

    private static func countRows(of live: SchemaSnapshot, in db: Database) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for table in live.tables.values {
            counts[table.name] = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table.name.quotedAsSQLIdentifier)")
        }
        return counts
    }
}

/// The lines that SQLite's checks print.
enum IntegrityFinding {
    /// What is damage: every line but `ok` and those on rows that break a constraint of the schema.
    static func damage(in findings: [String]) -> [String] {
        findings.filter { line in
            line != "ok" && !line.hasPrefix("NULL value in ") && !line.hasPrefix("CHECK constraint failed in ")
        }
    }
}
