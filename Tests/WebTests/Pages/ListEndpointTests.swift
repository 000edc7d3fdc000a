import HTTPTypes
import IndieWeb
import Testing
import Web

@Suite("GET /tag/TAG")
struct TagEndpointTests {
    @Test("200 with the posts of the tag as an h-feed, newest first")
    func posts() async throws {
        let response = try await FixtureSite().get("/tag/indieweb")
        #expect(response.status == .ok)
        let page = try MarkupQuery(response.text)
        #expect(page.named("main").first?.classes == ["h-feed"])
        #expect(page.named("h1").map(\.text) == ["Notes on IndieWeb"])
        #expect(
            page.classed("u-uid").map(\.attributes["href"]) == [
                "https://alice.example.com/note/hello-indieweb", "https://alice.example.com/note/first-light",
            ]
        )
        let canonical = page.named("link").first { $0.attributes["rel"] == "canonical" }
        #expect(canonical?.attributes["href"] == "https://alice.example.com/tag/indieweb")
    }

    @Test(
        "301 to the name from another spelling of it",
        arguments: ["IndieWeb", "%23indieweb", "INDIEWEB", "%20indieweb"]
    )
    func spelling(path: String) async throws {
        let response = try await FixtureSite().get("/tag/\(path)")
        #expect(response.status == .movedPermanently)
        #expect(response.headers[.location] == "/tag/indieweb")
    }

    @Test("404 for a tag that no public post has", arguments: ["nothing", "Nothing", "%FF", "", "secret", "%00"])
    func unknown(name: String) async throws {
        let site = try FixtureSite()
        try site.execute(
            """
            INSERT INTO tags (id, name, display_name) VALUES (9, 'secret', 'Secret');
            INSERT INTO note_tags (note_id, tag_id) VALUES (3, 9), (4, 9);
            """
        )
        try site.refreshTags()
        #expect(try await site.get("/tag/\(name)").status == .notFound)
    }

    @Test("200 for a name of other letters, and the links of posts lead there")
    func unicode() async throws {
        let site = try FixtureSite()
        try site.execute(
            """
            INSERT INTO tags (id, name, display_name) VALUES (9, 'ελλάδα', 'Ελλάδα');
            INSERT INTO note_tags (note_id, tag_id) VALUES (1, 9);
            """
        )
        try site.refreshTags()
        let page = try MarkupQuery(try await site.get("/note/first-light").text)
        let link = try #require(page.classed("p-category").first { $0.text == "Ελλάδα" })
        #expect(link.attributes["rel"] == "tag")
        let path = try #require(link.attributes["href"])
        #expect(try await site.get(path).status == .ok)
    }

    @Test("links lead through all pages and back")
    func paging() async throws {
        let site = try FixtureSite()
        try site.addPosts(45)
        try site.execute("INSERT INTO note_tags (note_id, tag_id) SELECT id, 2 FROM notes WHERE slug LIKE 'n%'")
        try site.refreshTags()
        var path: String? = "/tag/photo"
        var counts: [Int] = []
        var last = ""
        while let next = path {
            let page = try MarkupQuery(try await site.get(next).text)
            counts.append(page.classed("h-entry").count)
            path = page.named("a").first { $0.attributes["rel"] == "next" }?.attributes["href"]
            last = page.named("link").first { $0.attributes["rel"] == "prev" }?.attributes["href"] ?? ""
        }
        #expect(counts == [20, 20, 6])
        #expect(try MarkupQuery(try await site.get(last).text).classed("h-entry").count == 20)
        #expect(try await site.get("/tag/photo?page=3").status == .ok)
        #expect(try await site.get("/tag/photo?page=4").status == .notFound)
    }
}

@Suite("GET /archive/YYYY, /archive/YYYY/MM")
struct ArchiveEndpointTests {
    @Test(
        "200 with the posts of the period alone",
        arguments: [("2025", 3), ("2025/11", 3), ("2026", 2), ("2026/01", 2)]
    )
    func posts(period: String, count: Int) async throws {
        let site = try FixtureSite()
        try site.addPosts(2)
        let page = try MarkupQuery(try await site.get("/archive/\(period)").text)
        #expect(page.classed("h-entry").count == count)
        let canonical = page.named("link").first { $0.attributes["rel"] == "canonical" }
        #expect(canonical?.attributes["href"] == "https://alice.example.com/archive/\(period)")
    }

