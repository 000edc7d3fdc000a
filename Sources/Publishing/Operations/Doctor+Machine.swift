import Foundation
import GRDB
import Upgrade

extension Doctor {
    func checkFolder() -> [Finding] {
        let path = folder.path
        guard FileManager.default.fileExists(atPath: path) else {
            let mend = "correct DATA_PATH, or let starpunk serve create the folder for a new site"
            return [Finding(check: "data folder", mend: mend, warning: "there is no folder \(path)")]
        }
        var findings: [Finding] = []
        if !FileManager.default.isWritableFile(atPath: path) {
            findings.append(
                Finding(
                    check: "data folder",
                    failure: UpgradeError(
                        .inputOutput,
                        "\(path) cannot be written by this user",
                        next: "give the folder to the user that runs starpunk; with podman, use --userns=keep-id"
                    )
                )
            )
        }
        if let mode = Self.permissions(of: path), mode & 0o007 != 0 {
            findings.append(
                Finding(
                    check: "data folder",
                    mend: "chmod o-rwx \(path)",
                    warning: "other users of this machine can enter \(path)"
                )
            )
        }
        let database = folder.database.path
        if let mode = Self.permissions(of: database), mode & 0o077 != 0 {
            findings.append(
                Finding(
                    check: "database file",
                    mend: "chmod 600 \(database)",
                    warning: "other users of this machine can read \(database)"
                )
            )
        }
        findings += checkDisk()
        if findings.isEmpty { findings.append(Finding(check: "data folder", fine: path)) }
        return findings
    }

    private func checkDisk() -> [Finding] {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.path)
        guard let free = attributes?[.systemFreeSize] as? Int else { return [] }
        let needed = folder.database.bytes * 25 / 10 + 16 << 20
        guard free < needed else { return [Finding(check: "disk", fine: "\(free >> 20) MB are free")] }
        let found = "\(free >> 20) MB are free; an upgrade would need \(needed >> 20) MB"
        return [Finding(check: "disk", mend: "free space, or prune backups: starpunk backup prune", warning: found)]
    }

    /// The versions with the defect that https://www.sqlite.org/wal.html#walresetbug describes: two connections that
    /// write and checkpoint at the same instant can corrupt a database in WAL mode.
    func checkSQLite() -> [Finding] {
        let facts = try? DatabaseQueue().read { db in
            (
                try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? "",
                try Bool.fetchOne(db, sql: "SELECT sqlite_compileoption_used('ENABLE_FTS5')") ?? false
            )
        }
        guard let (version, hasFullText) = facts else { return [] }
        var findings: [Finding] = []
        if !hasFullText {
            findings.append(
                Finding(
                    check: "SQLite",
                    failure: UpgradeError(
                        .internalFailure,
                        "SQLite \(version) has no FTS5",
                        next: "use an SQLite library with FTS5, such as Debian's"
                    )
                )
            )
        }
        let parts = version.split(separator: ".").compactMap { Int($0) }
        let isMended =
            !parts.lexicographicallyPrecedes([3, 51, 3])
            || (parts.starts(with: [3, 50]) && parts.last ?? 0 >= 7)
            || (parts.starts(with: [3, 44]) && parts.last ?? 0 >= 6)
        if isMended {
            findings.append(Finding(check: "SQLite", fine: version))
        } else {
            let found =
                "SQLite \(version) has the WAL-reset defect, which shows only when a second program writes to the database"
            let mend =
                "do not write to the database with other programs while the server runs; SQLite 3.51.3 has the cure"
            findings.append(Finding(check: "SQLite", mend: mend, warning: found))
        }
        return findings
    }

    func checkTimeZones() -> [Finding] {
        if TimeZone(identifier: "Europe/Paris") != nil { return [Finding(check: "time zones", fine: "installed")] }
        return [Finding(check: "time zones", mend: "install tzdata", warning: "the time zone database is missing")]
    }

    /// Uploads are decoded by a program of its own, within limits; without it they are stored as they are, stripped.
    func checkImages() -> [Finding] {
        let without = """
            images are stored as they are, less their metadata, of whatever size and without smaller copies, animations \
            without their frames being decoded; those that lie on their side are refused, and so are HEIC and AVIF
            """
        guard let program = ImageProcessor.locate(in: configuration.searchPath) else {
            let install = "install libvips-tools, Debian's package with vipsthumbnail"
            return [Finding(check: "images", mend: install, warning: "vipsthumbnail is missing: \(without)")]
        }
        guard ImageProcessor.canLimit else {
            let found = "prlimit is missing, and no decoder runs without limits: \(without)"
            return [Finding(check: "images", mend: "install util-linux, Debian's package with prlimit", warning: found)]
        }
        return [Finding(check: "images", fine: program)]
    }

    func checkReplication() -> [Finding] {
        guard let socket = configuration.litestreamSocket else { return [] }
        if ReplicationSocket.answers(at: socket) {
            return [Finding(check: "Litestream", fine: "answers at \(socket)")]
        }
        let found = "nothing answers at \(socket)"
        return [Finding(check: "Litestream", mend: "start Litestream, or remove LITESTREAM_SOCKET", warning: found)]
    }

    static func permissions(of path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
    }
}
