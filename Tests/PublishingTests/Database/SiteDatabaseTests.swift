import GRDB
import Publishing
import TestSupport
import Testing

@Suite("The database of a site")
struct SiteDatabaseTests {
    @Test("a commit is on the disk before it is acknowledged, and needs no file for what it might take back")
    func writer() throws {
        let folder = try TemporaryFolder()
        let database = try SiteDatabase(path: folder("starpunk.db"))
        let (journal, synchronous, temporary) = try database.pool.writeWithoutTransaction { db in
            try (
                String.fetchOne(db, sql: "PRAGMA journal_mode"), Int.fetchOne(db, sql: "PRAGMA synchronous"),
                Int.fetchOne(db, sql: "PRAGMA temp_store")
            )
        }
        #expect(journal == "wal")
        #expect(synchronous == 2, "FULL")
        #expect(temporary == 2, "MEMORY")
        try database.close()
    }
}