    @Test(
        "the first and the last moment of a month belong to it, and to no other, by the clock where they were written"
    )
    func edges() async throws {
        let site = try FixtureSite()
        try site.execute(
            """
            UPDATE notes SET created_at = '2025-10-01 00:00:00' WHERE id = 1;
            UPDATE notes SET created_at = '2025-10-31T23:59:59.999+00:00' WHERE id = 2;
            UPDATE notes SET created_at = '2025-11-01T00:30:00+01:00' WHERE id = 5;
            """
        )
        #expect(try MarkupQuery(try await site.get("/archive/2025/10").text).classed("h-entry").count == 2)
        #expect(try MarkupQuery(try await site.get("/archive/2025/11").text).classed("h-entry").count == 1)
        #expect(try await site.get("/archive/2025/09").status == .notFound)
    }

    @Test("MP-033 a post is in the month of the date that it shows, also after its offset alone has changed")
    func offset() async throws {
        let site = try FixtureSite()
        let gate = site.opened()
        let paths = ["/archive/2024/12", "/archive/2025/01"]
        func counts() async throws -> [Int] {
            var counts: [Int] = []
            for path in paths {
                let answer = try await gate.answer(path)
                counts.append(answer.status == .ok ? try MarkupQuery(answer.text).classed("h-entry").count : 0)
            }
            return counts
        }
        try await site.publish("x", "edge", ["published": ["2024-12-31T23:30:00-08:00"]])
        try await site.publish("y", "first", ["published": ["2024-12-01T12:00:00Z"]])
        try await site.publish("z", "last", ["published": ["2025-01-31T12:00:00Z"]])
        let note = try MarkupQuery(try await gate.answer("/note/edge").text)
        #expect(note.classed("dt-published").map(\.text) == ["31 December 2024"])
        #expect(try await counts() == [2, 1])
        try await site.update("edge") { $0.replace["published"] = ["2025-01-01T07:30:00Z"] }
        #expect(try await counts() == [1, 2])
    }

    @Test(
        "404 for a period without posts, and for what is none",
        arguments: [
            "2024", "2025/10", "2025/13", "2025/00", "2025/1", "25", "x", "2025/x", "9999", "0000", "20251", "+025",
            "9999/12", "2025/11/01",
        ]
    )
    func nothing(period: String) async throws {
        #expect(try await FixtureSite().get("/archive/\(period)").status == .notFound)
    }

    @Test("pages stay within the period")
    func paging() async throws {
        let site = try FixtureSite()
        try site.addPosts(22)
        let page = try MarkupQuery(try await site.get("/archive/2026").text)
        let next = try #require(page.named("a").first { $0.attributes["rel"] == "next" }?.attributes["href"])
        let last = try MarkupQuery(try await site.get(next).text)
        #expect(last.classed("h-entry").count == 2)
        #expect(last.named("a").first { $0.attributes["rel"] == "next" } == nil)
        #expect(try await site.get("/archive/2025?after=5").status == .notFound)
    }

    @Test("the home page leads to the years, a year to its months, and to the tags")
    func links() async throws {
        let site = try FixtureSite()
        try site.addPosts(1)
        let home = try MarkupQuery(try await site.get("/").text).named("a").compactMap { $0.attributes["href"] }
        #expect(home.filter { $0.hasPrefix("/archive/") } == ["/archive/2026", "/archive/2025"])
        #expect(home.suffix(10).filter { $0.hasPrefix("/tag/") }.suffix(2) == ["/tag/indieweb", "/tag/photo"])
        let year = try MarkupQuery(try await site.get("/archive/2025").text).named("a")
        #expect(year.contains { $0.attributes["href"] == "/archive/2025/11" && $0.text == "November" })
    }
}
