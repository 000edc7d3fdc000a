import Foundation
import GRDB
import IndieWeb
import Testing

@testable import Publishing

@Suite("Lists of posts")
struct ListingTests {
    let fixture: PostsFixture

    init() throws {
        fixture = try PostsFixture()
    }

    @Test("SQLite walks the order of a tag and of a period, and sorts nothing")
    func plans() throws {
        let tag = TimelineRows(ofTag: 1, at: PostsFixture.now)
        #expect(
            try fixture.plan(tag.olderSQL, [1, 1, 1, 1, 1, 0]) == [
                "SEARCH tag_timeline USING PRIMARY KEY (tag_id=? AND moment<?)",
                "SEARCH notes USING INTEGER PRIMARY KEY (rowid=?)",
            ]
        )
        #expect(
            try fixture.plan(tag.newerSQL, [1, 1, 1, 1, 1, 1, 0]) == [
                "SEARCH tag_timeline USING PRIMARY KEY (tag_id=? AND moment>? AND moment<?)",
                "SEARCH notes USING INTEGER PRIMARY KEY (rowid=?)",
            ]
        )
        let period = TimelineRows(of: CalendarMonth(year: 2025, month: 1).wholeYear, at: PostsFixture.now)
        let search = ["SEARCH notes USING INDEX idx_notes_timeline (<expr>>? AND <expr><?)"]
        #expect(try fixture.plan(period.olderSQL, [1, 1, 1, 1, 1, 1, 1, 1, 1, 0]) == search)
        #expect(try fixture.plan(period.hasOlderSQL, [1, 1, 1, 1, 1, 1, 1, 1]).suffix(1) == search)
        #expect(try fixture.plan(period.hasNewerSQL, [1, 1, 1, 1, 1, 1, 1, 1, 1]).suffix(1) == search)
    }

    @Test("what goes beside the lists is found by an index")
    func otherPlans() throws {
        #expect(
            try fixture.plan(PostQuery.nextPublicationSQL, [1]) == [
                "SEARCH notes USING INDEX idx_notes_timeline (<expr>>?)"
            ]
        )
        #expect(
            try fixture.plan(PostQuery.addressesSQL, [1]) == [
                "SEARCH notes USING INDEX idx_notes_timeline (<expr><?)"
            ]
        )
        let tags = try fixture.plan(PostQuery.frequentTagsSQL, [30])
        #expect(tags == ["SEARCH tags USING INDEX idx_tags_post_count (post_count>?)"])
        let search = try fixture.plan(SearchQuery.matchesSQL, [20, "a", 1])
        #expect(search.contains { $0.contains("notes_fts VIRTUAL TABLE INDEX 0:M") })
        #expect(search.contains { $0.hasPrefix("SEARCH notes USING") && $0.contains("idx_notes_listed (id=?") })
        #expect(!search.contains { $0.hasPrefix("SCAN notes") && !$0.contains("VIRTUAL") })
    }

    @Test("a tag is found by its name or another spelling, when a public post has it")
    func tags() async throws {
        let query = fixture.query
        #expect(try await query.tag("indieweb")?.displayName == "IndieWeb")
        #expect(try await query.tag("#IndieWeb")?.name == "indieweb")
        #expect(try await query.tag("nothing") == nil)
        #expect(try await query.frequentTags().map(\.name) == ["indieweb", "photo"])
        #expect(try await query.frequentTags(limit: 1).map(\.name) == ["indieweb"])
    }

    @Test("the years and the months of a year that have posts, newest first")
    func periods() async throws {
        try fixture.addPosts(1)
        try await fixture.database.write {
            try $0.execute(sql: "UPDATE notes SET created_at = '2021-02-03 04:05:06' WHERE id = 1")
            try $0.execute(sql: "UPDATE notes SET created_at = '2030-02-03 04:05:06' WHERE id = 2")
        }
        #expect(try await fixture.query.periods() == [.year(2026), .year(2025), .year(2021)])
        #expect(try await fixture.query.periods(in: 2025) == [.month(year: 2025, 11)])
        #expect(try await fixture.query.periods(in: 2024) == [])
    }

    /// Posts whose order in time is not that of their calendar days.
    private static let edges: KeyValuePairs = [
        "feb": "2025-02-28T23:30:00-08:00", "feb-utc": "2025-02-28 23:30:00", "mar-basic": "20250301T001500+0100",
        "mar": "2025-03-01T00:30:00+14:00", "dec": "2025-12-31T23:50:00-12:00", "jan": "2026-01-01T00:30:00+14:00",
        "may": "2026-05-31T23:30:00-12:00",
    ]

    @Test("MP-033 a post is in the year and the month of the date that it shows, whatever its clock")
    func clocks() async throws {
        let site = try PublisherFixture()
        for (slug, date) in Self.edges {
            _ = try await site.create(["content": ["x"], "published": [.string(date)]], slug: slug)
        }
        let query = PostQuery(
            reader: site.database,
            notes: NoteFolder(dataPath: site.configuration.dataPath),
            now: { [clock = site.clock] in clock.now }
        )
        func slugs(_ listing: Listing, _ position: PagePosition = .newest, limit: Int = 9) async throws -> [String]? {
            try await query.page(of: listing, at: position, limit: limit, logger: fixture.logger)?.posts.map(\.slug)
        }
        #expect(try await query.periods() == [.year(2026), .year(2025)])
        let months = [12, 3, 2].map { Listing.month(year: 2025, $0) }
        #expect(try await query.periods(in: 2025) == months)
        #expect(try await query.periods(in: 2026) == [.month(year: 2026, 5), .month(year: 2026, 1)])
        #expect(try await slugs(months[0]) == ["dec"])
        #expect(try await slugs(months[1]) == ["mar-basic", "mar"])
        #expect(try await slugs(months[2]) == ["feb", "feb-utc"])
        #expect(try await slugs(.month(year: 2026, 1)) == ["jan"])
        #expect(try await slugs(.month(year: 2026, 6)) == [])
        #expect(try await slugs(.year(2025)) == ["dec", "feb", "feb-utc", "mar-basic", "mar"])
        let first = try await query.page(of: .year(2025), at: .newest, limit: 3, logger: fixture.logger)
        let older = try #require(first?.older)
        #expect(try await slugs(.year(2025), .before(older), limit: 3) == ["mar-basic", "mar"])
        let last = try await query.page(of: .year(2025), at: .before(older), limit: 3, logger: fixture.logger)
        #expect(last?.older == nil && last?.newer != nil && first?.newer == nil)
    }

    @Test(
        "MP-033 a leap second is in the day that it ends, in the archive as on the page",
        arguments: ["2016-12-31T23:59:60Z", "2016-12-31T18:59:60-05:00", "20161231T235960+0000"]
    )
    func leapSecond(date: String) async throws {
        let site = try PublisherFixture()
        _ = try await site.create(["content": ["x"], "published": [.string(date)]], slug: "leap")
        let query = PostQuery(
            reader: site.database,
            notes: NoteFolder(dataPath: site.configuration.dataPath),
            now: { [clock = site.clock] in clock.now }
        )
        #expect(try await query.periods() == [.year(2016)])
        #expect(try await query.periods(in: 2016) == [.month(year: 2016, 12)])
        for listing in [Listing.year(2016), .month(year: 2016, 12)] {
            let page = try await query.page(of: listing, at: .newest, logger: fixture.logger)
            #expect(page?.posts.map(\.published.local.longDate) == ["31 December 2016"])
        }
        #expect(try await query.page(of: .year(2017), at: .newest, logger: fixture.logger)?.posts.isEmpty == true)
    }

    @Test("a property that is no JSON, or no date, takes no page down")
    func oddProperties() async throws {
        try await fixture.database.write {
            try $0.execute(sql: "UPDATE notes SET properties = '{', created_at = '2025-11-01 00:10:00' WHERE id = 1")
            try $0.execute(
                sql: """
                    UPDATE notes SET properties = '{"published":["soon"]}', created_at = '2025-11-15 00:10:00' WHERE id = 2
                    """
            )
        }
        #expect(try await fixture.query.periods(in: 2025) == [.month(year: 2025, 11)])
        let page = try await fixture.query.page(of: .month(year: 2025, 11), at: .newest, logger: fixture.logger)
        #expect(page?.posts.count == 3)
    }

    @Test("a post whose time cannot be read is in no period, and stops no list")
    func unreadableTime() async throws {
        try await fixture.database.write {
            try $0.execute(sql: "UPDATE notes SET created_at = 'long ago' WHERE id = 1")
        }
        #expect(try await fixture.query.periods() == [.year(2025)])
        let page = try await fixture.query.page(of: .year(2025), at: .newest, logger: fixture.logger)
        #expect(page?.posts.map(\.slug) == ["cafe-uber-zoo", "hello-indieweb"])
    }

    @Test("the next scheduled post is known to the millisecond")
    func nextPublication() async throws {
        #expect(try await fixture.query.nextPublication() == nil)
        try await fixture.database.write {
            try $0.execute(sql: "UPDATE notes SET created_at = '2030-01-01 00:00:00' WHERE id = 1")
            try $0.execute(sql: "UPDATE notes SET created_at = '2029-01-01 00:00:00' WHERE id = 3")
        }
        let next = try #require(try await fixture.query.nextPublication())
        #expect(abs(next.timeIntervalSince1970 - 1_893_456_000) < 0.001)
    }

    @Test("a row of a tag's timeline that is wrong shows nothing that is hidden")
    func wrongShadow() async throws {
        try await fixture.database.write {
            try $0.execute(sql: "UPDATE notes SET visibility = 'private' WHERE id = 1")
            try $0.execute(sql: "UPDATE notes SET deleted_at = '2025-12-01 00:00:00' WHERE id = 2")
        }
        #expect(try await fixture.query.tag("indieweb") == nil)
        #expect(try await fixture.query.frequentTags() == [])
    }
}
