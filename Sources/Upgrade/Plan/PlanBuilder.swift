import GRDB

/// Turns differences into steps, in an order in which each finds what it needs.
struct PlanBuilder {
    let history: SchemaHistory
    let live: SchemaSnapshot
    let differences: [SchemaDifference]
    let db: Database

    private(set) var steps: [PlanStep] = []
    private(set) var discarded: [String: Int] = [:]
    private(set) var hasSecrets = false
    private(set) var warnings: [String] = []

    init(history: SchemaHistory, live: SchemaSnapshot, differences: [SchemaDifference], db: Database) {
        self.history = history
        self.live = live
        self.differences = differences
        self.db = db
    }

    /// What goes, goes first: its pages are free for what is made.
    mutating func planRemovals(ledger: [String]) {
        for (object, migration) in history.retiredObjects(in: live, with: ledger) {
            add(.drop(object), owner: migration)
        }
    }

    mutating func planTables() throws {
        for key in history.tableOrder {
            guard let wanted = history.golden.tables[key] else { continue }
            let conversion = history.conversion(of: wanted.name)
            guard let found = live.table(wanted.name) else {
                try planMissing(wanted, conversion: conversion)
                continue
            }
            let ways = differences.filter { $0.concerns(table: key) }
            if ways.isEmpty { continue }
            if let columns = addableColumns(for: ways, in: wanted) {
                add(.addColumns(columns, to: wanted), owner: ways.compactMap { history.owner(of: $0.object) }.first)
            } else {
                try planRebuild(of: found, as: wanted, conversion: conversion)
            }
        }
    }

    mutating func planObjects() throws {
        for kind in ObjectShape.Kind.allCases {
            let wanted = history.golden.objects.values.filter { $0.kind == kind }.sorted { $0.name < $1.name }
            for object in wanted {
                let owner = history.owner(of: .object(kind, object.name))
                if let table = live.table(object.name) {
                    throw TableRebuild.drift(
                        history.program,
                        "\(table.name) is a table, where \(kind.rawValue) \(object.name) belongs"
                    )
                }
                if let found = live.objects[object.name.lowercased()] {
                    if found.kind != kind {
                        throw TableRebuild.drift(
                            history.program,
                            "\(found.name) is a \(found.kind.rawValue), not a \(kind.rawValue)"
                        )
                    }
                    if found != object {
                        add(.replace(object), owner: owner)
                    } else if object.isFullTextIndex {
                        add(.mend(object), owner: owner)
                    }
                } else {
                    add(.create(object), owner: owner)
                }
            }
        }
    }

    mutating func planDataSteps(of pending: [String]) {
        var planned: Set<String> = []
        for migration in history.migrations where pending.contains(migration.name) {
            for step in migration.dataSteps where planned.insert(step.name).inserted {
                add(.run(step), owner: migration.name)
            }
        }
    }

    /// Copies of our tables that people or other programs made are not ours to touch, but they are ours to mention.
    mutating func planWarnings(ledger: [String]) {
        let secrets = Set(history.conversions.values.flatMap(\.secrets).map { $0.lowercased() })
        for (key, table) in live.tables.sorted(by: { $0.key < $1.key }) where history.golden.tables[key] == nil {
            guard let column = table.columns.first(where: { secrets.contains($0.key) }) else { continue }
            warnings.append(
                "The table \(table.name) is not ours and stays; its column \(column.name) may hold secrets in clear text."
            )
        }
        warnings += history.oddNames(in: ledger).map { "The ledger names \($0), which is not known by that name." }
    }

