import Foundation
import GRDB
import Publishing
import Synchronization
import TestSupport
import Testing

/// Two connections to one file, as two processes have them.
@Suite("ChangeFeed")
struct ChangeFeedTests {
    private let folder: TemporaryFolder
    private let one: SiteDatabase
    private let other: SiteDatabase
    private let feed: ChangeFeed

    init() throws {
        folder = try TemporaryFolder()
        try Fixture("S30_v1.4_healthy").build(in: folder("data"), journal: .wal, extra: Fixture.ownMigrations())
        one = try SiteDatabase(path: folder("data/starpunk.db"))
        other = try SiteDatabase(path: folder("data/starpunk.db"))
        feed = ChangeFeed(reader: one.reader, path: folder("data/starpunk.db"))
    }

    private func news() async throws -> Set<SiteChange> {
        let news = Mutex<Set<SiteChange>>([])
        try await feed.catchUp { changes in news.withLock { $0 = changes } }
        return news.withLock { $0 }
    }

    private func record(_ changes: Set<SiteChange>, by database: SiteDatabase) async throws {
        try await database.connections.write { try SiteChanges.record(changes, at: PostsFixture.now, in: $0) }
    }

    @Test("the first look takes everything for changed, and then nothing is new until something is committed")
    func upToDate() async throws {
        #expect(!feed.isUpToDate)
        #expect(try await news() == [.everything])
        #expect(feed.isUpToDate)
        #expect(try await news() == [])
    }

    @Test("what another process commits is seen at once, and told once")
    func others() async throws {
        _ = try await news()
        let changes: Set<SiteChange> = [.note(7), .timeline, .tag("ελλάδα-3 x"), .month(year: 2025, 11), .author]
        try await record(changes, by: other)
        #expect(!feed.isUpToDate)
        #expect(try await news() == changes)
        #expect(feed.isUpToDate)
        try await record([.timeline], by: one)
        try await record([.note(1)], by: other)
        #expect(try await news() == [.timeline, .note(1)])
    }

    @Test("a commit that changed nothing for readers makes for a look, and no more")
    func irrelevant() async throws {
        _ = try await news()
        try await other.connections.write { try $0.execute(sql: "UPDATE sessions SET user_agent = 'x'") }
        #expect(!feed.isUpToDate)
        #expect(try await news() == [])
        #expect(feed.isUpToDate)
    }

    @Test("who has missed too much takes everything for changed; what is kept has a bound")
    func missed() async throws {
        _ = try await news()
        try await other.connections.write { db in
            for number in 1...1_100 { try SiteChanges.record([.note(Int64(number))], at: PostsFixture.now, in: db) }
        }
        #expect(try await news() == [.everything])
        let kept = try await one.reader.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM site_changes") }
        #expect(kept == 1_000)
    }

    @Test("a line that a newer version wrote stands for anything")
    func unknown() async throws {
        _ = try await news()
        try await other.connections.write {
            try $0.execute(sql: "INSERT INTO site_changes (touched, changed_at) VALUES ('weather rain', '')")
        }
        #expect(try await news() == [.everything])
    }

    @Test("emptying the log makes nothing new, and what comes after is seen")
    func checkpoint() async throws {
        _ = try await news()
        try await record([.note(1)], by: other)
        _ = try await news()
        try await other.connections.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try await record([.note(2)], by: other)
        #expect(!feed.isUpToDate)
        #expect(try await news() == [.note(2)])
    }

    @Test("a database without a log is asked each time")
    func withoutLog() async throws {
        let fixture = try PostsFixture()
        let feed = ChangeFeed(reader: fixture.database, path: "\(fixture.dataPath)/starpunk.db")
        try await feed.catchUp { _ in }
        #expect(!feed.isUpToDate)
    }
}
