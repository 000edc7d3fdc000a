import Foundation
import GRDB
import TestSupport
import Testing

@Suite("A database whose last writer was killed")
struct HotFileTests {
    /// Files as they lie while a transaction is on its way, copied aside as a crash would leave them.
    private func crash(_ site: Site, journal: Fixture.Journal, sql: String, rollBack: Bool) throws -> Site {
        let crashed = try Site()
        let queue = try site.open()
        try queue.writeWithoutTransaction { db in
            try db.execute(
                sql: "PRAGMA journal_mode = \(journal.rawValue); PRAGMA cache_size = 5; PRAGMA wal_autocheckpoint = 0"
            )
            try db.execute(sql: (rollBack ? "BEGIN; " : "") + sql)
            for ending in ["", "-wal", "-journal"] where FileManager.default.fileExists(atPath: site.database + ending)
            {
                try FileManager.default.copyItem(atPath: site.database + ending, toPath: crashed.database + ending)
            }
            if rollBack { try db.execute(sql: "ROLLBACK") }
        }
        try queue.close()
        try FileManager.default.copyItem(atPath: site.path + "/notes", toPath: crashed.path + "/notes")
        return crashed
    }

    private static let newestNote = """
        INSERT INTO notes (slug, file_path, published, created_at) VALUES
        ('newest', 'notes/2025/11/newest.md', 1, '2025-12-24 00:00:00')
        """

    @Test("keeps the note that is only in the -wal")
    func hotWAL() throws {
        let site = try crash(
            Site(Fixture("S27_v1.1.1_wal"), journal: .wal),
            journal: .wal,
            sql: Self.newestNote,
            rollBack: false
        )
        try expectReadOnlyCommandsChangeNothing(in: site)
        #expect(try site.run("db", "upgrade").status == 0)
        let slugs = try site.open().read { try String.fetchAll($0, sql: "SELECT slug FROM notes") }
        #expect(slugs.contains("newest"))
        let backups = try FileManager.default.contentsOfDirectory(atPath: site.path + "/backups").filter {
            $0.hasSuffix(".db")
        }
        let backup = try DatabaseQueue(path: site.path + "/backups/" + (try #require(backups.first)))
        #expect(try backup.read { try String.fetchAll($0, sql: "SELECT slug FROM notes") }.contains("newest"))
    }

    @Test("rolls back what a hot journal says was never finished")
    func hotJournal() throws {
        let site = try crash(
            Site(.incident),
            journal: .delete,
            sql: """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
                INSERT INTO notes (slug, file_path) SELECT 'half-' || i, 'half-' || i FROM n; DELETE FROM sessions;
                """,
            rollBack: true
        )
        #expect(FileManager.default.fileExists(atPath: site.database + "-journal"))
        try expectReadOnlyCommandsChangeNothing(in: site)
        #expect(try site.run("db", "upgrade").status == 0)
        try site.open().read { db throws in
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM notes") == 5)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM sessions") == 2)
        }
    }

    @Test("is left alone by the commands that only look", arguments: Fixture.Journal.allCases)
    func readOnlyCommands(journal: Fixture.Journal) throws {
        for fixture in ["S07_v0.9_upgraded", "S30_v1.4_healthy", "S34_future_migration", "S37_not_starpunk"] {
            try expectReadOnlyCommandsChangeNothing(in: Site(Fixture(fixture), journal: journal))
        }
        let upgraded = try Site(.incident, journal: journal)
        try upgraded.run("db", "upgrade")
        try expectReadOnlyCommandsChangeNothing(in: upgraded)
    }

    private func expectReadOnlyCommandsChangeNothing(in site: Site) throws {
        let before = site.bytes
        let log = FileManager.default.contents(atPath: site.database + "-wal")
        let journal = FileManager.default.contents(atPath: site.database + "-journal")
        for words in [
            ["db", "status"], ["db", "plan"], ["db", "verify"], ["doctor"], ["backup", "list"],
            ["db", "status", "--check"],
        ] {
            let result = try Program.run(words + ["--data-path", site.path], in: site.folder.path)
            #expect(result.status < 64, "\(words): \(result.errors)")
            #expect(site.bytes == before, "\(words)")
            #expect(FileManager.default.contents(atPath: site.database + "-journal") == journal, "\(words)")
            if let log, !log.isEmpty {
                #expect(FileManager.default.contents(atPath: site.database + "-wal") == log, "\(words)")
            }
        }
    }
}
