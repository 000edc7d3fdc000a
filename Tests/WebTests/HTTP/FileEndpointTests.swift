import HTTPTypes
import Testing
import Web

@Suite("GET /media/…")
struct MediaEndpointTests {
    @Test("200 with the image, kept for a year")
    func image() async throws {
        let site = try FixtureSite()
        try site.write("image", to: "media/2025/11/a b.jpg")
        let response = try await site.get("/media/2025/11/a%20b.jpg")
        #expect(response.status == .ok)
        #expect(response.text == "image")
        #expect(response.headers[.contentType] == "image/jpeg")
        #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        let tag = try #require(response.headers[.eTag])
        #expect(try await site.get("/media/2025/11/a%20b.jpg", [.ifNoneMatch: tag]).status == .notModified)
    }

    @Test(
        "404 for everything else",
        arguments: [
            "/media/", "/media/2025/11/none.jpg", "/media/../starpunk.db", "/media/%2E%2E/starpunk.db",
            "/media/..%2Fstarpunk.db", "/media/2025/..%2F..%2F..%2Fetc/passwd", "/media/%00.jpg", "/media/%FF.jpg",
            "/media/2025/11/a.html",
        ]
    )
    func missing(path: String) async throws {
        let site = try FixtureSite()
        try site.write("text", to: "media/2025/11/a.html")
        #expect(try await site.get(path).status == .notFound)
    }
}

@Suite("GET /static/…")
struct StylesheetEndpointTests {
    @Test("404 for a stylesheet of another version, so that no cache keeps the wrong one")
    func otherVersion() async throws {
        #expect(try await FixtureSite().get("/static/site.000000000000.css").status == .notFound)
        #expect(try await FixtureSite().get("/static/site.css").status == .notFound)
    }

    @Test("200, kept for a year, under the name that pages give it")
    func current() async throws {
        let site = try FixtureSite()
        let page = try MarkupQuery(try await site.get("/").text)
        let path = page.named("link").first { $0.attributes["rel"] == "stylesheet" }?.attributes["href"]
        let response = try await site.get(try #require(path))
        #expect(response.headers[.contentType] == "text/css; charset=utf-8")
        #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
        #expect(response.text.contains("prefers-color-scheme: dark"))
    }
}
