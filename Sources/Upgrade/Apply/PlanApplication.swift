import GRDB

/// Carries out a plan inside a transaction of the caller's.
struct PlanApplication {
    let plan: MigrationPlan
    let history: SchemaHistory
    let isRehearsal: Bool
    let observe: @Sendable (UpgradeEvent) -> Void

    /// Applies every step in a savepoint of its own, and verifies the result.
    ///
    /// - Throws: `UpgradeError`; the caller rolls back.
    func run(in db: Database, before: ContentCensus, earlier: SchemaSnapshot) throws {
        let place = isRehearsal ? "on the rehearsal's copy" : "before it was committed"
        for step in plan.steps {
            if !isRehearsal { observe(.step(step.title)) }
            do {
                if case .run = step.action {
                    // Makes savepoints of its own, batch by batch: SQLite keeps a copy of every page that changes in one.
                    try apply(step, in: db)
                } else {
                    try db.inSavepoint {
                        try apply(step, in: db)
                        return .commit
                    }
                }
            } catch {
                throw UpgradeError.reading(
                    error,
                    activity: "at the step “\(step.title)” \(place)",
                    path: step.migration,
                    retry: "\(history.program) db upgrade",
                    outcome: "It was rolled back; nothing was changed."
                )
            }
        }
        if !isRehearsal { observe(.step("verify")) }
        let verification = try Verification(
            of: history,
            plan: plan,
            before: before,
            earlier: earlier,
            isRehearsal: isRehearsal,
            in: db
        )
        try verification.require(
            in: place,
            next:
                "drop the trigger if one is named, then \(history.program) db upgrade; otherwise report this message as a fault."
        )
    }

    private func apply(_ step: PlanStep, in db: Database) throws {
        switch step.action {
        case .replay(let migration):
            try db.execute(sql: migration.sql)
        case .createTable(let table):
            try db.execute(sql: table.sql)
        case .addColumns(let columns, let table):
            for column in columns {
                try db.execute(sql: "ALTER TABLE \(table.name.quotedAsSQLIdentifier) ADD COLUMN \(column.sql)")
            }
        case .rebuild(let rebuild):
            try rebuild.apply(in: db)
        case .drop(let object):
            try drop(object, in: db)
        case .create(let object):
            if object.isFullTextIndex { try FullTextIndex(shape: object).remove(in: db) }
            try db.execute(sql: object.sql)
        case .mend(let object):
            try FullTextIndex(shape: object).mend(in: db)
        case .replace(let object) where object.isFullTextIndex:
            try FullTextIndex(shape: object).remove(in: db)
            try db.execute(sql: object.sql)
        case .replace(let object):
            try drop(object, in: db)
            try db.execute(sql: object.sql)
        case .run(let data):
            let observe = observe
            let title = step.title
            let context = DataStepContext(isRehearsal: isRehearsal) { done, total in
                observe(.progress(title, done: done, total: total))
            }
            try data.run(db, context)
        }
    }

    private func drop(_ object: ObjectShape, in db: Database) throws {
        let kind = object.kind == .virtualTable ? "TABLE" : object.kind.rawValue.uppercased()
        // A rebuild before may have taken it away with its table.
        try db.execute(sql: "DROP \(kind) IF EXISTS \(object.name.quotedAsSQLIdentifier)")
    }

    /// Adds the names that the ledger lacks.
    func record(in db: Database) throws {
        let ledger = SchemaHistory.ledger
        for name in plan.unrecorded {
            try db.execute(sql: "INSERT INTO \(ledger.table) (\(ledger.column)) VALUES (?)", arguments: [name])
        }
        let newest = history.names.compactMap(Migration.number).max() ?? 0
        try db.execute(sql: "PRAGMA user_version = \(newest)")
        // Put in place by `Settlement`, when the old state has left no trace.
        try db.execute(sql: "PRAGMA application_id = 0")
    }

    /// Overwrites the pages that earlier deletions left free with zeros: they may hold what was meant to be erased.
    ///
    /// `secure_delete` erases only what is deleted while it is on, so all free pages are taken into use and freed again.
    static func scrubFreePages(in db: Database) throws {
        var free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        guard free > 0 else { return }
        let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
        try db.execute(sql: "CREATE TABLE _upgrade_scrub (zeros BLOB)")
        while free > 0 {
            let pages = min(free, 4096)
            try db.execute(sql: "INSERT INTO _upgrade_scrub VALUES (zeroblob(?))", arguments: [pages * (pageSize - 4)])
            let left = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
            guard left < free else { break }
            free = left
        }
        try db.execute(sql: "DROP TABLE _upgrade_scrub")
    }
}
