import ArgumentParser

/// `starpunk db`
struct DatabaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Inspect, upgrade and verify the database.",
        subcommands: [
            DatabaseStatusCommand.self, DatabasePlanCommand.self, DatabaseUpgradeCommand.self,
            DatabaseVerifyCommand.self,
        ]
    )
}
