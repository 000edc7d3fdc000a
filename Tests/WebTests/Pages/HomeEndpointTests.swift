import HTTPTypes
import Testing
import Web

@Suite("GET /")
struct HomeEndpointTests {
    @Test("200 with the newest posts as an h-feed")
    func snapshot() async throws {
        let response = try await FixtureSite().get("/")
        #expect(response.status == .ok)
        try expectSnapshot(response.text, "home.html")
    }

    @Test("200 with the representative h-card, above the feed")
    func card() async throws {
        let page = try MarkupQuery(try await FixtureSite().get("/").text)
        let me = try #require(page.classed("u-uid").first { $0.attributes["rel"] == "me" })
        #expect(me.attributes["href"] == "https://alice.example.com/")
        #expect(me.classes.isSuperset(of: ["p-name", "u-url", "u-uid"]))
        #expect(page.classed("h-feed").map(\.name) == ["main"])
    }

    @Test("200 without a single post")
    func empty() async throws {
        let site = try FixtureSite()
        try site.execute("UPDATE notes SET published = 0")
        let response = try await site.get("/")
        #expect(response.status == .ok)
        #expect(response.text.contains("Nothing has been published yet."))
    }

    @Test("links lead through all pages and back")
    func paging() async throws {
        let site = try FixtureSite()
        try site.addPosts(40)
        var path: String? = "/"
        var seen: [String] = []
        while let next = path {
            let page = try MarkupQuery(try await site.get(next).text)
            seen += page.classed("u-uid").compactMap { $0.attributes["rel"] == nil ? $0.attributes["href"] : nil }
            path = page.named("a").first { $0.attributes["rel"] == "next" }?.attributes["href"]
        }
        #expect(seen.count == 43)
        #expect(Set(seen).count == 43)
        #expect(seen.first == "https://alice.example.com/note/n40")
    }

    @Test("the canonical address of page 1 is the site's, of others their own")
    func canonical() async throws {
        let site = try FixtureSite()
        try site.addPosts(20)
        for (path, canonical) in [("/?page=1", ""), ("/?page=2", "?page=2"), ("/?before=5", "?before=5")] {
            let page = try MarkupQuery(try await site.get(path).text)
            let link = page.named("link").first { $0.attributes["rel"] == "canonical" }
            #expect(link?.attributes["href"] == "https://alice.example.com/\(canonical)")
        }
    }

    @Test(
        "404 for a page that is not there",
        arguments: [
            "/?page=0", "/?page=2", "/?page=-1", "/?page=x", "/?page=99999999999999999999", "/?before=999",
            "/?before=x",
            "/?after=999", "/?after=5", "/?before=1",
        ]
    )
    func noSuchPage(path: String) async throws {
        #expect(try await FixtureSite().get(path).status == .notFound)
    }

    @Test("304 for a client that has the page, 200 after a change")
    func revalidation() async throws {
        let site = try FixtureSite()
        let first = try await site.get("/")
        let tag = try #require(first.headers[.eTag])
        #expect(first.headers[.cacheControl] == "no-cache")
        for sent in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let second = try await site.get("/", [.ifNoneMatch: sent])
            #expect(second.status == .notModified, "\(sent)")
            #expect(second.headers[.eTag] == tag)
            #expect(second.headers[.cacheControl] == "no-cache")
            #expect(second.text.isEmpty)
        }
        try site.addPost("new", "New")
        #expect(try await site.get("/", [.ifNoneMatch: tag]).status == .ok)
    }

    @Test("a lost file leaves its post out")
    func lostFile() async throws {
        let site = try FixtureSite()
        try site.execute("UPDATE notes SET file_path = 'notes/x.md' WHERE id = 1")
        let response = try await site.get("/")
        #expect(response.status == .ok)
        #expect(try MarkupQuery(response.text).classed("h-entry").count == 2)
    }

    @Test("footnotes of two posts do not share an id")
    func footnotes() async throws {
        let site = try FixtureSite()
        for slug in ["a", "b"] { try site.addPost(slug, "x[^1]\n\n[^1]: y") }
        let identifiers = try MarkupQuery(try await site.get("/").text).elements.compactMap { $0.attributes["id"] }
        #expect(Set(identifiers).count == identifiers.count)
    }
}
