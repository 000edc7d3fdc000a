import GRDB

/// A table brought into its wanted shape by the procedure of https://www.sqlite.org/lang_altertable.html#otheralter, with
/// what that procedure leaves to the reader: rowids, the AUTOINCREMENT mark, and the views and triggers of others.
struct TableRebuild: Sendable {
    /// The table as it is.
    let source: TableShape
    /// The table as it should be.
    let wanted: TableShape
    /// Columns of clear text, which are left behind.
    let secrets: [String]
    /// SQL condition over a source row whose secret is left behind with it, nil when there is none.
    let discarded: String?
    /// SQL condition over a source row that says nothing, nil when all do.
    private let redundant: String?
    /// What the new table's columns are filled with, in order.
    let assignments: [Assignment]
    /// Columns that only the old table has.
    private let extraColumns: [ColumnShape]

    struct Assignment: Sendable {
        let column: String
        /// SQL over a source row.
        let expression: String
    }

    /// Finds a value for every column.
    ///
    /// - Throws: `UpgradeError` of kind `notOurs` when a column has no known source and the table has rows.
    init(
        of source: TableShape,
        as wanted: TableShape,
        conversion: TableConversion?,
        program: String,
        in db: Database
    ) throws {
        self.source = source
        self.wanted = wanted
        let secrets = conversion?.secrets(in: source) ?? []
        self.secrets = secrets
        discarded = secrets.isEmpty ? nil : Self.first(of: conversion?.discarded, in: source)
        redundant = conversion?.redundant
        extraColumns = source.storedColumns.filter { column in
            wanted.column(column.name) == nil && !secrets.contains { $0.lowercased() == column.key }
        }

        var assignments: [Assignment] = []
        let isUsed =
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(source.name.quotedAsSQLIdentifier))") ?? false
        for column in wanted.storedColumns {
            if let expression = Self.expression(for: column, from: source, conversion: conversion) {
                assignments.append(Assignment(column: column.name, expression: expression))
            } else if column.isNotNull, !column.hasHarmlessDefault, wanted.rowIDAlias != column.name, isUsed {
                throw Self.drift(
                    program,
                    "the table \(source.name) has no column \(column.name), and nothing is known to fill it with"
                )
            }
        }
        assignments += extraColumns.map { Assignment(column: $0.name, expression: $0.name.quotedAsSQLIdentifier) }
        self.assignments = assignments
        try checkTypes(program: program, in: db)
    }

    /// The rows as they will be, each with the id of the row that it comes from, as a subquery.
    var convertedRows: String {
        let id = hasRowID ? "rowid" : "NULL"
        let list =
            ["\(id) AS \(Self.sourceID)"] + assignments.map { "\($0.expression) AS \($0.column.quotedAsSQLIdentifier)" }
        return "SELECT \(list.joined(separator: ", ")) FROM \(source.name.quotedAsSQLIdentifier)\(condition)"
    }

    /// The name under which converted rows carry their old id.
    static let sourceID = "_upgrade_source_id"

    /// What the rebuilt table must hold: every carried-over and every computed value, under the same row ids.
    func contract(excluding changed: Set<String>) -> TableContract {
        let kept = assignments.filter { !changed.contains($0.column.lowercased()) }
        let key = keepsRowID ? ["rowid"] : []
        return TableContract(
            table: wanted.name,
            before:
                "SELECT \((key + kept.map(\.expression)).joined(separator: ", ")) FROM \(source.name.quotedAsSQLIdentifier)\(condition)",
            after:
                "SELECT \((key + kept.map(\.column.quotedAsSQLIdentifier)).joined(separator: ", ")) FROM \(wanted.name.quotedAsSQLIdentifier)"
        )
    }

    /// Names of the operator's indexes that name a column of clear text.
    func lostIndexes(in live: SchemaSnapshot) -> [String] {
        live.objects.values
            .filter { $0.kind == .index && $0.table == source.name.lowercased() && mentionsSecret($0) }
            .map(\.name).sorted()
    }

    /// Rebuilds within a transaction, with foreign keys off.
    func apply(in db: Database) throws {
        let sequence = try Self.sequence(of: source.name, in: db)
        let dependents = try SchemaSnapshot(reading: db).objects.values
            .filter {
                $0.table == source.name.lowercased() && ($0.kind == .trigger || $0.kind == .index)
                    && !mentionsSecret($0)
            }
        // Those of a leftover name it by a name that is about to go; the golden ones are made later.
        let kept = source.name.lowercased() == wanted.name.lowercased() ? dependents : []
        guard let definition = TableDefinition(sql: wanted.sql) else { throw DatabaseError(resultCode: .SQLITE_SCHEMA) }
        let scratch = "_upgrade_\(wanted.name)"
        // Otherwise the renaming below would look into every view and trigger, and fail on those that name the table
        // while it is away.
        try db.execute(sql: "PRAGMA legacy_alter_table = ON")
        try db.execute(
            sql: definition.createStatement(named: scratch, adding: extraColumns.map(\.definitionForRebuild))
        )
        let columns = (copiesHiddenRowID ? ["rowid"] : []) + assignments.map(\.column.quotedAsSQLIdentifier)
        let values = (copiesHiddenRowID ? ["rowid"] : []) + assignments.map(\.expression)
        try db.execute(
            sql: """
                INSERT INTO \(scratch.quotedAsSQLIdentifier) (\(columns.joined(separator: ", ")))
                SELECT \(values.joined(separator: ", ")) FROM \(source.name.quotedAsSQLIdentifier)\(condition)\(order)
                """
        )
        try db.execute(sql: "DROP TABLE \(source.name.quotedAsSQLIdentifier)")
        try db.execute(
            sql: "ALTER TABLE \(scratch.quotedAsSQLIdentifier) RENAME TO \(wanted.name.quotedAsSQLIdentifier)"
        )
        try db.execute(sql: "PRAGMA legacy_alter_table = OFF")
        for kind in [ObjectShape.Kind.index, .trigger] {
            for object in kept.filter({ $0.kind == kind }).sorted(by: { $0.name < $1.name }) {
                try db.execute(sql: object.sql)
            }
        }
        try Self.raiseSequence(of: wanted.name, to: sequence, in: db)
    }
}

