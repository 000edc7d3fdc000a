/// What a database holds and how well it is kept, in figures.
package struct DatabaseReport: Sendable, Equatable {
    /// A copy of the database.
    package struct Backup: Sendable, Equatable {
        /// The name of its file.
        package let name: String
        /// When it was made; nil where it has no manifest.
        package let made: StoredTimestamp?
        /// Why it was made: `upgrade`, `restore` or `manual`.
        package let reason: String?
        /// Its length, when known.
        package let byteCount: Int?

        /// Creates a backup.
        package init(name: String, made: StoredTimestamp?, reason: String?, byteCount: Int?) {
            self.name = name
            self.made = made
            self.reason = reason
            self.byteCount = byteCount
        }
    }

    /// Posts that are not deleted.
    package let postCount: Int
    /// Posts that can be brought back.
    package let deletedCount: Int
    /// Uploads.
    package let mediaCount: Int
    /// Bytes of the database's files.
    package let byteCount: Int
    /// The last step of the schema's history.
    package let newestMigration: String
    /// The newest first.
    package let backups: [Backup]
}

/// What a check of the site found.
package struct DatabaseCheck: Sendable, Equatable {
    /// Whether all is well.
    package let isWhole: Bool
    /// What is wrong, a sentence each.
    package let failures: [String]
    /// What deserves a look and harms nothing.
    package let warnings: [String]

    /// Creates a finding.
    package init(isWhole: Bool, failures: [String], warnings: [String]) {
        self.isWhole = isWhole
        self.failures = failures
        self.warnings = warnings
    }
}
