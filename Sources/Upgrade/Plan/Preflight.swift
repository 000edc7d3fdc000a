import GRDB

/// Rows that a plan would break on, found before anything is touched.
struct Preflight {
    /// What was found, one sentence each.
    private(set) var findings: [String] = []

    init(of plan: MigrationPlan, golden: SchemaSnapshot, live: SchemaSnapshot, in db: Database) throws {
        for step in plan.steps {
            switch step.action {
            case .rebuild(let rebuild): try check(rebuild, in: db)
            case .create(let object), .replace(let object): try check(object, in: db, live: live, plan: plan)
            default: break
            }
        }
    }

    /// - Throws: `UpgradeError` of kind `rowsInTheWay` if there are any.
    func require(program: String) throws {
        guard !findings.isEmpty else { return }
        throw UpgradeError(
            .rowsInTheWay,
            findings.joined(separator: "\n   "),
            next: "mend these rows with sqlite3, then run \(program) db plan to see that they are gone."
        )
    }

    private mutating func check(_ rebuild: TableRebuild, in db: Database) throws {
        let rows = "(\(rebuild.convertedRows))"
        for column in rebuild.wanted.storedColumns where column.isNotNull {
            guard
                let assignment = rebuild.assignments.first(where: { $0.column == column.name }),
                rebuild.source.column(column.name)?.isNotNull != true
            else { continue }
            try report(
                "\(rebuild.source.name).\(column.name) is NULL",
                where: "\(assignment.column.quotedAsSQLIdentifier) IS NULL",
                in: rows,
                id: TableRebuild.sourceID,
                db: db
            )
        }
        let key = rebuild.wanted.primaryKey
        var uniques = rebuild.wanted.uniques
        if !key.isEmpty, rebuild.wanted.rowIDAlias == nil { uniques.insert(key) }
        for columns in uniques {
            let isGuarded = rebuild.source.uniques.contains(columns) && rebuild.secrets.isEmpty
            if isGuarded { continue }
            try reportDuplicates(of: columns, in: rows, id: TableRebuild.sourceID, named: rebuild.source.name, db: db)
        }
        for check in rebuild.wanted.checks.subtracting(rebuild.source.checks) {
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(rows) WHERE NOT \(check)") ?? 0
            if count > 0 { findings.append("\(count) rows of \(rebuild.source.name) break the constraint \(check).") }
        }
    }

    private mutating func check(
        _ object: ObjectShape,
        in db: Database,
        live: SchemaSnapshot,
        plan: MigrationPlan
    ) throws {
        guard !object.uniqueColumns.isEmpty, live.hasTable(object.table, withColumns: object.uniqueColumns) else {
            return
        }
        try reportDuplicates(
            of: object.uniqueColumns,
            in: object.table.quotedAsSQLIdentifier,
            id: live.table(object.table)?.isWithoutRowID == true ? "'-'" : "rowid",
            named: object.table,
            db: db
        )
    }

    private mutating func report(
        _ what: String,
        where condition: String,
        in rows: String,
        id: String,
        db: Database
    ) throws {
        let ids = try DatabaseValue.fetchAll(db, sql: "SELECT \(id) FROM \(rows) WHERE \(condition) LIMIT 11")
        guard !ids.isEmpty else { return }
        let list = ids.prefix(10).map(Self.word).joined(separator: ", ")
        findings.append("\(what) in the rows with id \(list)\(ids.count > 10 ? ", …" : "").")
    }

    private mutating func reportDuplicates(
        of columns: [String],
        in rows: String,
        id: String,
        named table: String,
        db: Database
    ) throws {
        let list = columns.map(\.quotedAsSQLIdentifier).joined(separator: ", ")
        let nothingNull = columns.map { "\($0.quotedAsSQLIdentifier) IS NOT NULL" }.joined(separator: " AND ")
        let duplicates = try Row.fetchAll(
            db,
            sql: """
                SELECT group_concat(\(id), ', '), count(*), \(list) FROM \(rows)
                WHERE \(nothingNull) GROUP BY \(list) HAVING count(*) > 1 LIMIT 10
                """
        )
        for row in duplicates {
            let values = row.databaseValues.dropFirst(2).map(Self.word).joined(separator: ", ")
            let ids = row[0] as String? ?? "unknown"
            let names = columns.joined(separator: ", ")
            findings.append(
                "\(Self.word(row.databaseValues.dropFirst().first)) rows of \(table) share the \(names) “\(values)” (ids \(ids))."
            )
        }
    }

    /// A value as a person would write it.
    private static func word(_ value: DatabaseValue?) -> String {
        switch value?.storage {
        case .string(let text): text
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .blob: "(bytes)"
        case .null, nil: "NULL"
        }
    }
}
