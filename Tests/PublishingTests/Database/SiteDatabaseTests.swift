import GRDB
import IndieWeb
import Publishing
import TestSupport
import Testing

@Suite("The database of a site")
struct SiteDatabaseTests {
    @Test("a commit is on the disk before it is acknowledged, and needs no file for what it might take back")
    func writer() throws {
        let folder = try TemporaryFolder()
        let database = try SiteDatabase(path: folder("starpunk.db"))
        let (journal, synchronous, temporary) = try database.connections.writeWithoutTransaction { db in
            try (
                String.fetchOne(db, sql: "PRAGMA journal_mode"), Int.fetchOne(db, sql: "PRAGMA synchronous"),
                Int.fetchOne(db, sql: "PRAGMA temp_store")
            )
        }
        #expect(journal == "wal")
        #expect(synchronous == 2, "FULL")
        #expect(temporary == 2, "MEMORY")
        // Kilobytes: five readers share what the memory of a small machine allows.
        #expect(try database.connections.read { try Int.fetchOne($0, sql: "PRAGMA cache_size") } == -1000)
        try database.close()
    }

    @Test("a token that was taken back fails at once, whoever took it back, and none is looked up after the end")
    func revokedElsewhere() async throws {
        let site = try PublisherFixture()
        let (one, other) = (
            try SiteDatabase(path: site.configuration.databasePath),
            try SiteDatabase(path: site.configuration.databasePath)
        )
        let tokens = AccessTokens(database: one.connections, lookups: one.lookups, now: { site.clock.now })
        let others = AccessTokens(database: other.connections, lookups: other.lookups, now: { site.clock.now })
        var random = SystemRandomNumberGenerator()
        for revoker in [tokens, others] {
            let issued = try tokens.issue(scope: Scope("create"), me: "", clientID: nil, expiresIn: 60, random: &random)
            #expect(try await tokens.verify(issued.token)?.id == issued.id)
            #expect(try revoker.revoke(id: issued.id))
            #expect(try await tokens.verify(issued.token) == nil)
        }
        try other.close()
        try one.close()
        await #expect(throws: DatabaseError.self) { _ = try await tokens.verify("a") }
    }
}
