import HTTPTypes
import Testing
import Web

@Suite("GET /feed")
struct NegotiatedFeedEndpointTests {
    @Test(
        "200 in the format that the reader likes best",
        arguments: [
            (nil, "rss"), ("*/*", "rss"), ("application/rss+xml", "rss"), ("application/atom+xml", "atom"),
            ("application/feed+json", "json"), ("application/json", "json"),
            ("application/json, */*;q=0.1", "json"), ("application/rss+xml;q=0.5, application/atom+xml;q=0.6", "atom"),
            ("application/*", "rss"), ("text/html, application/xhtml+xml, */*;q=0.8", "rss"),
            ("application/rss+xml;q=0, */*", "atom"), ("APPLICATION/ATOM+XML", "atom"),
        ] as [(String?, String)]
    )
    func negotiated(accept: String?, format: String) async throws {
        let site = try FixtureSite()
        var headers: HTTPFields = [:]
        headers[.accept] = accept
        let response = try await site.get("/feed", headers)
        #expect(response.status == .ok)
        #expect(response.headers[.vary] == "Accept, Accept-Encoding")
        #expect(response.text == (try await site.get("/feed.\(format)").text))
        #expect(response.headers[.init("Link") ?? .via]?.contains("/feed.\(format)>; rel=\"self\"") == true)
    }

    @Test(
        "406 with the addresses of the feeds for a reader that takes none of them",
        arguments: ["text/html", "image/png, text/*", "*/*;q=0", "application/xml"]
    )
    func refused(accept: String) async throws {
        let response = try await FixtureSite().get("/feed", [.accept: accept])
        #expect(response.status == .notAcceptable)
        #expect(response.headers[.contentType] == "text/plain; charset=utf-8")
        #expect(response.headers[.vary] == "Accept")
        for name in ["rss", "atom", "json"] {
            #expect(response.text.contains("https://alice.example.com/feed.\(name)"))
        }
    }

    @Test("one format's tag is not another's")
    func tags() async throws {
        let gate = try FixtureSite().opened()
        let rss = try await gate.answer("/feed", [.accept: "application/rss+xml"])
        let tag = try #require(rss.headers[.eTag])
        #expect(
            try await gate.answer("/feed", [.accept: "application/rss+xml", .ifNoneMatch: tag]).status == .notModified
        )
        #expect(try await gate.answer("/feed", [.accept: "application/json", .ifNoneMatch: tag]).status == .ok)
    }
}
