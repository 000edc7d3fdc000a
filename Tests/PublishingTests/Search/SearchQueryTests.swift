import Foundation
import GRDB
import Publishing
import Testing

@Suite("SearchQuery")
struct SearchQueryTests {
    private let fixture: PostsFixture
    private let query: SearchQuery

    init() throws {
        fixture = try PostsFixture()
        query = SearchQuery(reader: fixture.database, now: { PostsFixture.now })
        try fixture.database.write {
            try $0.execute(
                sql: """
                    INSERT INTO notes_fts (rowid, slug, title, content) VALUES
                    (5, 'cafe-uber-zoo', 'Café', 'Café über Zoo, naïve façade, Ελληνικά, עברית, 日本語, running')
                    """
            )
        }
    }

    @Test(
        "finds words of any script, Latin ones with or without their accents, in any case and form",
        arguments: [
            "cafe", "CAFÉ", "Cafe\u{301}", "uber", "über", "zoo naive", "Ελληνικ", "ΕΛΛΗΝΙΚΆ", "עברית", "日本", "run",
            "faça", "fac", "cafe run", "\"café\"", "café!", "  zoo  ", "(zoo)", "zoo*", "-zoo",
        ]
    )
    func found(text: String) async throws {
        let results = try await query.results(for: text, limit: 20, offset: 0)
        #expect(results.count == 1)
        #expect(results.results.map(\.slug) == ["cafe-uber-zoo"])
    }

    @Test(
        "finds nothing, and fails on nothing, where there is nothing to find",
        arguments: [
            "", " ", "\"", "*", "NOT", "zoo nothing", "a\u{0}b", "🎉", "NEAR(", "title:", "^", "{x}", "\u{FFFD}",
        ]
    )
    func nothing(text: String) async throws {
        #expect(try await query.results(for: text, limit: 20, offset: 0).results.isEmpty)
    }

    @Test("finds beginnings of words where no word is whole")
    func beginnings() async throws {
        let slug = try await fixture.database.write { db in
            let listed = "published = 1 AND deleted_at IS NULL AND visibility = 'public'"
            let row = try #require(
                try Row.fetchOne(db, sql: "SELECT id, slug FROM notes WHERE \(listed) AND id <> 5 ORDER BY id LIMIT 1")
            )
            let id: Int64 = row["id"]
            try db.execute(sql: "DELETE FROM notes_fts WHERE rowid = ?", arguments: [id])
            try db.execute(
                sql: "INSERT INTO notes_fts (rowid, slug, title, content) VALUES (?, ?, 'Animals', 'of zoology')",
                arguments: [id, row["slug"] as String]
            )
            return row["slug"] as String
        }
        #expect(try await query.results(for: "zoo", limit: 20, offset: 0).results.map(\.slug) == ["cafe-uber-zoo"])
        #expect(try await query.results(for: "zoolog", limit: 20, offset: 0).results.map(\.slug) == [slug])
    }

    @Test("never finds what is deleted, a draft, private, unlisted or still to come")
    func hidden() async throws {
        #expect(try await query.results(for: "draft", limit: 20, offset: 0).count == 0)
        for change in [
            "deleted_at = '2025-12-01'", "published = 0", "visibility = 'private'", "visibility = 'unlisted'",
            "created_at = '2030-01-01 00:00:00'",
        ] {
            try await fixture.database.write { try $0.execute(sql: "UPDATE notes SET \(change) WHERE id = 5") }
            let results = try await query.results(for: "zoo", limit: 20, offset: 0)
            #expect(results.count == 0 && results.results.isEmpty, "\(change)")
            try await fixture.database.write {
                try $0.execute(
                    sql: """
                        UPDATE notes SET deleted_at = NULL, published = 1, visibility = 'public',
                            created_at = '2025-11-22 10:00:00' WHERE id = 5
                        """
                )
            }
        }
    }

    @Test("marks what was found, and nothing else")
    func snippet() async throws {
        let result = try #require(try await query.results(for: "uber zoo", limit: 1, offset: 0).results.first)
        #expect(result.snippet.parts.filter(\.isMatch).map(\.text) == ["über", "Zoo"])
        #expect(result.snippet.parts.map(\.text).joined().hasPrefix("Café über Zoo, naïve"))
    }
}
