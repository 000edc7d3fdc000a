import Foundation
import TestSupport
import Testing

@Suite("The terminal")
struct TerminalTests {
    /// Runs a line of shell with the program as `$STARPUNK` and the data folder as `$DATA`.
    private func shell(_ line: String, in site: Site) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", line]
        process.environment = ["STARPUNK": Program.path, "DATA": site.path, "PATH": "/usr/bin:/bin"]
        process.currentDirectoryURL = URL(filePath: site.folder.path)
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test(
        "a reader that goes away, a full disk or a closed descriptor kills no command",
        arguments: [
            "$STARPUNK db status --data-path $DATA 2>/dev/null | head -0; exit ${PIPESTATUS[0]}",
            "$STARPUNK db status --data-path $DATA >/dev/full 2>&1",
            "$STARPUNK db upgrade --json --data-path $DATA >/dev/full 2>/dev/full",
            "$STARPUNK db upgrade --data-path $DATA >&- 2>&- <&-",
        ]
    )
    func output(line: String) throws {
        let site = try Site(.incident)
        #expect(try shell(line, in: site) == 0)
        let status = try site.run("db", "status", "--json")
        #expect(["behind", "current"].contains(status.json["state"] as? String))
    }

    @Test(
        "--json prints one document, also when it fails",
        arguments: [["db", "verify"], ["db", "status"], ["db", "upgrade"], ["db", "plan"]]
    )
    func oneDocument(words: [String]) throws {
        for fixture in ["S37_not_starpunk", "S34_future_migration"] {
            let site = try Site(Fixture(fixture))
            let result = try Program.run(words + ["--json", "--data-path", site.path])
            #expect(result.status != 0)
            if words != ["db", "status"] { #expect(!result.json.isEmpty) }
        }
        let broken = try Program.run(words + ["--json"], environment: ["PORT": "x"])
        #expect(broken.status == 78)
        #expect(!broken.json.isEmpty)
    }

    @Test("7 when the disk takes nothing more, with what to do about it")
    func full() throws {
        let site = try Site(.incident)
        try site.run("db", "upgrade")
        // No file may grow; the signal that says so is not for us (getrlimit(2)).
        let wrapper = ["/bin/bash", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "bash"]
        let result = try site.run("token", "create", "--scope", "create", wrapper: wrapper)
        #expect(result.status == 7)
        #expect(result.errors.hasPrefix("E7 The disk of the server"))
        #expect(result.errors.contains("\nNext: "))
        #expect(try site.run("db", "verify").status == 0)
    }

    @Test("78 for a .env that is no text, instead of a new site in the default place")
    func unreadableSettings() throws {
        let site = try Site()
        try Data([0x41, 0x3d, 0xe9, 0x0a]).write(to: URL(filePath: site.folder(".env")))
        let result = try Program.run(["serve", "--port", "0"], in: site.folder.path)
        #expect(result.status == 78)
        #expect(result.errors.contains(".env"))
    }

    @Test("2 from --check while an upgrade is pending, 0 afterwards")
    func check() throws {
        let site = try Site(.incident)
        #expect(try site.run("db", "status", "--check").status == 2)
        #expect(try site.run("db", "verify").status == 2)
        try site.run("db", "upgrade")
        #expect(try site.run("db", "status", "--check").status == 0)
    }

    @Test("a database under a second name has one lock and one log")
    func link() throws {
        let site = try Site(.incident)
        let other = try Site()
        try FileManager.default.createSymbolicLink(atPath: other.database, withDestinationPath: site.database)
        let server = try Server(site)
        #expect(try server.wait(for: 200) != nil)
        let backup = try #require(try site.run("backup", "create", "--json").json["path"] as? String)
        #expect(try other.run("backup", "restore", backup).status == 6)
        #expect(server.stop() == 0)
    }

    @Test("SIGTERM ends a server that waits for another process")
    func stopWhileWaiting() throws {
        let site = try Site(.incident)
        let lock = open(site.database + ".lock", O_RDWR | O_CREAT, 0o600)
        #expect(flock(lock, LOCK_EX) == 0)
        let server = try Server(site)
        #expect(try server.wait(for: 503) != nil)
        #expect(server.stop() == 0)
        close(lock)
        #expect(try site.run("db", "status", "--json").json["state"] as? String == "behind")
    }
}
