import ArgumentParser
import Publishing
import Upgrade

/// `starpunk db status`
struct DatabaseStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what the database is. Writes nothing."
    )

    @OptionGroup var site: SiteOptions
    @Flag(help: "Print one JSON document.") var json = false
    @Flag(help: "Exit 2 when an upgrade is pending.") var check = false

    func run() throws {
        try Terminal.run(json: json) {
            let folder = try site.dataFolder()
            let inspection = try folder.inspect()
            let document = StatusDocument(inspection, folder: folder)
            if json {
                try Terminal.printJSON(document)
            } else {
                for line in document.lines { Terminal.print(line) }
            }
            if let refusal = folder.history.refusal(of: inspection, file: folder.database) {
                Terminal.say(refusal.description)
                throw ExitCode(refusal.kind.rawValue)
            }
            if !inspection.pending.isEmpty {
                Terminal.say(
                    "An upgrade is pending. Nothing was changed.\nNext: starpunk db plan, then starpunk db upgrade"
                )
                if check { throw ExitCode(UpgradeError.Kind.pending.rawValue) }
            }
        }
    }
}

/// What `db status` tells.
struct StatusDocument: Encodable {
    let path: String
    let state: String
    let problem: String?
    let pending: [String]
    let migrations: [String]
    let differences: [String]
    let additions: [String]
    let schema: String?
    let journalMode: String?
    let counts: [String: Int]
    /// False while old pages of an upgrade may still lie in the log or in free space.
    let settled: Bool
    /// Path of the newest backup; encoded as null when there is none.
    let backup: String?

    enum CodingKeys: String, CodingKey {
        case path, state, problem, pending, migrations, differences, additions, schema, counts, settled, backup
        case journalMode = "journal_mode"
    }

    init(_ inspection: DatabaseInspection, folder: DataFolder) {
        path = folder.database.path
        state = inspection.state.rawValue
        problem = inspection.problem
        pending = inspection.pending
        migrations = inspection.ledger
        differences = inspection.differences
        additions = inspection.additions
        schema = inspection.fingerprint?.description
        journalMode = inspection.journalMode
        counts = inspection.counts
        settled = inspection.state != .current || inspection.isSettled
        backup = folder.backups.list().first?.path
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(path, forKey: .path)
        try container.encode(state, forKey: .state)
        try container.encodeIfPresent(problem, forKey: .problem)
        try container.encode(pending, forKey: .pending)
        try container.encode(migrations, forKey: .migrations)
        try container.encode(differences, forKey: .differences)
        try container.encode(additions, forKey: .additions)
        try container.encode(schema, forKey: .schema)
        try container.encode(journalMode, forKey: .journalMode)
        try container.encode(counts, forKey: .counts)
        try container.encode(settled, forKey: .settled)
        try container.encode(backup, forKey: .backup)
    }

    /// The same for people.
    var lines: [String] {
        var lines = ["database  \(path)", "state     \(state)\(problem.map { " (\($0))" } ?? "")"]
        if let schema { lines.append("schema    \(schema)") }
        if !counts.isEmpty {
            lines.append(
                "rows      " + counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            )
        }
        lines += pending.map { "pending   \($0)" }
        // Those of a database that is merely older follow from what is pending.
        if state != DatabaseState.behind.rawValue { lines += differences.map { "differs   \($0)" } }
        lines += additions.map { "yours     \($0)" }
        if !settled {
            lines.append("unsettled old pages of the upgrade may still hold clear text; the next start clears them")
        }
        lines.append("backup    \(backup ?? "none")")
        return lines
    }
}
