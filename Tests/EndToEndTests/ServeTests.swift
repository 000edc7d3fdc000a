import Foundation
import TestSupport
import Testing

@Suite("starpunk serve", .serialized)
struct ServeTests {
    @Test("the main job: a folder of release 0.9 is taken over and served")
    func mainJob() throws {
        let site = try Site(.incident)
        let server = try Server(site)
        #expect(try server.wait(for: 200) != nil)
        let home = try server.get("/")
        #expect(home.status == 200)
        for slug in ["first-light", "hello-indieweb", "cafe-uber-zoo"] { #expect(home.body.contains("/note/\(slug)")) }
        for slug in ["draft-thoughts", "removed-note"] { #expect(!home.body.contains(slug)) }
        #expect(try server.get("/note/first-light").status == 200)
        #expect(try server.get("/note/draft-thoughts").status == 404)
        #expect(try server.get("/note/removed-note").status == 410)
        let redirect = try server.get("/notes/first-light")
        #expect(redirect.status == 301)
        #expect(redirect.headers["location"]?.hasSuffix("/note/first-light") == true)
        #expect(try server.get("/feed.rss").headers["content-type"] == "application/rss+xml; charset=utf-8")

        #expect(try site.run("db", "verify").status == 0)
        #expect(try site.run("db", "status", "--check").status == 0)
        #expect(try site.run("backup", "create").status == 0)
        #expect(try site.run("doctor").status == 0)
        let told = server.lines.filter { !$0.contains(" request ") }
        #expect(told.count < 10, "\(told)")
        #expect(told.contains { $0.contains("2 tokens") })
        #expect(server.stop() == 0)
    }

    @Test("503 with Retry-After while the upgrade is not over, and 200 afterwards")
    func waiting() throws {
        let site = try Site(.incident)
        let lock = open(site.database + ".lock", O_RDWR | O_CREAT, 0o600)
        #expect(flock(lock, LOCK_EX) == 0)
        let server = try Server(site)
        for path in ["/", "/health", "/note/first-light"] {
            let answer = try #require(try server.wait(for: 503, at: path))
            #expect(answer.headers["retry-after"] != nil)
        }
        close(lock)
        #expect(try server.wait(for: 200, at: "/") != nil)
        #expect(server.stop() == 0)
    }

    @Test("exit 2 when an upgrade is pending and AUTO_UPGRADE is false, and nothing is changed")
    func noAutoUpgrade() throws {
        let site = try Site(.incident)
        let before = site.bytes
        let result = try site.run("serve", "--port", "0", environment: ["AUTO_UPGRADE": "false"])
        #expect(result.status == 2)
        #expect(result.errors.contains("starpunk db upgrade"))
        #expect(site.bytes == before)
    }

    @Test("a missing data folder becomes a new site, for its owner alone")
    func newSite() throws {
        let site = try Site()
        try FileManager.default.removeItem(atPath: site.path)
        let server = try Server(site)
        #expect(try server.wait(for: 200, at: "/") != nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: site.path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        let file = try FileManager.default.attributesOfItem(atPath: site.database)
        #expect(file[.posixPermissions] as? Int == 0o600)
        #expect(server.stop() == 0)
        let log = try? FileManager.default.attributesOfItem(atPath: site.database + "-wal")[.size] as? Int
        #expect(log ?? 0 == 0)
        #expect(try site.run("db", "verify").status == 0)
    }

    @Test("as many connections as the system allows, and not only as many as a login shell does")
    func openFiles() throws {
        let server = try Server(Site(), wrapper: ["/usr/bin/prlimit", "--nofile=256:"])
        #expect(try server.wait(for: 200, at: "/") != nil)
        let limits = try String(contentsOfFile: server.statusFolder + "/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
        let numbers = line.split(separator: " ").compactMap { Int($0) }
        try #require(numbers.count == 2, "\(line)")
        #expect(numbers[0] == min(numbers[1], 65_536))
        #expect(server.stop() == 0)
    }

    @Test("restore exits 6 under a running server")
    func restoreUnderServer() throws {
        let site = try Site(.incident)
        let server = try Server(site)
        #expect(try server.wait(for: 200) != nil)
        let created = try site.run("backup", "create", "--json")
        let backup = try #require(created.json["path"] as? String)
        let result = try site.run("backup", "restore", backup)
        #expect(result.status == 6)
        #expect(result.errors.contains("serve"))
        #expect(server.stop() == 0)
        #expect(try site.run("backup", "restore", backup).status == 0)
    }

    @Test("exit 7 when the port is taken")
    func portTaken() throws {
        let site = try Site(.incident)
        let server = try Server(site)
        #expect(try server.wait(for: 200) != nil)
        let second = try site.run("serve", "--port", "\(server.port)")
        #expect(second.status == 7)
        #expect(second.errors.contains("port \(server.port)"))
        #expect(server.stop() == 0)
    }

    @Test("exit 7 when no machine has the name of the host")
    func unknownHost() throws {
        let site = try Site(.incident)
        let before = site.bytes
        let result = try site.run("serve", "--port", "0", environment: ["HOST": "bad host"])
        #expect(result.status == 7)
        #expect(result.errors.contains("E7 Cannot listen on bad host, port 0"), "\(result.errors)")
        #expect(result.errors.contains("Next: choose another address or port (--host, --port, HOST, PORT)"))
        #expect(site.bytes == before)
    }
}
