import Crypto

/// A short name for a schema: the first 16 hexadecimal digits of the SHA-256 of its canonical description.
///
/// Equal fingerprints mean equal tables (up to column order, quoting, layout and the spelling of types), indexes,
/// triggers, views and virtual tables.
public struct SchemaFingerprint: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ snapshot: SchemaSnapshot) {
        var lines: [String] = []
        for (key, table) in snapshot.tables {
            lines.append("table \(key) \(table.canonicalDescription)")
        }
        for (key, object) in snapshot.objects {
            lines.append("\(object.kind.rawValue) \(key) on \(object.table): \(object.canonicalSQL)")
        }
        let text = lines.sorted().joined(separator: "\n")
        description = SHA256.hash(data: Array(text.utf8)).prefix(8).hexadecimal
    }
}

extension TableShape {
    fileprivate var canonicalDescription: String {
        let columnLines = columns.sorted { $0.key < $1.key }.map { column in
            let parts: [String] = [
                column.key, column.affinity, column.isNotNull ? "not null" : "null",
                column.defaultValue ?? "-", column.collation, column.generated ?? "-",
            ]
            return parts.joined(separator: "|")
        }
        let keyLines = foreignKeys.map { key in
            "\(key.columns) \(key.parent)\(key.parentColumns) \(key.onUpdate) \(key.onDelete)"
        }
        return """
            \(columnLines) primary key \(primaryKey) unique \(uniques.sorted { $0.lexicographicallyPrecedes($1) }) \
            references \(keyLines.sorted()) check \(checks.sorted()) \
            \(isAutoincrement) \(isWithoutRowID) \(isStrict)
            """
    }
}

extension Sequence<UInt8> {
    /// Lower-case hexadecimal digits.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
