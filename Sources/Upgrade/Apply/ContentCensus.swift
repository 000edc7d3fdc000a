import GRDB

/// What a database holds, counted and digested, to be compared with itself later or with a copy.
struct ContentCensus: Equatable, Sendable {
    /// Of every contract, by table, asked before or after.
    private(set) var contents: [String: ContentDigest] = [:]
    /// Rows whose foreign key has no parent, by key.
    private(set) var orphans: [String: Int] = [:]
    /// The highest id ever given out, by table.
    private(set) var sequences: [String: Int64] = [:]

    enum Moment {
        case before
        case after
    }

    init(of contracts: [TableContract], at moment: Moment, in db: Database) throws {
        for contract in contracts {
            contents[contract.table] = try ContentDigest(
                of: moment == .before ? contract.before : contract.after,
                in: db
            )
        }
        let schema = try SchemaSnapshot(reading: db)
        for table in schema.tables.values {
            for key in table.foreignKeys {
                orphans["\(table.name)(\(key.columns.joined(separator: ",")))"] = try Self.orphans(
                    of: key,
                    in: table,
                    schema: schema,
                    db: db
                )
            }
        }
        if try db.tableExists("sqlite_sequence") {
            let marks =
                "SELECT name, max(seq) FROM sqlite_sequence WHERE typeof(name) = 'text' AND typeof(seq) = 'integer' GROUP BY 1"
            for row in try Row.fetchAll(db, sql: marks) {
                sequences[row[0]] = row[1]
            }
        }
    }

    /// In words, what this census, taken after an upgrade, has lost against the one from before.
    func losses(since before: ContentCensus) -> [String] {
        var losses: [String] = []
        for (table, digest) in before.contents.sorted(by: { $0.key < $1.key }) {
            guard let now = contents[table] else {
                losses.append("the content of \(table) cannot be compared")
                continue
            }
            if now.rows != digest.rows {
                losses.append("\(table) has \(now.rows) rows instead of \(digest.rows)")
            } else if now != digest {
                losses.append("the content of \(table) has changed")
            }
        }
        for (key, count) in orphans.sorted(by: { $0.key < $1.key }) {
            // A key that is new to its table finds the orphans that were there all along.
            if let earlier = before.orphans[key], count > earlier {
                losses.append("\(count - earlier) more rows of \(key) have no parent")
            }
        }
        for (table, mark) in before.sequences.sorted(by: { $0.key < $1.key }) where (sequences[table] ?? 0) < mark {
            losses.append("ids of \(table) would be given out again from \(sequences[table] ?? 0), not \(mark)")
        }
        return losses
    }

    private static func orphans(
        of key: ForeignKeyShape,
        in table: TableShape,
        schema: SchemaSnapshot,
        db: Database
    ) throws -> Int {
        let given = key.columns.map { "child.\($0.quotedAsSQLIdentifier) IS NOT NULL" }
        let children =
            "SELECT count(*) FROM \(table.name.quotedAsSQLIdentifier) AS child WHERE \(given.joined(separator: " AND "))"
        let parent = schema.table(key.parent)
        let parentColumns = key.parentColumns.count == key.columns.count ? key.parentColumns : parent?.primaryKey ?? []
        guard let parent, parentColumns.count == key.columns.count,
            parentColumns.allSatisfy({ parent.column($0) != nil })
        else { return try Int.fetchOne(db, sql: children) ?? 0 }
        let matches = zip(key.columns, parentColumns).map {
            "child.\($0.0.quotedAsSQLIdentifier) = parent.\($0.1.quotedAsSQLIdentifier)"
        }
        let sql = """
            \(children) AND NOT EXISTS
            (SELECT 1 FROM \(parent.name.quotedAsSQLIdentifier) AS parent WHERE \(matches.joined(separator: " AND ")))
            """
        return try Int.fetchOne(db, sql: sql) ?? 0
    }
}