extension TableRebuild {
    /// The rows that are carried over, as a WHERE clause.
    private var condition: String {
        let left = [discarded, redundant].compactMap { $0 }.map { "coalesce(\($0), 0)" }
        return left.isEmpty ? "" : " WHERE NOT (\(left.joined(separator: " OR ")))"
    }

    private static func first(of sources: [TableConversion.Source]?, in source: TableShape) -> String? {
        sources?.first { $0.requiredColumns.allSatisfy { source.column($0) != nil } }?.expression
    }

    private var hasRowID: Bool { !source.isWithoutRowID }

    private var order: String { hasRowID ? " ORDER BY rowid" : "" }

    /// True when a row's id is the same before and after.
    private var keepsRowID: Bool {
        if let alias = wanted.rowIDAlias { return source.rowIDAlias?.lowercased() == alias.lowercased() }
        return copiesHiddenRowID
    }

    private var copiesHiddenRowID: Bool {
        hasRowID && source.rowIDAlias == nil && !wanted.isWithoutRowID && wanted.rowIDAlias == nil
            && wanted.column("rowid") == nil
    }

    private func mentionsSecret(_ object: ObjectShape) -> Bool {
        guard object.kind == .index else { return false }
        let names = Set(SQLToken.all(in: object.sql).compactMap(\.name))
        return secrets.contains { names.contains($0.lowercased()) }
    }

    private static func expression(
        for column: ColumnShape,
        from source: TableShape,
        conversion: TableConversion?
    ) -> String? {
        if let replacement = first(of: conversion?.replacements[column.key], in: source) { return replacement }
        if let own = source.storedColumns.first(where: { $0.key == column.key }) {
            return own.name.quotedAsSQLIdentifier
        }
        return first(of: conversion?.fallbacks[column.key], in: source)
    }

    /// Refuses a column whose values another affinity would change.
    private func checkTypes(program: String, in db: Database) throws {
        for column in wanted.storedColumns {
            guard let found = source.column(column.name), found.affinity != column.affinity else { continue }
            let name = found.name.quotedAsSQLIdentifier
            let changes: String
            switch column.affinity {
            case "TEXT": changes = "typeof(\(name)) IN ('integer', 'real')"
            case "BLOB": changes = "0"
            default:
                changes =
                    "typeof(\(name)) = 'text' AND typeof(\(name) + 0) <> 'text' AND CAST(CAST(\(name) AS NUMERIC) AS TEXT) = \(name)"
            }
            let count =
                try Int.fetchOne(db, sql: "SELECT count(*) FROM \(source.name.quotedAsSQLIdentifier) WHERE \(changes)")
                ?? 0
            if count > 0 {
                throw Self.drift(
                    program,
                    "the column \(source.name).\(found.name) holds \(count) values of another type than \(column.declaredType)"
                )
            }
        }
    }

    static func drift(_ program: String, _ what: String) -> UpgradeError {
        UpgradeError(
            .notOurs,
            what,
            next:
                "\(program) backup restore FILE, with a backup from before the change; \(program) backup list shows them."
        )
    }

    private static func sequence(of table: String, in db: Database) throws -> Int64? {
        guard try db.tableExists("sqlite_sequence") else { return nil }
        return try Int64.fetchOne(
            db,
            sql: "SELECT max(seq) FROM sqlite_sequence WHERE name = ? COLLATE NOCASE",
            arguments: [table]
        )
    }

    /// An id that was given out once is never given out again (https://www.sqlite.org/autoinc.html).
    private static func raiseSequence(of table: String, to mark: Int64?, in db: Database) throws {
        guard let mark, try db.tableExists("sqlite_sequence") else { return }
        let present = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: [table])
        if let present {
            try db.execute(
                sql: "UPDATE sqlite_sequence SET seq = ? WHERE name = ?",
                arguments: [max(present, mark), table]
            )
        } else {
            try db.execute(sql: "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", arguments: [table, mark])
        }
    }
}

extension ColumnShape {
    /// True for a default that rows of old may take: a constant, and not the time of the upgrade.
    fileprivate var hasHarmlessDefault: Bool { defaultValue.map { !$0.hasPrefix("current_") } ?? false }

    /// The operator's own definition, except that it may not stop our inserts nor carry a key of the old table.
    fileprivate var definitionForRebuild: String {
        let isPlain = !SQLToken.all(in: sql).contains {
            $0.isWord("primary") || $0.isWord("unique") || $0.isWord("references")
        }
        guard isPlain, let column = TableDefinition(sql: "CREATE TABLE t (\(sql))")?.columns.first else {
            return "\(name.quotedAsSQLIdentifier) \(declaredType)"
        }
        return isNotNull && defaultValue == nil ? column.sqlAllowingNull : sql
    }
}
