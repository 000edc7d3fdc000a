import ArgumentParser
import Publishing
import Upgrade

/// `starpunk backup`
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Make, list, prune and restore verified backups of the database.",
        subcommands: [
            BackupCreateCommand.self, BackupListCommand.self, BackupPruneCommand.self, BackupRestoreCommand.self,
        ]
    )
}

/// `starpunk backup create`
struct BackupCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Copy the database as it is at this moment, also while the server runs; print the copy's path."
    )

    @OptionGroup var site: SiteOptions
    @Option(help: "Where to put the copy (default: a dated name in the data folder's backups).") var output: String?
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        try Terminal.run(json: json) {
            let entry = try site.dataFolder().createBackup(output: output)
            if json {
                try Terminal.printJSON(BackupDocument(entry))
            } else {
                Terminal.print(entry.path)
            }
        }
    }
}

/// `starpunk backup list`
struct BackupListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the backups, newest first.")

    @OptionGroup var site: SiteOptions
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        try Terminal.run(json: json) {
            let entries = try site.dataFolder().backups.list()
            if json {
                try Terminal.printJSON(entries.map(BackupDocument.init))
                return
            }
            if entries.isEmpty { Terminal.say("There are no backups yet.\nNext: starpunk backup create") }
            for entry in entries {
                guard let manifest = entry.manifest else {
                    Terminal.print("\(entry.path)  (no manifest)")
                    continue
                }
                let secrets = manifest.containsClearTextSecrets ? "  holds secrets in clear text" : ""
                Terminal.print(
                    "\(entry.path)  \(manifest.createdAt)  \(manifest.reason)  \(manifest.size) bytes\(secrets)"
                )
            }
        }
    }
}

/// `starpunk backup prune`
struct BackupPruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove old backups.",
        discussion: """
            Kept are backups younger than 30 days, the newest of all, the two newest of each kind (made by hand, before an \
            upgrade, before a restore), and files that were put there by hand.
            """
    )

    @OptionGroup var site: SiteOptions

    func run() throws {
        try Terminal.run {
            let removed = try site.dataFolder().backups.prune()
            for path in removed { Terminal.print(path) }
            Terminal.say("\(removed.count) backups were removed.")
        }
    }
}

/// `starpunk backup restore`
struct BackupRestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup in place of the database; what was there is backed up first."
    )

    @OptionGroup var site: SiteOptions
    @Argument(help: "The backup: a path, or a name from backup list.") var file: String

    func run() throws {
        try Terminal.run {
            let report = try site.dataFolder().restore(file)
            if report.isUnvouched {
                Terminal.say("warning  this backup has no manifest: it was checked for damage, but not for changes")
            }
            if let folder = report.movedAside {
                Terminal.say("moved    the files of the damaged database are in \(folder)")
            }
            if let previous = report.previous { Terminal.say("undo     starpunk backup restore \(previous)") }
            Terminal.say("done     \(report.restored) is restored; the database is \(report.state)")
            if report.state.isUpgradable {
                Terminal.say("Next: starpunk serve or starpunk db upgrade brings it up to date")
            }
            Terminal.print(report.restored)
        }
    }
}

/// A backup as JSON.
private struct BackupDocument: Encodable {
    let path: String
    let manifest: BackupManifest?

    init(_ entry: BackupStore.Entry) {
        path = entry.path
        manifest = entry.manifest
    }
}
