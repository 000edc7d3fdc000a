import GRDB

extension SchemaSnapshot {
    /// Reads the shape of a connection's main database. Writes nothing.
    init(reading db: Database) throws {
        let kinds = try Row.fetchAll(
            db,
            sql: "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'"
        )
        var traits: [String: (type: String, withoutRowID: Bool, strict: Bool)] = [:]
        for row in kinds {
            let name: String = row[0]
            traits[name.lowercased()] = (row[1], row[2], row[3])
        }
        let entries = try Row.fetchAll(
            db,
            sql:
                "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        for entry in entries {
            let type: String = entry[0]
            let name: String = entry[1]
            let sql: String = entry[3]
            let trait = traits[name.lowercased()]
            if type == "table", trait?.type == "shadow" { continue }
            if type == "table", trait?.type != "virtual" {
                tables[name.lowercased()] = try TableShape(
                    reading: db,
                    name: name,
                    sql: sql,
                    isWithoutRowID: trait?.withoutRowID ?? false,
                    isStrict: trait?.strict ?? false
                )
                continue
            }
            guard let kind = type == "table" ? .virtualTable : ObjectShape.Kind(rawValue: type) else { continue }
            let table: String = entry[2]
            objects[name.lowercased()] = ObjectShape(
                kind: kind,
                name: name,
                table: table.lowercased(),
                canonicalSQL: Self.canonicalSQL(of: sql),
                sql: sql,
                uniqueColumns: try kind == .index ? Self.uniqueColumns(ofIndex: name, on: table, in: db) : []
            )
        }
    }

    private static func uniqueColumns(ofIndex name: String, on table: String, in db: Database) throws -> [String] {
        let isUnique = try Bool.fetchOne(
            db,
            sql: "SELECT \"unique\" FROM pragma_index_list(?) WHERE name = ? AND partial = 0",
            arguments: [table, name]
        )
        guard isUnique == true else { return [] }
        let columns = try String?.fetchAll(db, sql: "SELECT name FROM pragma_index_info(?)", arguments: [name])
        return columns.contains(nil) ? [] : columns.compactMap { $0 }
    }

    /// Canonical text without `IF NOT EXISTS`, which SQLite keeps for some kinds of object.
    static func canonicalSQL(of sql: String) -> String {
        SQLToken.canonical(SQLToken.all(in: sql)).replacing("if not exists ", with: "")
    }
}

extension TableShape {
    fileprivate init(reading db: Database, name: String, sql: String, isWithoutRowID: Bool, isStrict: Bool) throws {
        let definition = TableDefinition(sql: sql)
        let columnRows = try Row.fetchAll(
            db,
            sql: "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1",
            arguments: [name]
        )
        self.name = name
        self.sql = sql
        self.isWithoutRowID = isWithoutRowID
        self.isStrict = isStrict
        columns = columnRows.map { row in
            let columnName: String = row[0]
            let definition = definition?.column(named: columnName)
            return ColumnShape(
                name: columnName,
                declaredType: row[1] ?? "",
                isNotNull: row[2],
                defaultValue: (row[3] as String?).map(Self.canonicalDefault),
                collation: definition?.collation ?? "binary",
                generated: definition?.generated,
                sql: definition?.sql ?? columnName.quotedAsSQLIdentifier
            )
        }
        primaryKey =
            columnRows.filter { ($0[4] as Int) > 0 }.sorted { ($0[4] as Int) < ($1[4] as Int) }
            .map { ($0[0] as String).lowercased() }
        uniques = try Self.uniques(of: name, in: db)
        foreignKeys = try Self.foreignKeys(of: name, in: db)
        checks = Set(definition?.checks ?? [])
        isAutoincrement = SQLToken.all(in: sql).contains { $0.isWord("autoincrement") }
    }

    private static func uniques(of table: String, in db: Database) throws -> Set<[String]> {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT list.name, info.name FROM pragma_index_list(?) AS list, pragma_index_info(list.name) AS info
                WHERE list.origin = 'u'
                """,
            arguments: [table]
        )
        let columns = Dictionary(grouping: rows) { $0[0] as String }
        return Set(columns.values.map { $0.map { ($0[1] as String? ?? "").lowercased() }.sorted() })
    }

    private static func foreignKeys(of table: String, in db: Database) throws -> Set<ForeignKeyShape> {
        let rows = try Row.fetchAll(
            db,
            sql:
                "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq",
            arguments: [table]
        )
        let byID = Dictionary(grouping: rows) { $0[0] as Int }
        return Set(
            byID.values.compactMap { rows in
                guard let first = rows.first else { return nil }
                return ForeignKeyShape(
                    parent: (first[1] as String).lowercased(),
                    columns: rows.map { ($0[2] as String).lowercased() },
                    parentColumns: rows.compactMap { ($0[3] as String?)?.lowercased() },
                    onUpdate: first[4],
                    onDelete: first[5]
                )
            }
        )
    }

    /// `(0)`, `0`, `CURRENT_TIMESTAMP` and `current_timestamp` are one default each; a name in double quotes is what
    /// SQLite makes of it, a string.
    private static func canonicalDefault(_ sql: String) -> String {
        var tokens = SQLToken.all(in: sql)[...]
        while let first = tokens.first, let last = tokens.last, first.isSymbol("("), last.isSymbol(")"),
            tokens.count > 2
        {
            tokens = tokens.dropFirst().dropLast()
        }
        return tokens.map { $0.kind == .quotedIdentifier ? "'\($0.text)'" : $0.text }.joined(separator: " ")
    }
}
