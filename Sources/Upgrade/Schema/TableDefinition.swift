/// The text of a `CREATE TABLE` statement, cut into its column and constraint definitions.
///
/// SQLite's pragmas do not tell CHECK constraints, collations, generated expressions or the spelling of a column; these
/// are read from the text. See https://www.sqlite.org/lang_createtable.html.
struct TableDefinition: Sendable {
    struct Column: Sendable {
        /// Lower-case name.
        let name: String
        /// The definition as written, name included.
        let sql: String
        let tokens: [SQLToken]
    }

    let columns: [Column]
    /// Canonical text of each table constraint.
    let constraints: [[SQLToken]]
    /// Everything behind the closing parenthesis (`WITHOUT ROWID`, `STRICT`), as written.
    let options: String
    private let constraintTexts: [String]

    private static let constraintWords: Set<String> = ["constraint", "primary", "unique", "check", "foreign"]

    /// Nil when the text has no column list (`CREATE TABLE … AS SELECT` is stored with one, so that is rare).
    init?(sql: String) {
        let tokens = SQLToken.all(in: sql)
        let bytes = Array(sql.utf8)
        guard let open = tokens.firstIndex(where: { $0.isSymbol("(") }) else { return nil }
        var columns: [Column] = []
        var constraints: [[SQLToken]] = []
        var constraintTexts: [String] = []
        var depth = 0
        var start = open + 1
        var close: Int?
        func take(upTo end: Int) {
            guard start < end else { return }
            let part = Array(tokens[start..<end])
            let text = String(
                decoding: bytes[part[0].range.lowerBound..<part[part.count - 1].range.upperBound],
                as: UTF8.self
            )
            if part[0].kind == .word, Self.constraintWords.contains(part[0].text) {
                constraints.append(part)
                constraintTexts.append(text)
            } else {
                columns.append(Column(name: part[0].name ?? part[0].text, sql: text, tokens: part))
            }
        }
        scan: for index in (open + 1)..<tokens.count {
            let token = tokens[index]
            if token.isSymbol("(") {
                depth += 1
            } else if token.isSymbol(")") {
                if depth == 0 {
                    take(upTo: index)
                    close = index
                    break scan
                }
                depth -= 1
            } else if token.isSymbol(","), depth == 0 {
                take(upTo: index)
                start = index + 1
            }
        }
        guard let close, !columns.isEmpty else { return nil }
        self.columns = columns
        self.constraints = constraints
        self.constraintTexts = constraintTexts
        self.options = String(decoding: bytes[tokens[close].range.upperBound...], as: UTF8.self)
    }

    /// A statement that creates this table under another name, with more columns behind its own.
    func createStatement(named table: String, adding extraColumns: [String]) -> String {
        let parts = columns.map(\.sql) + extraColumns + constraintTexts
        return "CREATE TABLE \(table.quotedAsSQLIdentifier) (\n  \(parts.joined(separator: ",\n  "))\n)\(options)"
    }

    /// Canonical text of every CHECK expression, of columns and of the table.
    var checks: [String] {
        (columns.map(\.tokens) + constraints).flatMap { Self.groups(after: "check", in: $0) }.sorted()
    }

    func column(named name: String) -> Column? { columns.first { $0.name == name.lowercased() } }

    private static func groups(after keyword: String, in tokens: [SQLToken]) -> [String] {
        tokens.indices.filter { tokens[$0].isWord(keyword) }.compactMap { index in
            guard index + 1 < tokens.count, tokens[index + 1].isSymbol("(") else { return nil }
            return SQLToken.canonical(group(in: tokens, from: index + 1))
        }
    }

    /// The tokens of a parenthesised group, its parentheses included.
    private static func group(in tokens: [SQLToken], from open: Int) -> ArraySlice<SQLToken> {
        var depth = 0
        for index in open..<tokens.count {
            if tokens[index].isSymbol("(") { depth += 1 }
            if tokens[index].isSymbol(")") { depth -= 1 }
            if depth == 0 { return tokens[open...index] }
        }
        return tokens[open...]
    }
}

extension TableDefinition.Column {
    /// Lower-case name of the collation, `binary` unless the column says otherwise.
    var collation: String {
        guard let index = tokens.firstIndex(where: { $0.isWord("collate") }), index + 1 < tokens.count else {
            return "binary"
        }
        return tokens[index + 1].text
    }

    /// Canonical text of a generated column's expression, nil for an ordinary column.
    var generated: String? {
        guard let index = tokens.firstIndex(where: { $0.isWord("as") }), index + 1 < tokens.count else { return nil }
        return SQLToken.canonical(tokens[(index + 1)...])
    }

    /// The definition without its NOT NULL, for a column of the operator's that must not stop our own inserts.
    var sqlAllowingNull: String {
        let kept = Array(sql.utf8)
        guard
            let index = tokens.indices.first(where: { index in
                tokens[index].isWord("not") && index + 1 < tokens.count && tokens[index + 1].isWord("null")
            })
        else { return sql }
        let origin = tokens[0].range.lowerBound
        let lower = tokens[index].range.lowerBound - origin
        let upper = tokens[index + 1].range.upperBound - origin
        return String(decoding: kept[..<lower] + kept[upper...], as: UTF8.self)
    }
}

extension String {
    /// The name as SQL text, in double quotes: safe for any name that a schema can hold.
    var quotedAsSQLIdentifier: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}
