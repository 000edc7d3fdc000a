import HTTPTypes
import Testing
import Web

@Suite("GET /feed.rss, /feed.atom, /feed.json")
struct FeedEndpointTests {
    static let formats = [
        ("/feed.rss", "application/rss+xml; charset=utf-8"), ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/feed.json", "application/feed+json; charset=utf-8"),
    ]

    @Test("200 with the newest posts, byte for byte", arguments: formats)
    func snapshot(path: String, type: String) async throws {
        let settings = ["FEED_CACHE_SECONDS": "120", "STARPUNK_ABOUT_URL": "https://about.example/"]
        let response = try await FixtureSite(settings).get(path)
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == type)
        #expect(response.headers[.cacheControl] == "public, max-age=120")
        #expect(response.headers[.lastModified] == "Sat, 22 Nov 2025 10:00:00 GMT")
        #expect(response.headers[.vary] == "Accept-Encoding")
        try expectSnapshot(response.text, String(path.dropFirst()))
    }

    @Test("200 under its old name, where it says its present one")
    func oldName() async throws {
        let site = try FixtureSite()
        #expect(try await site.get("/feed.xml").text == site.get("/feed.rss").text)
    }

    @Test("no more than FEED_MAX_ITEMS, and the way to the rest", arguments: formats.map(\.0))
    func parts(path: String) async throws {
        let site = try FixtureSite(["FEED_MAX_ITEMS": "2"])
        let first = try await site.get(path)
        let next = "https://alice.example.com\(path)?before=2"
        #expect(first.text.contains(next))
        #expect(!first.text.contains("first-light"))
        let second = try await site.get("\(path)?before=2")
        #expect(second.text.contains("/note/first-light"))
        #expect(!second.text.contains("/note/hello-indieweb"))
        #expect(second.headers[.init("Link") ?? .via]?.contains("<\(next)>; rel=\"self\"") == true)
        #expect(try await site.get("\(path)?before=1").status == .notFound)
    }

    @Test("304 for a reader that has it, by its tag or by the time", arguments: formats.map(\.0))
    func revalidation(path: String) async throws {
        let site = try FixtureSite()
        let first = try await site.get(path)
        let tag = try #require(first.headers[.eTag])
        let time = try #require(first.headers[.lastModified])
        for conditions in [[.ifNoneMatch: tag], [.ifModifiedSince: time]] as [HTTPFields] {
            let second = try await site.get(path, conditions)
            #expect(second.status == .notModified)
            #expect(second.headers[.cacheControl] == first.headers[.cacheControl])
            #expect(second.headers[.vary] == first.headers[.vary])
            #expect(second.text.isEmpty)
        }
        #expect(try await site.get(path, [.ifNoneMatch: "\"x\"", .ifModifiedSince: time]).status == .ok)
    }

    @Test("200 with another tag, compressed for a reader that asks for it", arguments: formats.map(\.0))
    func compressed(path: String) async throws {
        let site = try FixtureSite()
        let plain = try await site.get(path)
        let packed = try await site.get(path, [.acceptEncoding: "gzip"])
        #expect(packed.headers[.contentEncoding] == "gzip")
        #expect(packed.headers[.eTag] != plain.headers[.eTag])
    }

    @Test("names itself once, and the hubs, in the header and in the document", arguments: formats.map(\.0))
    func links(path: String) async throws {
        let site = try FixtureSite(["WEBSUB_HUBS": "https://hub.example/ https://other.example/hub"])
        let response = try await site.get(path)
        let selfURL = "https://alice.example.com\(path)"
        #expect(
            response.headers[values: .init("Link") ?? .via] == [
                "<\(selfURL)>; rel=\"self\"", "<https://hub.example/>; rel=\"hub\"",
                "<https://other.example/hub>; rel=\"hub\"",
            ]
        )
        for address in [selfURL, "https://hub.example/", "https://other.example/hub"] {
            #expect(response.text.contains("\"\(address)\""), "\(address)")
        }
    }

    @Test("pages of other sites may read the JSON feed, and it alone needs leave")
    func crossOrigin() async throws {
        let site = try FixtureSite()
        #expect(try await site.get("/feed.json").headers[.accessControlAllowOrigin] == "*")
        #expect(try await site.get("/feed.rss").headers[.accessControlAllowOrigin] == nil)
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

    @Test("a post without words says what it is about")
    func contexts() async throws {
        let site = try FixtureSite()
        try site.addPost("x", "")
        try site.execute(
            #"UPDATE notes SET properties = '{"like-of":["https://b.example/?a=1&b=2"]}' WHERE slug = 'x'"#
        )
        let feed = try await site.get("/feed.json").text
        #expect(feed.contains(#"Likes <a href=\"https://b.example/?a=1&amp;b=2\">"#))
        #expect(feed.contains(#""external_url":"https://b.example/?a=1&b=2""#))
    }

    @Test("200 without a single post", arguments: formats.map(\.0))
    func empty(path: String) async throws {
        let site = try FixtureSite()
        try site.execute("UPDATE notes SET published = 0")
        #expect(try await site.get(path).status == .ok)
    }
}

@Suite("GET /tag/TAG/feed.rss, /tag/TAG/feed.atom, /tag/TAG/feed.json")
struct TagFeedEndpointTests {
    @Test("200 with the posts of the tag alone", arguments: ["feed", "feed.rss", "feed.xml", "feed.atom", "feed.json"])
    func posts(name: String) async throws {
        let response = try await FixtureSite().get("/tag/photo/\(name)")
        #expect(response.status == .ok)
        #expect(response.text.contains("/note/hello-indieweb"))
        #expect(!response.text.contains("/note/first-light"))
        let format = name.contains(".") ? name.replacing("xml", with: "rss") : "feed.rss"
        let link = response.headers[.init("Link") ?? .via]
        #expect(link?.contains("<https://alice.example.com/tag/photo/\(format)>") == true)
        #expect(response.text.contains("https://alice.example.com/tag/photo"))
    }

    @Test("404 for a tag that no public post has", arguments: ["feed", "feed.rss", "feed.atom", "feed.json"])
    func unknown(name: String) async throws {
        #expect(try await FixtureSite().get("/tag/nothing/\(name)").status == .notFound)
    }
}
