import ArgumentParser
import Publishing
import Upgrade

/// `starpunk db upgrade`
struct DatabaseUpgradeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Back up, upgrade and verify the database; or leave everything as it was."
    )

    @OptionGroup var site: SiteOptions
    @Flag(help: "Print one JSON document.") var json = false
    @Flag(name: .customLong("keep-tokens"), help: "Keep tokens that an old release stored in clear text, as hashes.")
    var keepTokens = false

    func run() throws {
        try Terminal.run(json: json) {
            let folder = try site.dataFolder(tokens: keepTokens ? .keep : .invalidate)
            let lines = ProgressLines { Terminal.say($0) }
            defer { lines.finish() }
            let report = try folder.upgrade { lines.observe($0) }
            lines.finish()
            // The upgrade is done, whatever becomes of this look at the files.
            let inventory = report.applied.isEmpty ? nil : try? folder.inventory(comparingContent: false)
            for line in UpgradeWords.lines(on: report, inventory: inventory) { Terminal.say(line) }
            if json {
                try Terminal.printJSON(UpgradeDocument(report, inventory: inventory))
            } else {
                Terminal.print(report.state.rawValue)
            }
        }
    }
}

/// What is to be said of an upgrade beside its own lines, in a terminal as in a server's log.
enum UpgradeWords {
    static func lines(on report: UpgradeReport, inventory: NoteInventory?) -> [String] {
        guard !report.applied.isEmpty else { return ["Nothing to do: the database is current."] }
        var lines = report.warnings.map { "warning  \($0)" }
        if let tokens = report.discarded["tokens"] {
            lines.append(
                "tokens   \(tokens) tokens were stored in clear text and are invalid now: sign in again in your Micropub clients"
            )
        }
        lines += (inventory?.findings ?? []).map { "files    \($0)" }
        return lines
    }
}

private struct UpgradeDocument: Encodable {
    let state: String
    let found: String
    let applied: [String]
    let steps: [String]
    let invalidatedTokens: Int
    let backup: String?
    let warnings: [String]
    let seconds: Double
    let notes: NoteInventory?

    enum CodingKeys: String, CodingKey {
        case state, found, applied, steps, backup, warnings, seconds, notes
        case invalidatedTokens = "invalidated_tokens"
    }

    init(_ report: UpgradeReport, inventory: NoteInventory?) {
        state = report.state.rawValue
        found = report.found.rawValue
        applied = report.applied
        steps = report.steps
        invalidatedTokens = report.discarded["tokens"] ?? 0
        backup = report.backup
        warnings = report.warnings
        seconds = report.seconds
        notes = inventory
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(state, forKey: .state)
        try container.encode(found, forKey: .found)
        try container.encode(applied, forKey: .applied)
        try container.encode(steps, forKey: .steps)
        try container.encode(invalidatedTokens, forKey: .invalidatedTokens)
        try container.encode(backup, forKey: .backup)
        try container.encode(warnings, forKey: .warnings)
        try container.encode(seconds, forKey: .seconds)
        try container.encode(notes, forKey: .notes)
    }
}
