import HTTPTypes
import Testing
import Web

@Suite("GET /theme/…")
struct ThemeTests {
    @Test("404 without a theme, and no page names one")
    func none() async throws {
        let site = try FixtureSite()
        #expect(try await site.get("/theme/site.css").status == .notFound)
        #expect(try await !site.get("/").text.contains("/theme/"))
    }

    @Test("200 with the owner's stylesheet, after the program's own, to be kept for ever")
    func stylesheet() async throws {
        let site = try FixtureSite(["SITE_URL": "https://example.com/~alice/"])
        try site.write("body { color: red }", to: "theme/site.css")
        let links = try MarkupQuery(try await site.get("/").text).named("link")
        let sheets = links.filter { $0.attributes["rel"] == "stylesheet" }.compactMap { $0.attributes["href"] }
        #expect(sheets.count == 2)
        let path = try #require(sheets.last)
        #expect(path.hasPrefix("/~alice/theme/site."))
        // A reverse proxy takes the prefix away.
        let response = try await site.get(String(path.dropFirst("/~alice".count)))
        #expect(response.status == .ok)
        #expect(response.text == "body { color: red }")
        #expect(response.headers[.contentType] == "text/css; charset=utf-8")
        #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(try await site.get("/theme/site.css").status == .notFound)
    }

    @Test("the owner's markup is at the end of the head and in the foot of every page", arguments: ["/", "/nothing"])
    func fragments(path: String) async throws {
        let site = try FixtureSite()
        try site.write("<meta name=\"owner\" content=\"me\">\n", to: "theme/head.html")
        try site.write("<p class=\"own\">Hand-made.</p>\n", to: "theme/footer.html")
        let response = try await site.get(path)
        let page = try MarkupQuery(response.text)
        #expect(page.named("meta").contains { $0.attributes["name"] == "owner" })
        #expect(page.classed("own").map(\.text) == ["Hand-made."])
        #expect(response.headers[.contentSecurityPolicy]?.contains("script-src") == false)
    }
}
