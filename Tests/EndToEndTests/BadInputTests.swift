import Foundation
import GRDB
import TestSupport
import Testing

/// What an operator can point the program at that is no sound, older database.
struct BadInput: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let status: Int32
    /// The state that `db status` tells, nil where it cannot look.
    let state: String?
    let make: @Sendable (Site) throws -> Void

    static let all: [BadInput] = [
        BadInput(testDescription: "random bytes", status: 3, state: "foreign") { site in
            var generator = SystemRandomNumberGenerator()
            let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try Data([1] + bytes).write(to: URL(filePath: site.database))
        },
        BadInput(testDescription: "a text file", status: 3, state: "foreign") { site in
            try Data("# not a database\n".utf8).write(to: URL(filePath: site.database))
        },
        BadInput(testDescription: "a database cut off in the middle", status: 8, state: "corrupt") { site in
            try Fixture.incident.build(in: site.path)
            try site.bytes.prefix(site.bytes.count / 2).write(to: URL(filePath: site.database))
        },
        BadInput(testDescription: "a database cut off within its header", status: 8, state: "corrupt") { site in
            try Fixture.incident.build(in: site.path)
            try site.bytes.prefix(60).write(to: URL(filePath: site.database))
        },
        BadInput(testDescription: "a database with overwritten pages", status: 8, state: "corrupt") { site in
            try Fixture.incident.build(in: site.path)
            var bytes = site.bytes
            for index in 4096..<(bytes.count - 100) { bytes[index] = 0x5a }
            try bytes.write(to: URL(filePath: site.database))
        },
        BadInput(testDescription: "a folder in the file's place", status: 7, state: nil) { site in
            try FileManager.default.createDirectory(atPath: site.database, withIntermediateDirectories: true)
        },
        BadInput(testDescription: "another program's database with a ledger of versions", status: 3, state: "foreign") {
            site in
            try Fixture("S37_not_starpunk").build(in: site.path)
        },
        BadInput(testDescription: "another program's notes", status: 3, state: "foreign") { site in
            try Fixture("S01_empty").build(
                in: site.path,
                extra: "CREATE TABLE notes (id, body); CREATE TABLE schema_migrations (version)"
            )
        },
        BadInput(testDescription: "a database of a newer release", status: 4, state: "ahead") { site in
            try Fixture("S34_future_migration").build(in: site.path)
        },
        BadInput(testDescription: "a database that lost its notes table", status: 3, state: "drifted") { site in
            try Fixture.incident.build(in: site.path, extra: "DROP TABLE notes")
        },
    ]
}

@Suite("Bad input")
struct BadInputTests {
    @Test("is refused with its exit code, says what to do, and nothing is changed", arguments: BadInput.all)
    func refused(input: BadInput) throws {
        let site = try Site()
        try input.make(site)
        let before = site.files

        for words in [
            ["db", "upgrade"], ["db", "upgrade", "--keep-tokens"], ["db", "plan"], ["db", "verify"],
            ["serve", "--port", "0"],
        ] {
            let result = try Program.run(words + ["--data-path", site.path], in: site.folder.path)
            #expect(result.status == input.status, "\(words): \(result.errors)")
            #expect(result.errors.contains("Nothing was changed."))
            #expect(result.errors.contains("Next: "))
            #expect(!result.errors.contains("Fatal error"))
        }
        let status = try site.run("db", "status", "--json")
        #expect(status.status == input.status)
        #expect(status.json["state"] as? String == input.state)
        #expect(site.files == before)
    }

    @Test("exit 7 when there is no data folder, and none is made")
    func noFolder() throws {
        let site = try Site()
        let result = try Program.run(["db", "upgrade", "--data-path", site.folder("nowhere")], in: site.folder.path)
        #expect(result.status == 7)
        #expect(result.errors.contains("Next: "))
        #expect(!FileManager.default.fileExists(atPath: site.folder("nowhere")))
        let status = try Program.run(
            ["db", "status", "--json", "--data-path", site.folder("nowhere")],
            in: site.folder.path
        )
        #expect(status.status == 0)
        #expect(status.json["state"] as? String == "missing")
        #expect(status.json["backup"] is NSNull)
    }

