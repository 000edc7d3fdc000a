public import GRDB

/// One entry in the history of a schema.
///
/// Its SQL is the only place where its objects are defined: a new database runs it as it stands, and the shape that it
/// leaves behind is what every older database is brought to. An older database never runs it blindly; see `MigrationPlan`.
public struct Migration: Sendable {
    /// The name in the ledger, which starts with a number: `002_secure_tokens_and_authorization_codes.sql`.
    public let name: String
    /// DDL, run on an empty database after all earlier migrations. Without `IF NOT EXISTS`: a surprise must show.
    public let sql: String
    /// Work on content that the shape alone does not tell, run whenever this migration is pending.
    public let dataSteps: [DataStep]
    /// False for the schema that the history begins with, which no ledger names.
    public let isRecorded: Bool

    public init(name: String, sql: String, dataSteps: [DataStep] = [], isRecorded: Bool = true) {
        self.name = name
        self.sql = sql
        self.dataSteps = dataSteps
        self.isRecorded = isRecorded
    }

    /// The number at the start of a ledger name, nil when there is none.
    static func number(of name: String) -> Int? {
        Int(name.prefix { $0.isASCII && $0.isNumber })
    }
}

/// Work on content within an upgrade. It must be right when run again on its own result, and large work is to be done in
/// batches with a savepoint each.
public struct DataStep: Sendable {
    /// Two steps of the same name in one plan run once.
    public let name: String
    /// The columns that it may change, by table. Everything else is held to its content from before.
    public let changes: [String: Set<String>]
    let run: @Sendable (Database, DataStepContext) throws -> Void

    public init(
        name: String,
        changes: [String: Set<String>] = [:],
        run: @escaping @Sendable (Database, DataStepContext) throws -> Void
    ) {
        self.name = name
        self.changes = changes
        self.run = run
    }
}

/// What a data step is told.
public struct DataStepContext: Sendable {
    /// True on the rehearsal's copy, which is thrown away: what can be rebuilt at any time need not be built there.
    public let isRehearsal: Bool
    /// To be called now and then with the rows done and the rows there are.
    public let progress: @Sendable (_ done: Int, _ total: Int) -> Void
}

/// How the rows of an older shape of a table enter its present shape.
///
/// Columns of the same name are carried over by themselves, and so are columns that only the old table has. A conversion
/// says what is beyond that. Expressions are SQL over a row of the old table; `sha256_hex(X)` is at their disposal.
public struct TableConversion: Sendable {
    /// A value for a column, computed from other columns.
    public struct Source: Sendable {
        let expression: String
        let requiredColumns: [String]

        public init(_ expression: String, from requiredColumns: [String] = []) {
            self.expression = expression
            self.requiredColumns = requiredColumns
        }
    }

    public let table: String
    /// Columns of the old shape that held secrets in clear text. A table that has one of them has the old shape, whatever
    /// other columns it has; the columns are not carried over and their bytes are erased.
    public let secrets: [String]
    /// Values that take the place of a column's own, by column: the first source whose columns are all there counts.
    public let replacements: [String: [Source]]
    /// Values for a column that the old table does not have.
    public let fallbacks: [String: [Source]]
    /// Rows whose secret makes them unfit for the present shape: an SQL condition over a row that still has its secrets.
    /// The first condition whose columns are all there counts; none of them without a secret column.
    public let discarded: [Source]
    /// Rows that say nothing, such as repetitions: an SQL condition over any row.
    public let redundant: String?
    /// Names under which an interrupted rebuild by another program may have left this table's rows.
    public let leftovers: [String]

    public init(
        table: String,
        secrets: [String] = [],
        replacements: [String: [Source]] = [:],
        fallbacks: [String: [Source]] = [:],
        discarded: [Source] = [],
        redundant: String? = nil,
        leftovers: [String] = []
    ) {
        self.table = table
        self.secrets = secrets
        self.replacements = replacements
        self.fallbacks = fallbacks
        self.discarded = discarded
        self.redundant = redundant
        self.leftovers = leftovers
    }

    func secrets(in live: TableShape) -> [String] { secrets.filter { live.column($0) != nil } }
}
