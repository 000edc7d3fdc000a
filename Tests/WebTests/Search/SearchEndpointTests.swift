import Foundation
import HTTPTypes
import Testing
import Web

@Suite("GET /api/search")
struct SearchAPIEndpointTests {
    private struct Found: Decodable {
        struct Result: Decodable {
            let slug: String
            let url: String
            let title: String
            let snippet: String
            let published: String
        }

        let query: String
        let count: Int
        let results: [Result]
    }

    private func search(_ query: String, _ site: FixtureSite) async throws -> Found {
        let response = try await site.get("/api/search?\(query)")
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "application/json; charset=utf-8")
        return try JSONDecoder().decode(Found.self, from: Data(response.text.utf8))
    }

    @Test("200 with what was asked, how many there are, and what they say")
    func found() async throws {
        let found = try await search("q=harb", FixtureSite())
        #expect(found.query == "harb")
        #expect(found.count == 1)
        let result = try #require(found.results.first)
        #expect(result.slug == "first-light")
        #expect(result.url == "https://alice.example.com/note/first-light")
        #expect(result.title == "First light")
        #expect(result.snippet.contains("<mark>harbour</mark>"))
        #expect(result.published == "2025-11-18T20:10:00+00:00")
    }

    @Test("the count is of all, whatever part was asked for")
    func parts() async throws {
        let site = try FixtureSite()
        for number in 1...7 { try await site.publish("Word number \(number)", "w\(number)") }
        for (part, slugs) in [
            ("limit=3", ["w7", "w6", "w5"]), ("limit=3&offset=6", ["w1"]), ("offset=7", []),
            ("limit=100&offset=5", ["w2", "w1"]),
        ] {
            let found = try await search("q=word&\(part)", site)
            #expect(found.count == 7, "\(part)")
            #expect(found.results.map(\.slug) == slugs, "\(part)")
        }
    }

    @Test(
        "400 without words, and for a part that is none",
        arguments: ["", "q=", "q=%20%09", "x=1", "q=a&limit=0", "q=a&limit=-1", "q=a&limit=x", "q=a&offset=x", "q=%FF"]
    )
    func refused(query: String) async throws {
        let response = try await FixtureSite().get("/api/search?\(query)")
        #expect(response.status == .badRequest)
        #expect(response.headers[.contentType] == "application/json; charset=utf-8")
    }

    @Test("a word in the title goes before words in the text")
    func weights() async throws {
        let site = try FixtureSite()
        try await site.publish("# Zebra\n\nStripes.", "title")
        try await site.publish("In the zoo.\n\nA zebra, a zebra and another zebra.", "text")
        #expect(try await search("q=zebra", site).results.map(\.slug) == ["title", "text"])
    }
}

@Suite("GET /search")
struct SearchEndpointTests {
    @Test("200 with a box and no results where nothing is asked")
    func empty() async throws {
        for path in ["/search", "/search?q=", "/search?q=%20"] {
            let page = try MarkupQuery(try await FixtureSite().get(path).text)
            #expect(page.named("h1").map(\.text) == ["Search"])
            #expect(page.classed("results").isEmpty)
        }
    }

    @Test("200 with links to what was found, the words marked and kept in the box")
    func found() async throws {
        let page = try MarkupQuery(try await FixtureSite().get("/search?q=the+harbour").text)
        #expect(page.named("mark").map(\.text) == ["the", "harbour"])
        #expect(page.named("input").first { $0.attributes["name"] == "q" }?.attributes["value"] == "the harbour")
        #expect(page.named("a").contains { $0.attributes["href"] == "/note/first-light" })
    }

    @Test("links lead through all results")
    func paging() async throws {
        let site = try FixtureSite()
        for number in 1...21 { try await site.publish("Word & number \(number)", "w\(number)") }
        let first = try MarkupQuery(try await site.get("/search?q=word+%26").text)
        #expect(first.named("mark").count == 20)
        let next = try #require(first.named("a").first { $0.attributes["rel"] == "next" }?.attributes["href"])
        let second = try MarkupQuery(try await site.get(next).text)
        #expect(second.named("mark").count == 1)
        #expect(
            second.named("a").first { $0.attributes["rel"] == "prev" }?.attributes["href"] == "/search?q=word%20%26"
        )
    }

    @Test("hostile words and posts stay text")
    func hostile() async throws {
        let site = try FixtureSite()
        try await site.publish("Hostile </p><script>alert(1)</script> \u{2}\u{3}\u{2} & <mark>", "x")
        let text = try await site.get("/search?q=hostile+%3Cscript%3E").text
        let page = try MarkupQuery(text)
        #expect(page.named("script").isEmpty)
        #expect(page.classed("results").count == 1)
        #expect(text.contains("&lt;script&gt;"))
    }

    @Test("404 for a page that cannot be", arguments: ["0", "-1", "x"])
    func noPage(number: String) async throws {
        #expect(try await FixtureSite().get("/search?q=light&page=\(number)").status == .notFound)
    }
}
