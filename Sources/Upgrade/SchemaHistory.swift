import GRDB

/// All that is known of a program's schema: its migrations, the older shapes of its tables, and how to tell a database
/// of this program from any other.
public struct SchemaHistory: Sendable {
    /// The program's name as typed in a shell, for the advice in messages.
    public let program: String
    public let migrations: [Migration]
    /// Numbers of migrations that other releases recorded and that this history leaves out on purpose.
    public let retiredNumbers: Set<Int>
    /// The table without which a database is not this program's, and columns that it always had.
    public let identity: (table: String, columns: [String])
    /// Written to the database header, https://www.sqlite.org/fileformat2.html#application_id.
    public let applicationID: Int32
    /// The shape that the migrations lead to.
    public let golden: SchemaSnapshot

    let conversions: [String: TableConversion]
    /// Golden tables in the order in which the migrations create them.
    let tableOrder: [String]
    private let owners: [String: String]
    /// By lower-case name, the indexes, triggers and views that a migration took away for good.
    private let retired: [String: (texts: Set<String>, by: String)]

    /// The table of names of applied migrations, and its only column that every release had.
    static let ledger = (table: "schema_migrations", column: "migration_name")

    /// Replays the migrations on a database in memory to learn where they lead.
    ///
    /// - Throws: what SQLite says, when a migration does not run on the result of those before it.
    public init(
        program: String,
        migrations: [Migration],
        conversions: [TableConversion],
        retiredNumbers: Set<Int>,
        identity: (table: String, columns: [String]),
        applicationID: Int32
    ) throws {
        self.program = program
        self.migrations = migrations
        self.conversions = Dictionary(conversions.map { ($0.table.lowercased(), $0) }) { first, _ in first }
        self.retiredNumbers = retiredNumbers
        self.identity = identity
        self.applicationID = applicationID

        var attribution = Attribution()
        let scratch = try DatabaseQueue(configuration: .upgrade())
        golden = try scratch.inDatabase { db in
            for migration in migrations {
                try db.execute(sql: migration.sql)
                try attribution.note(migration.name, in: db)
            }
            return try SchemaSnapshot(reading: db)
        }
        try scratch.close()
        tableOrder = attribution.order.filter { [golden] in golden.tables[$0] != nil }
        owners = attribution.owners
        retired = attribution.removals
    }

    /// The name of the fully upgraded schema.
    public var fingerprint: SchemaFingerprint { SchemaFingerprint(golden) }

    /// The names in the ledger of a fully upgraded database, at least.
    public var names: [String] { migrations.filter(\.isRecorded).map(\.name) }

    /// The migration that a difference belongs to: the one that made the column, or gave the object its last shape.
    func owner(of object: SchemaDifference.Object) -> String? {
        switch object {
        case .table(let table): owners[table.lowercased()]
        case .column(let table, let column):
            owners["\(table).\(column)".lowercased()] ?? owners[table.lowercased()]
        case .object(_, let name): owners[name.lowercased()]
        }
    }

    /// True when some object of the schema has its last shape from this migration.
    func defines(shapeOf migration: String) -> Bool { owners.values.contains(migration) }

    func conversion(of table: String) -> TableConversion? { conversions[table.lowercased()] }

    /// Everything by which a schema departs from the golden one, secrets in clear text included.
    func differences(in live: SchemaSnapshot) -> [SchemaDifference] {
        let secrets = conversions.values.sorted { $0.table < $1.table }.flatMap { conversion in
            guard let table = live.table(conversion.table) else { return [SchemaDifference]() }
            return conversion.secrets(in: table).map { column in
                SchemaDifference(
                    object: .column(table: table.name, column: column),
                    reason: .different("holds secrets in clear text")
                )
            }
        }
        return live.differences(from: golden) + secrets
    }

