/// The shape of a whole SQLite schema, as values that can be compared.
///
/// Tables are described by their structure (from the pragmas and the text), so that two tables that differ only in
/// column order, quoting, white space or the spelling of a type are equal. Indexes, triggers, views and virtual tables
/// are described by their canonical SQL. SQLite's own tables and the shadow tables of virtual tables do not count.
public struct SchemaSnapshot: Equatable, Sendable {
    var tables: [String: TableShape] = [:]
    var objects: [String: ObjectShape] = [:]

    /// True when nobody has created anything yet.
    public var isEmpty: Bool { tables.isEmpty && objects.isEmpty }

    /// Names of the ordinary tables, sorted.
    public var tableNames: [String] { tables.values.map(\.name).sorted() }

    func table(_ name: String) -> TableShape? { tables[name.lowercased()] }

    /// True when the table is there and has all these columns.
    public func hasTable(_ name: String, withColumns columns: some Sequence<String>) -> Bool {
        guard let table = table(name) else { return false }
        return columns.allSatisfy { table.column($0) != nil }
    }
}

/// An ordinary table.
struct TableShape: Equatable, Sendable {
    var name: String
    var columns: [ColumnShape]
    /// Key columns in key order, lower case.
    var primaryKey: [String]
    /// Each UNIQUE constraint's columns, lower case, sorted.
    var uniques: Set<[String]>
    var foreignKeys: Set<ForeignKeyShape>
    /// Canonical text of each CHECK.
    var checks: Set<String>
    var isAutoincrement: Bool
    var isWithoutRowID: Bool
    var isStrict: Bool
    /// The statement in `sqlite_schema`.
    var sql: String

    func column(_ name: String) -> ColumnShape? {
        let key = name.lowercased()
        return columns.first { $0.key == key }
    }

    /// The column that is an alias of the rowid, if there is one (https://www.sqlite.org/lang_createtable.html#rowid).
    var rowIDAlias: String? {
        guard !isWithoutRowID, primaryKey.count == 1, let column = column(primaryKey[0]) else { return nil }
        return column.declaredType.lowercased() == "integer" ? column.name : nil
    }

    /// Columns that hold data of their own.
    var storedColumns: [ColumnShape] { columns.filter { $0.generated == nil } }
}

/// A column of an ordinary table.
struct ColumnShape: Equatable, Sendable {
    var name: String
    /// As written in the statement; compares by its affinity.
    var declaredType: String
    var isNotNull: Bool
    /// Canonical text of the default, nil when there is none.
    var defaultValue: String?
    var collation: String
    /// Canonical text of a generated column's expression.
    var generated: String?
    /// The column's definition as written.
    var sql: String

    var key: String { name.lowercased() }

    /// Affinity by the rules of https://www.sqlite.org/datatype3.html#determination_of_column_affinity.
    var affinity: String {
        let type = declaredType.uppercased()
        if type.contains("INT") { return "INTEGER" }
        if type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT") { return "TEXT" }
        if type.contains("BLOB") || type.isEmpty { return "BLOB" }
        if type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") { return "REAL" }
        return "NUMERIC"
    }

    static func == (left: ColumnShape, right: ColumnShape) -> Bool {
        left.key == right.key && left.affinity == right.affinity && left.isNotNull == right.isNotNull
            && left.defaultValue == right.defaultValue && left.collation == right.collation
            && left.generated == right.generated
    }
}

/// A foreign key; equal when it ties the same columns in the same way.
struct ForeignKeyShape: Hashable, Sendable {
    var parent: String
    var columns: [String]
    var parentColumns: [String]
    var onUpdate: String
    var onDelete: String
}

/// An index, trigger, view or virtual table.
struct ObjectShape: Equatable, Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case virtualTable = "virtual table"
        case index
        case trigger
        case view
    }

    var kind: Kind
    var name: String
    /// The table that it sits on, lower case; its own name for views and virtual tables.
    var table: String
    var canonicalSQL: String
    var sql: String
    /// The columns of a unique index without expressions, empty for everything else.
    var uniqueColumns: [String] = []

    static func == (left: ObjectShape, right: ObjectShape) -> Bool {
        left.kind == right.kind && left.table == right.table && left.canonicalSQL == right.canonicalSQL
    }
}
