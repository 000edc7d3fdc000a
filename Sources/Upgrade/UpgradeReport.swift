/// What an upgrade did, or that it had nothing to do.
public struct UpgradeReport: Sendable {
    /// What was found.
    public let found: DatabaseState
    /// What the database is now.
    public let state: DatabaseState
    /// Names of the migrations that were put in force.
    public let applied: [String]
    /// What was done, step by step.
    public let steps: [String]
    /// Rows that were left out because they held secrets in clear text, by table.
    public let discarded: [String: Int]
    /// Path of the backup from before, nil when none was needed.
    public let backup: String?
    /// What the operator should know.
    public let warnings: [String]
    /// Wall-clock seconds.
    public let seconds: Double
}
