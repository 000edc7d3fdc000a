import HTTPTypes
import Testing
import Web

@Suite("GET /feed.rss")
struct RSSEndpointTests {
    @Test("200 with the newest posts, byte for byte")
    func snapshot() async throws {
        let response = try await FixtureSite(["FEED_CACHE_SECONDS": "120"]).get("/feed.rss")
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "application/rss+xml; charset=utf-8")
        #expect(response.headers[.cacheControl] == "public, max-age=120")
        #expect(response.headers[.lastModified] == "Sat, 22 Nov 2025 10:00:00 GMT")
        try expectSnapshot(response.text, "feed.rss")
    }

    @Test("no more than FEED_MAX_ITEMS")
    func limit() async throws {
        let site = try FixtureSite(["FEED_MAX_ITEMS": "2"])
        let feed = try await site.get("/feed.rss").text
        #expect(feed.split(separator: "<item>").count == 3)
    }

    @Test("304 for a reader that has it")
    func revalidation() async throws {
        let site = try FixtureSite()
        let first = try await site.get("/feed.rss")
        let tag = try #require(first.headers[.eTag])
        let second = try await site.get("/feed.rss", [.ifNoneMatch: tag])
        #expect(second.status == .notModified)
        #expect(second.headers[.cacheControl] == first.headers[.cacheControl])
    }

    @Test("addresses in the text are whole")
    func absolute() async throws {
        let site = try FixtureSite()
        try site.addPost("x", "[a](b.html) ![c](/d.png) [^1]\n\n[^1]: e")
        let feed = try await site.get("/feed.rss").text
        #expect(feed.contains("<a href=\"https://alice.example.com/note/b.html\">a</a>"))
        #expect(feed.contains("<img src=\"https://alice.example.com/d.png\" alt=\"c\" />"))
        #expect(!feed.contains("href=\"#"))
        #expect(!feed.contains("href=\"/"))
    }
}
