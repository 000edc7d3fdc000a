import GRDB

/// The steps from the schema that a database has to the golden one.
///
/// A plan follows from the shape that is there, object by object, so that it does not matter how far an earlier upgrade
/// came or what its ledger claims: what is right is left alone, what is missing is made by the DDL of its migration, and
/// a table in an older shape is rebuilt with its rows. An empty database runs the migrations as they stand.
public struct MigrationPlan: Sendable {
    /// Ledger names that are not in force: not recorded, or recorded without being true.
    public let pending: [String]
    /// Ledger names to be added.
    let unrecorded: [String]
    let steps: [PlanStep]
    /// What must be the same afterwards.
    let contracts: [TableContract]
    /// Rows that will be left out, by table.
    public let discarded: [String: Int]
    /// True when the live tables hold secrets in clear text.
    public let hasSecrets: Bool
    /// What the operator should know.
    public let warnings: [String]
    /// True for a database without tables of ours, which has nothing to lose.
    let isFresh: Bool

    /// What the steps do, in order, in words.
    public var titles: [String] { steps.map(\.title) }

    /// Plans within a transaction of the caller's; writes nothing.
    ///
    /// - Throws: `UpgradeError` of kind `notOurs` when the schema has drifted beyond what is known.
    init(bringing live: SchemaSnapshot, with ledger: [String], to history: SchemaHistory, in db: Database) throws {
        let recorded = Set(ledger)
        let differences = history.differences(in: live)
        let broken = Set(differences.compactMap { history.owner(of: $0.object) })
        pending = history.migrations.filter { migration in
            broken.contains(migration.name) || (migration.isRecorded && !recorded.contains(migration.name))
        }.map(\.name)
        unrecorded = history.names.filter { !recorded.contains($0) }
        isFresh = live.tables.keys.allSatisfy { history.golden.tables[$0] == nil }
        if isFresh {
            steps = history.migrations.map { PlanStep(migration: $0.name, action: .replay($0)) }
            contracts = live.tables.values.map { TableContract(keeping: $0) }
            (discarded, hasSecrets, warnings) = ([:], false, [])
            return
        }
        var builder = PlanBuilder(history: history, live: live, differences: differences, db: db)
        builder.planRemovals(ledger: ledger)
        try builder.planTables()
        try builder.planObjects()
        builder.planDataSteps(of: pending)
        builder.planWarnings(ledger: ledger)
        // Indexes last: they are made of finished tables in one go, in the pages that the steps before them freed.
        steps = builder.steps.filter { !$0.createsIndex } + builder.steps.filter(\.createsIndex)
        contracts = builder.contracts()
        discarded = builder.discarded
        hasSecrets = builder.hasSecrets
        warnings = builder.warnings
    }
}

/// One step of a plan, applied in a savepoint of its own.
struct PlanStep: Sendable {
    enum Action: Sendable {
        case replay(Migration)
        case createTable(TableShape)
        case addColumns([ColumnShape], to: TableShape)
        case rebuild(TableRebuild)
        case drop(ObjectShape)
        case create(ObjectShape)
        case replace(ObjectShape)
        /// A full-text index in the right shape, whose content may be damaged all the same.
        case mend(ObjectShape)
        case run(DataStep)
    }

    /// The migration that this belongs to.
    let migration: String
    let action: Action
    /// Rows that the step reads and writes.
    var rows = 0

    /// Whether it makes an index that is not there at all.
    var createsIndex: Bool {
        if case .create(let object) = action { object.kind == .index } else { false }
    }

    var title: String {
        switch action {
        case .replay(let migration): "run \(migration.name)"
        case .createTable(let table): "create table \(table.name)"
        case .addColumns(let columns, let table): "add \(table.name).\(columns.map(\.name).joined(separator: ", "))"
        case .rebuild(let rebuild): "rebuild table \(rebuild.wanted.name) (\(rows) rows)"
        case .drop(let object): "drop \(object.kind.rawValue) \(object.name)"
        case .create(let object): "create \(object.kind.rawValue) \(object.name)"
        case .replace(let object): "replace \(object.kind.rawValue) \(object.name)"
        case .mend(let object): "check \(object.kind.rawValue) \(object.name)"
        case .run(let step): step.name
        }
    }
}