    /// For every table that is there: its content stays, but for what a rebuild or a data step declares.
    func contracts() -> [TableContract] {
        var rebuilds: [String: TableRebuild] = [:]
        var changes: [String: Set<String>] = [:]
        for step in steps {
            switch step.action {
            case .rebuild(let rebuild): rebuilds[rebuild.source.name.lowercased()] = rebuild
            case .run(let data):
                for (table, columns) in data.changes {
                    changes[table.lowercased(), default: []].formUnion(columns.map { $0.lowercased() })
                }
            default: break
            }
        }
        let shadows = history.golden.shadowNames
        return live.tables.filter { !shadows.contains($0.key) }.sorted { $0.key < $1.key }.map { key, table in
            if let rebuild = rebuilds[key] {
                return rebuild.contract(excluding: changes[rebuild.wanted.name.lowercased()] ?? [])
            }
            return TableContract(keeping: table, excluding: changes[key] ?? [])
        }
    }

    private mutating func add(_ action: PlanStep.Action, owner: String?, rows: Int = 0) {
        steps.append(PlanStep(migration: owner ?? history.migrations[0].name, action: action, rows: rows))
    }

    private mutating func planMissing(_ wanted: TableShape, conversion: TableConversion?) throws {
        if let other = live.objects[wanted.name.lowercased()] {
            throw TableRebuild.drift(history.program, "\(wanted.name) is a \(other.kind.rawValue), not a table")
        }
        let leftover = conversion?.leftovers.compactMap { live.table($0) }.first
        if let leftover {
            try planRebuild(of: leftover, as: wanted, conversion: conversion)
            warnings.append(
                "The rows of \(wanted.name) were found in \(leftover.name), where an interrupted upgrade left them."
            )
        } else {
            add(.createTable(wanted), owner: history.owner(of: .table(wanted.name)))
        }
    }

    private mutating func planRebuild(of found: TableShape, as wanted: TableShape, conversion: TableConversion?) throws
    {
        let rebuild = try TableRebuild(of: found, as: wanted, conversion: conversion, program: history.program, in: db)
        let rows = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(found.name.quotedAsSQLIdentifier)") ?? 0
        if let discarded = rebuild.discarded {
            let count = try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM \(found.name.quotedAsSQLIdentifier) WHERE \(discarded)"
            )
            self.discarded[wanted.name] = count ?? 0
        }
        hasSecrets = hasSecrets || !rebuild.secrets.isEmpty
        let lost = rebuild.lostIndexes(in: live)
        warnings += lost.map { "The index \($0) goes with the column of clear text that it was made for." }
        let key = found.name.lowercased()
        let owner = differences.first { $0.concerns(table: key) }.flatMap { history.owner(of: $0.object) }
        add(.rebuild(rebuild), owner: owner ?? history.owner(of: .table(wanted.name)), rows: rows)
    }

    /// The missing columns, if they are all that is wrong and SQLite can add each to a table with rows
    /// (https://www.sqlite.org/lang_altertable.html#altertabaddcol).
    private func addableColumns(for ways: [SchemaDifference], in wanted: TableShape) -> [ColumnShape]? {
        var columns: [ColumnShape] = []
        for way in ways {
            guard
                case .column(_, let name) = way.object, case .missing = way.reason,
                let column = wanted.column(name), column.generated == nil,
                !wanted.primaryKey.contains(column.key), !wanted.uniques.contains(where: { $0.contains(column.key) }),
                !wanted.foreignKeys.contains(where: { $0.columns.contains(column.key) }),
                history.conversion(of: wanted.name)?.fallbacks[column.key] == nil
            else { return nil }
            let hasConstantDefault = column.defaultValue.map { !$0.hasPrefix("current_") && !$0.contains("(") } ?? false
            guard hasConstantDefault || (!column.isNotNull && column.defaultValue == nil) else { return nil }
            columns.append(column)
        }
        return columns.isEmpty ? nil : columns
    }
}

extension SchemaDifference {
    /// True for a difference of the table itself or one of its columns; the name is lower case.
    fileprivate func concerns(table: String) -> Bool {
        switch object {
        case .table(let name): name.lowercased() == table
        case .column(let name, _): name.lowercased() == table
        case .object: false
        }
    }
}
