import Foundation
import GRDB
import TestSupport
import Testing

@Suite("starpunk backup")
struct BackupTests {
    private func slugs(_ site: Site) throws -> [String] {
        let queue = try site.open()
        defer { try? queue.close() }
        return try queue.read { try String.fetchAll($0, sql: "SELECT slug FROM notes ORDER BY id") }
    }

    private func backup(of site: Site) throws -> String {
        try #require(try site.run("backup", "create", "--json").json["path"] as? String)
    }

    @Test("restore brings back what was backed up, and can be undone", arguments: Fixture.Journal.allCases)
    func roundTrip(journal: Fixture.Journal) throws {
        let site = try Site(.incident, journal: journal)
        let original = try slugs(site)
        let path = try backup(of: site)
        let queue = try site.open()
        try queue.write {
            try $0.execute(
                sql: "DELETE FROM notes WHERE id > 2; INSERT INTO notes (slug, file_path) VALUES ('later', 'later')"
            )
        }
        try queue.close()
        let changed = try slugs(site)
        let result = try site.run("backup", "restore", path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try slugs(site) == original)
        let undo = try #require(
            result.errors.split(separator: "\n").first { $0.hasPrefix("undo") }?.split(separator: " ").last
        )
        #expect(try site.run("backup", "restore", String(undo)).status == 0)
        #expect(try slugs(site) == changed)
    }

    @Test("restore is right beside a stale -wal of a newer state")
    func staleWAL() throws {
        let site = try Site(Fixture("S27_v1.1.1_wal"), journal: .wal)
        let path = try backup(of: site)
        let original = try slugs(site)
        let queue = try site.open()
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0; UPDATE notes SET slug = 'bad-' || id")
            try FileManager.default.copyItem(atPath: site.database + "-wal", toPath: site.folder("stale"))
        }
        try queue.close()
        try? FileManager.default.removeItem(atPath: site.database + "-wal")
        try FileManager.default.copyItem(atPath: site.folder("stale"), toPath: site.database + "-wal")
        #expect(try site.run("backup", "restore", path).status == 0)
        #expect(try slugs(site) == original)
    }

    @Test("exit 8 for an altered backup, and nothing is changed")
    func altered() throws {
        let site = try Site(.incident)
        let path = try backup(of: site)
        let before = site.bytes
        let handle = try #require(FileHandle(forUpdatingAtPath: path.hasPrefix("/") ? path : site.folder(path)))
        try handle.seek(toOffset: 5000)
        try handle.write(contentsOf: Data("x".utf8))
        try handle.close()
        let result = try site.run("backup", "restore", path)
        #expect(result.status == 8)
        #expect(result.errors.contains("Nothing was changed."))
        #expect(site.bytes == before)
        #expect(try site.run("doctor").status == 8)
    }

    @Test("a damaged database is moved aside whole and replaced")
    func overDamage() throws {
        let site = try Site(.incident)
        let original = try slugs(site)
        let path = try backup(of: site)
        try Data(repeating: 7, count: 9000).write(to: URL(filePath: site.database))
        let result = try site.run("backup", "restore", path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try slugs(site) == original)
        let names = try FileManager.default.contentsOfDirectory(atPath: site.path)
        #expect(names.contains { $0.hasPrefix("failed-") })
    }

    @Test("exit 6 while Litestream answers")
    func replicating() throws {
        let site = try Site(.incident)
        let path = try backup(of: site)
        let socketPath = site.folder("litestream.sock")
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(socketPath.utf8)) }
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0 && listen(listener, 5) == 0)
        let result = try site.run("backup", "restore", path, environment: ["LITESTREAM_SOCKET": socketPath])
        #expect(result.status == 6)
        #expect(result.errors.contains("Litestream"))
    }

    @Test("the backup of an upgrade that holds clear text says so, in its manifest and through the doctor")
    func clearText() throws {
        let site = try Site(.incident)
        let report = try site.run("db", "upgrade", "--json")
        let path = try #require(report.json["backup"] as? String)
        let manifest = try String(contentsOfFile: path + ".json", encoding: .utf8)
        #expect(manifest.contains("\"contains_clear_text_secrets\" : true"))
        let doctor = try site.run("doctor")
        #expect(doctor.output.contains(path))
        #expect(doctor.output.contains("clear text"))
        for file in [path, path + ".json"] {
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("create is consistent under load")
    func underLoad() throws {
        let site = try Site(.incident, journal: .wal)
        try site.run("db", "upgrade")
        let queue = try site.open()
        try queue.write { try $0.execute(sql: "CREATE TABLE pairs (a INTEGER, b INTEGER)") }
        let writer = Thread {
            for number in 0..<400 {
                try? queue.write {
                    try $0.execute(sql: "INSERT INTO pairs VALUES (?, ?)", arguments: [number, number])
                }
                try? queue.write { try $0.execute(sql: "UPDATE pairs SET a = a + 1, b = b + 1") }
            }
        }
        writer.start()
        for _ in 0..<5 {
            let path = try backup(of: site)
            let copy = try DatabaseQueue(path: path)
            #expect(try copy.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM pairs WHERE a <> b") } == 0)
            try copy.close()
        }
        while !writer.isFinished { usleep(10_000) }
    }

    @Test("prune keeps young backups and the newest of each kind, and removes the rest")
    func prune() throws {
        let site = try Site(.incident)
        let paths = try (0..<5).map { _ in try backup(of: site) }
        for (number, path) in paths.enumerated() {
            let manifest = try String(contentsOfFile: path + ".json", encoding: .utf8)
            let dated = manifest.replacing(
                /"created_at" : "[^"]*"/,
                with: "\"created_at\" : \"2025-01-0\(number + 1)T00:00:00Z\""
            )
            try dated.write(toFile: path + ".json", atomically: true, encoding: .utf8)
        }
        let young = try backup(of: site)
        let result = try site.run("backup", "prune")
        #expect(result.status == 0)
        let left = paths.map { FileManager.default.fileExists(atPath: $0) }
        #expect(left == [false, false, false, false, true])
        #expect(FileManager.default.fileExists(atPath: young))
    }
}
