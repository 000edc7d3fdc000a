import HTTPTypes
import Testing
import Web

@Suite("Every answer")
struct EveryAnswerTests {
    static let paths = [
        "/", "/note/first-light", "/note/draft-thoughts", "/note/removed-note", "/notes/first-light", "/feed.rss",
        "/health", "/nothing", "/static/x", "/media/x.jpg", "/tag/indieweb", "/tag/IndieWeb", "/archive/2025",
        "/archive/2025/11", "/search", "/search?q=first", "/api/search?q=first", "/api/search", "/feed", "/feed.atom",
        "/feed.json", "/feed.xml", "/tag/indieweb/feed", "/tag/indieweb/feed.rss", "/opml.xml", "/sitemap.xml",
        "/sitemap/1.xml", "/robots.txt", "/theme/site.css",
    ]

    @Test("says what its page never does, and under which id the log knows it", arguments: paths)
    func headers(path: String) async throws {
        let response = try await FixtureSite().get(path)
        let policy = try #require(response.headers[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none'; "))
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))
        #expect(!policy.contains("script-src"))
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
        #expect(response.headers[.init("Referrer-Policy") ?? .via] == "strict-origin-when-cross-origin")
        #expect(response.headers[.init("X-Request-ID") ?? .via]?.isEmpty == false)
        #expect(response.headers[.setCookie] == nil)
    }

    @Test("HEAD has the headers of GET and no body", arguments: paths)
    func head(path: String) async throws {
        let site = try FixtureSite()
        let get = try await site.get(path)
        let head = try await site.get(path, method: .head)
        #expect(head.status == get.status)
        #expect(head.text.isEmpty)
        for name in [HTTPField.Name.contentType, .contentLength, .eTag, .cacheControl, .location] {
            #expect(head.headers[name] == get.headers[name], "\(name)")
        }
    }

    @Test(
        "405 with Allow to a method that the path has not",
        arguments: [
            "/", "/note/first-light", "/notes/first-light", "/feed.rss", "/health", "/static/x", "/media/x.jpg",
            "/tag/indieweb", "/archive/2025", "/search", "/api/search", "/feed", "/tag/indieweb/feed.json", "/opml.xml",
            "/sitemap.xml", "/robots.txt",
        ],
        [HTTPRequest.Method.post, .put, .patch, .delete, .options]
    )
    func methods(path: String, method: HTTPRequest.Method) async throws {
        let response = try await FixtureSite().get(path, method: method)
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "GET, HEAD")
    }

    @Test("errors under /health are JSON")
    func healthErrors() async throws {
        let response = try await FixtureSite().get("/health", method: .post)
        #expect(response.text == #"{"status":"error","version":"1.2.3"}"#)
    }
}