    /// What is there in a shape of ours, and is taken away by a migration that the ledger does not name; with that migration.
    ///
    /// In another shape, or when the ledger names the migration, it is somebody's own, and so it is when a trigger or view of
    /// theirs names it (`INDEXED BY`).
    func retiredObjects(in live: SchemaSnapshot, with ledger: [String]) -> [(object: ObjectShape, migration: String)] {
        let recorded = Set(ledger)
        let pending = retired.filter { !recorded.contains($0.value.by) }
        guard !pending.isEmpty else { return [] }
        let needed = Set(
            live.objects.filter {
                golden.objects[$0.key] == nil && ($0.value.kind == .trigger || $0.value.kind == .view)
            }
            .flatMap { SQLToken.all(in: $0.value.sql).compactMap(\.name) }
        )
        return pending.compactMap { name, retired in
            guard let object = live.objects[name], retired.texts.contains(object.canonicalSQL), !needed.contains(name)
            else { return nil }
            return (object, retired.by)
        }.sorted { $0.object.name < $1.object.name }
    }

    /// In words, what an operator has added; columns of an older shape do not count, nor do Litestream's own tables.
    func additions(in live: SchemaSnapshot, with ledger: [String]) -> [String] {
        let secrets = conversions.values.flatMap { conversion in
            conversion.secrets.map { "column \(conversion.table).\($0)" }
        }
        let retired = retiredObjects(in: live, with: ledger).map { "\($0.object.kind.rawValue) \($0.object.name)" }
        let ours = Set(secrets + retired)
        return live.additions(to: golden).filter { !ours.contains($0) && !$0.hasPrefix("table _litestream_") }
    }

    /// Ledger names that only a newer program can have written.
    func newerNames(in ledger: [String]) -> [String] {
        let known = Set(names)
        let numbers = Set(names.compactMap(Migration.number)).union(retiredNumbers)
        return ledger.filter { name in
            guard !known.contains(name), let number = Migration.number(of: name) else { return false }
            return !numbers.contains(number)
        }
    }

    /// Ledger names that carry a known number and another text, or no number: somebody's, and not what we know by it.
    func oddNames(in ledger: [String]) -> [String] {
        let newer = Set(newerNames(in: ledger)).union(names)
        return ledger.filter { name in
            guard let number = Migration.number(of: name) else { return true }
            return !newer.contains(name) && !retiredNumbers.contains(number)
        }
    }
}

/// Which migration each object and each column goes back to, noted while the migrations are replayed.
private struct Attribution {
    /// By lower-case name of an object, or `table.column`.
    private(set) var owners: [String: String] = [:]
    /// Objects in the order in which they came.
    private(set) var order: [String] = []
    /// Which indexes, triggers and views are gone: every canonical text that each had, and the migration that took it away.
    var removals: [String: (texts: Set<String>, by: String)] {
        removers.reduce(into: [:]) { $0[$1.key] = (texts[$1.key] ?? [], $1.value) }.filter { !$0.value.texts.isEmpty }
    }
    private var texts: [String: Set<String>] = [:]
    private var removers: [String: String] = [:]
    private var present: [String: String] = [:]

    /// To be called after each migration.
    mutating func note(_ migration: String, in db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT object.name, object.type, object.sql, info.name FROM sqlite_schema AS object
                LEFT JOIN pragma_table_xinfo(object.name) AS info ON object.type = 'table'
                WHERE object.sql IS NOT NULL ORDER BY object.rowid
                """
        )
        let before = present
        present = [:]
        for row in rows {
            let key = (row[0] as String).lowercased()
            let text: String = row[2]
            let isTable = row[1] as String == "table"
            if owners[key] == nil { order.append(key) }
            // A table goes back to whoever created it, anything else to whoever gave it its last shape.
            if isTable ? owners[key] == nil : before[key] != text { owners[key] = migration }
            if !isTable, before[key] != text { texts[key, default: []].insert(SchemaSnapshot.canonicalSQL(of: text)) }
            present[key] = text
            removers[key] = nil
            guard let column: String = row[3] else { continue }
            let columnKey = "\(key).\(column.lowercased())"
            if owners[columnKey] == nil { owners[columnKey] = migration }
        }
        for key in before.keys where present[key] == nil { removers[key] = migration }
    }
}
