/// One way in which a database departs from the schema it should have.
struct SchemaDifference: Sendable, CustomStringConvertible {
    enum Object: Hashable, Sendable {
        case table(String)
        case column(table: String, column: String)
        case object(ObjectShape.Kind, String)
    }

    enum Reason: Sendable {
        /// The object is not there.
        case missing
        /// It is there, in another shape; the text says how.
        case different(String)
    }

    let object: Object
    let reason: Reason

    var description: String {
        let name =
            switch object {
            case .table(let table): "table \(table)"
            case .column(let table, let column): "column \(table).\(column)"
            case .object(let kind, let name): "\(kind.rawValue) \(name)"
            }
        return switch reason {
        case .missing: "\(name) is missing"
        case .different(let how): "\(name): \(how)"
        }
    }
}

extension SchemaSnapshot {
    /// What this schema lacks of `golden`, or has in another shape. What it has beyond `golden` is no difference, as
    /// long as it does not stand in the way of inserts.
    func differences(from golden: SchemaSnapshot) -> [SchemaDifference] {
        var differences: [SchemaDifference] = []
        for (key, wanted) in golden.tables.sorted(by: { $0.key < $1.key }) {
            guard let found = tables[key] else {
                differences.append(SchemaDifference(object: .table(wanted.name), reason: .missing))
                continue
            }
            differences += found.differences(from: wanted)
        }
        for (key, wanted) in golden.objects.sorted(by: { $0.key < $1.key }) {
            let object = SchemaDifference.Object.object(wanted.kind, wanted.name)
            guard let found = objects[key] else {
                differences.append(SchemaDifference(object: object, reason: .missing))
                continue
            }
            if found != wanted {
                let how = found.table == wanted.table ? "has another definition" : "sits on \(found.table)"
                differences.append(SchemaDifference(object: object, reason: .different(how)))
            }
        }
        return differences
    }

    /// The part of this schema that `golden` speaks of: what remains when an operator's additions are left out.
    func projected(on golden: SchemaSnapshot) -> SchemaSnapshot {
        var projection = SchemaSnapshot()
        projection.objects = objects.filter { golden.objects[$0.key] != nil }
        for (key, table) in tables {
            guard let wanted = golden.tables[key] else { continue }
            var kept = table
            kept.columns = table.columns.filter { wanted.column($0.name) != nil }
            kept.uniques.formIntersection(wanted.uniques)
            kept.checks.formIntersection(wanted.checks)
            kept.foreignKeys.formIntersection(wanted.foreignKeys)
            projection.tables[key] = kept
        }
        return projection
    }

    /// Lower-case names of the tables behind the full-text indexes. Where such an index was lost, they look like any table.
    var shadowNames: Set<String> {
        Set(
            objects.filter(\.value.isFullTextIndex).keys.flatMap { name in FullTextIndex.shadows.map { "\(name)_\($0)" }
            }
        )
    }

    /// Names of what an operator has added to `golden`: tables, columns, indexes, triggers and views.
    func additions(to golden: SchemaSnapshot) -> [String] {
        var names: [String] = []
        for (key, table) in tables where !golden.shadowNames.contains(key) {
            guard let wanted = golden.tables[key] else {
                names.append("table \(table.name)")
                continue
            }
            names += table.columns.filter { wanted.column($0.name) == nil }.map { "column \(table.name).\($0.name)" }
        }
        names += objects.filter { golden.objects[$0.key] == nil }.map { "\($0.value.kind.rawValue) \($0.value.name)" }
        return names.sorted()
    }
}

extension TableShape {
    fileprivate func differences(from wanted: TableShape) -> [SchemaDifference] {
        var differences: [SchemaDifference] = []
        func differ(_ column: String, _ how: String) {
            differences.append(
                SchemaDifference(object: .column(table: wanted.name, column: column), reason: .different(how))
            )
        }
        for wantedColumn in wanted.columns {
            guard let found = column(wantedColumn.name) else {
                let object = SchemaDifference.Object.column(table: wanted.name, column: wantedColumn.name)
                differences.append(SchemaDifference(object: object, reason: .missing))
                continue
            }
            if found != wantedColumn { differ(wantedColumn.name, found.comparison(with: wantedColumn)) }
        }
        for extra in storedColumns where wanted.column(extra.name) == nil {
            if extra.isNotNull, extra.defaultValue == nil, rowIDAlias != extra.name {
                differ(extra.name, "is NOT NULL without a default, so that no row can be added without it")
            }
        }
        var ways: [String] = []
        if primaryKey != wanted.primaryKey {
            ways.append("has the primary key (\(primaryKey.joined(separator: ", ")))")
        }
        if !uniques.isSuperset(of: wanted.uniques) { ways.append("lacks a UNIQUE constraint") }
        if !foreignKeys.isSuperset(of: wanted.foreignKeys) { ways.append("lacks a foreign key") }
        if !checks.isSuperset(of: wanted.checks) { ways.append("lacks a CHECK constraint") }
        if isAutoincrement != wanted.isAutoincrement { ways.append("differs in AUTOINCREMENT") }
        if isWithoutRowID != wanted.isWithoutRowID { ways.append("differs in WITHOUT ROWID") }
        if isStrict != wanted.isStrict { ways.append("differs in STRICT") }
        if !ways.isEmpty {
            let reason = SchemaDifference.Reason.different(ways.joined(separator: ", "))
            differences.append(SchemaDifference(object: .table(wanted.name), reason: reason))
        }
        return differences
    }
}

extension ColumnShape {
    fileprivate func comparison(with wanted: ColumnShape) -> String {
        if affinity != wanted.affinity { return "holds \(affinity) values, not \(wanted.affinity)" }
        if isNotNull != wanted.isNotNull { return isNotNull ? "is NOT NULL" : "allows NULL" }
        if defaultValue != wanted.defaultValue { return "has the default \(defaultValue ?? "none")" }
        if collation != wanted.collation { return "has the collation \(collation)" }
        return "is generated differently"
    }
}