    @Test(
        "a zero-byte file and a file of a header alone become a new site",
        arguments: ["", "PRAGMA user_version = 0; VACUUM"]
    )
    func empty(sql: String) throws {
        let site = try Site()
        try Data().write(to: URL(filePath: site.database))
        if !sql.isEmpty {
            let queue = try site.open()
            try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
            try queue.close()
        }
        #expect(try site.run("db", "status", "--json").json["state"] as? String == "empty")
        let result = try site.run("db", "upgrade", "--json")
        #expect(result.status == 0)
        #expect(result.json["backup"] is NSNull)
        #expect(try site.run("db", "verify").status == 0)
    }

    @Test(
        "exit 6 while another process holds the database, and nothing is changed",
        arguments: ["IMMEDIATE", "EXCLUSIVE"]
    )
    func locked(kind: String) throws {
        let site = try Site(.incident)
        let before = site.bytes
        let other = try site.open()
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN \(kind)") }
        let result = try site.run("db", "upgrade")
        #expect(result.status == 6)
        #expect(result.errors.contains("Nothing was changed."))
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        #expect(site.bytes == before)
        #expect(try site.run("db", "upgrade").status == 0)
    }

    @Test("exit 6 from a command that writes while another process holds the database")
    func lockedCommand() throws {
        let site = try Site(.incident)
        #expect(try site.run("db", "upgrade").status == 0)
        let other = try site.open()
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let result = try site.run("token", "create", "--scope", "create")
        #expect(result.status == 6, "\(result.errors)")
        #expect(result.errors.contains("Next: Stop the program that holds the database"))
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        #expect(try site.run("token", "create", "--scope", "create").status == 0)
    }

    @Test("exit 7 on a file or folder that cannot be written, and nothing is changed", arguments: ["file", "folder"])
    func readOnly(what: String) throws {
        let site = try Site(.incident)
        let before = site.bytes
        let manager = FileManager.default
        // Permissions do not bind the superuser, so the program runs as somebody else then.
        let wrapper = getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: site.folder.path)
        try manager.setAttributes([.posixPermissions: what == "folder" ? 0o555 : 0o777], ofItemAtPath: site.path)
        try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: site.database)
        let result = try site.run("db", "upgrade", wrapper: wrapper)
        #expect(result.status == 7, "\(result.errors)")
        #expect(result.errors.contains("Next: "))
        let status = try site.run("db", "status", "--json", wrapper: wrapper)
        #expect(status.json["state"] as? String == "behind", "\(status.errors)")
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: site.path)
        #expect(site.bytes == before)
    }

    @Test("a write-ahead log in a folder that cannot be written is read all the same")
    func readOnlyWAL() throws {
        let site = try Site(Fixture("S30_v1.4_healthy"), journal: .wal)
        let wrapper = getuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : []
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: site.folder.path)
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: site.path)
        let status = try site.run("db", "status", "--json", wrapper: wrapper)
        #expect(status.json["state"] as? String == "behind", "\(status.errors)")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: site.path)
    }

    @Test("without a notes folder the upgrade goes through and says so, and verify exits 8")
    func noNotes() throws {
        let site = try Site(.incident)
        try FileManager.default.removeItem(atPath: site.path + "/notes")
        let result = try site.run("db", "upgrade")
        #expect(result.status == 0)
        #expect(result.errors.contains("notes/ is missing"))
        #expect(try site.run("db", "verify").status == 8)
    }

    @Test("78 lists every wrong setting at once")
    func configuration() throws {
        let site = try Site(.incident)
        let result = try site.run(
            "db",
            "upgrade",
            environment: ["PORT": "eighty", "SITE_URL": "example", "LOG_LEVEL": "loud"]
        )
        #expect(result.status == 78)
        for name in ["PORT", "SITE_URL", "LOG_LEVEL"] { #expect(result.errors.contains(name)) }
    }

    @Test("64 on wrong usage")
    func usage() throws {
        #expect(try Program.run(["db", "upgrade", "--sideways"]).status == 64)
    }
}
