/// What an upgrade is at, for whoever watches.
public enum UpgradeEvent: Sendable {
    /// A line for the log: what was found, planned or done.
    case message(String)
    /// A step begins.
    case step(String)
    /// A step has done so many of so many rows.
    case progress(String, done: Int, total: Int)
}
