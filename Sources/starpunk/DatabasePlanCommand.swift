import ArgumentParser
import Publishing
import Upgrade

/// `starpunk db plan`
struct DatabasePlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show the steps of an upgrade, rehearsed on a copy. The database is only read."
    )

    @OptionGroup var site: SiteOptions
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        try Terminal.run(json: json) {
            let folder = try site.dataFolder()
            let lines = ProgressLines { Terminal.say($0) }
            defer { lines.finish() }
            let rehearsal = try folder.plan { lines.observe($0) }
            lines.finish()
            let document = PlanDocument(rehearsal)
            if json {
                try Terminal.printJSON(document)
            } else if rehearsal.steps.isEmpty {
                Terminal.print("Nothing to do: the database is current.")
            } else {
                for step in rehearsal.steps { Terminal.print(step) }
            }
            for (table, count) in rehearsal.discarded.sorted(by: { $0.key < $1.key }) {
                Terminal.say(
                    "\(count) rows of \(table) hold secrets in clear text and would stop working; db upgrade --keep-tokens keeps tokens."
                )
            }
            for warning in rehearsal.warnings { Terminal.say(warning) }
            if !rehearsal.steps.isEmpty {
                Terminal.say(
                    "The rehearsal on a copy took \(rehearsal.seconds.inTenths) s. The upgrade needs \(rehearsal.neededBytes >> 20) MB on the disk."
                )
                Terminal.say("Nothing was changed.\nNext: starpunk db upgrade")
            }
        }
    }
}

private struct PlanDocument: Encodable {
    let state: String
    let pending: [String]
    let steps: [String]
    let invalidatedTokens: Int
    let warnings: [String]
    let seconds: Double
    let neededBytes: Int

    enum CodingKeys: String, CodingKey {
        case state, pending, steps, warnings, seconds
        case invalidatedTokens = "invalidated_tokens"
        case neededBytes = "needed_bytes"
    }

    init(_ rehearsal: UpgradeRehearsal) {
        state = rehearsal.inspection.state.rawValue
        pending = rehearsal.inspection.pending
        steps = rehearsal.steps
        invalidatedTokens = rehearsal.discarded["tokens"] ?? 0
        warnings = rehearsal.warnings
        seconds = rehearsal.seconds
        neededBytes = rehearsal.neededBytes
    }
}

extension Double {
    /// With one digit behind the point.
    var inTenths: String {
        let tenths = Int((self * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
