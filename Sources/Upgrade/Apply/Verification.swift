import GRDB

/// The proof that a database is what an upgrade should have made of it, given before the upgrade is committed.
struct Verification {
    /// In words, everything that is wrong.
    private(set) var failures: [String] = []

    /// Compares with what was there before: `before` is its content, `earlier` its schema, of which the operator's own
    /// objects must still be there in the same shape.
    init(
        of history: SchemaHistory,
        plan: MigrationPlan,
        before: ContentCensus,
        earlier: SchemaSnapshot,
        isRehearsal: Bool,
        in db: Database
    ) throws {
        let schema = try SchemaSnapshot(reading: db)
        failures += history.differences(in: schema).map(\.description)
        failures += Self.lostAdditions(of: earlier, in: schema, history: history, plan: plan)
        // On the rehearsal's copy nothing was filled that could have spoilt an index.
        failures += try isRehearsal ? Self.damagedPages(in: db) : Self.internalDamage(in: db, history: history)
        failures += Self.unwritableTables(of: history.golden, in: db)
        do {
            failures += try ContentCensus(of: plan.contracts, at: .after, in: db).losses(since: before)
        } catch let error as DatabaseError {
            failures.append(
                "the content cannot be compared: \(error.message ?? "SQLite error \(error.resultCode.rawValue)")"
            )
        }
    }

    /// - Throws: `UpgradeError` of kind `verificationFailed` if anything is wrong.
    func require(in place: String, next: String) throws {
        guard !failures.isEmpty else { return }
        throw UpgradeError(
            .verificationFailed,
            "The upgrade did not pass its verification \(place): \(failures.joined(separator: "; ")).",
            outcome: "It was rolled back; nothing was changed.",
            next: next
        )
    }

    /// What SQLite's own checks find: pages, indexes, our full-text indexes.
    static func internalDamage(in db: Database, history: SchemaHistory) throws -> [String] {
        var damage = IntegrityFinding.damage(in: try String.fetchAll(db, sql: "PRAGMA integrity_check(20)"))
        for index in history.fullTextIndexes where try !index.isWhole(in: db) {
            damage.append("the search index \(index.shape.name) is damaged")
        }
        return damage
    }

    private static func damagedPages(in db: Database) throws -> [String] {
        IntegrityFinding.damage(in: try String.fetchAll(db, sql: "PRAGMA quick_check(20)"))
    }

    /// Tables that cannot be written any more, because a trigger names what is gone.
    private static func unwritableTables(of golden: SchemaSnapshot, in db: Database) -> [String] {
        golden.tables.values.sorted { $0.name < $1.name }.compactMap { table in
            let name = table.name.quotedAsSQLIdentifier
            let column = (table.columns.last?.name ?? "rowid").quotedAsSQLIdentifier
            let statements = [
                "INSERT INTO \(name) DEFAULT VALUES", "UPDATE \(name) SET \(column) = \(column)", "DELETE FROM \(name)",
            ]
            do {
                for statement in statements { _ = try db.makeStatement(sql: statement) }
                return nil
            } catch {
                let reason = (error as? DatabaseError)?.message ?? "\(error)"
                return "\(table.name) cannot be written any more (\(reason)); drop the trigger that says so"
            }
        }
    }

    private static func lostAdditions(
        of earlier: SchemaSnapshot,
        in schema: SchemaSnapshot,
        history: SchemaHistory,
        plan: MigrationPlan
    ) -> [String] {
        var rebuilds: [TableRebuild] = []
        var dropped: [String] = []
        for step in plan.steps {
            switch step.action {
            case .rebuild(let rebuild): rebuilds.append(rebuild)
            case .drop(let object): dropped.append(object.name)
            default: break
            }
        }
        let consumed = Set(rebuilds.map { $0.source.name.lowercased() })
        let secrets = Set(
            rebuilds.flatMap { rebuild in
                rebuild.secrets.map { "\(rebuild.source.name).\($0)".lowercased() }
            }
        )
        let meant = Set(dropped + rebuilds.flatMap { $0.lostIndexes(in: earlier) })
        var lost: [String] = []
        for (key, table) in earlier.tables where !history.golden.shadowNames.contains(key) {
            guard let now = schema.tables[key] else {
                if !consumed.contains(key) { lost.append("the table \(table.name) is gone") }
                continue
            }
            for column in table.columns
            where now.column(column.name) == nil && !secrets.contains("\(key).\(column.key)") {
                lost.append("the column \(table.name).\(column.name) is gone")
            }
        }
        for (key, object) in earlier.objects
        where history.golden.objects[key] == nil && schema.objects[key] != object && !meant.contains(object.name) {
            lost.append("the \(object.kind.rawValue) \(object.name) is gone or altered")
        }
        return lost.sorted()
    }
}

extension ObjectShape {
    /// A table of the FTS5 module.
    var isFullTextIndex: Bool { kind == .virtualTable && canonicalSQL.contains(" using fts5 ") }
}
