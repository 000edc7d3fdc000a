import GRDB

/// The promise that a table holds afterwards what it held before: two queries whose rows must be the same.
struct TableContract: Sendable {
    let table: String
    /// Asked before the upgrade.
    let before: String
    /// Asked after it.
    let after: String

    init(table: String, before: String, after: String) {
        self.table = table
        self.before = before
        self.after = after
    }

    /// Every row and every stored column stays as it is, except for columns whose lower-case names are excluded.
    init(keeping table: TableShape, excluding changed: Set<String> = []) {
        let columns = table.storedColumns.filter { !changed.contains($0.key) }.map(\.name.quotedAsSQLIdentifier)
        let key = table.isWithoutRowID || table.column("rowid") != nil ? [] : ["rowid"]
        let query = "SELECT \((key + columns).joined(separator: ", ")) FROM \(table.name.quotedAsSQLIdentifier)"
        self.init(table: table.name, before: query, after: query)
    }
}
