/// What a database is to the program that looks at it. Decided by the shape of its schema first, by its ledger second.
public enum DatabaseState: String, Sendable, CaseIterable {
    /// There is no file.
    case missing
    /// A file without any table of ours.
    case empty
    /// The golden schema, and the ledger says so.
    case current
    /// An older schema, just as its ledger says.
    case behind
    /// A recognised schema that its ledger does not tell: half upgraded, mended by hand, or never recorded.
    case adoptable
    /// Written by a newer program.
    case ahead
    /// Ours, but changed in a way that has no way back.
    case drifted
    /// Not a database of this program.
    case foreign
    /// Damaged.
    case corrupt
    /// Held by another process.
    case busy

    /// True when an upgrade leads from here to `current`.
    public var isUpgradable: Bool { self == .missing || self == .empty || self == .behind || self == .adoptable }
}
