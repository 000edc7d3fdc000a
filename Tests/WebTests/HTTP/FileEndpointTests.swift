import Foundation
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
        #expect(response.headers[.acceptRanges] == "bytes")
        #expect(response.headers[.contentLength] == "5")
        #expect(response.headers[.contentRange] == nil)
    }

    @Test("the type is that of the name, in any case", arguments: ["a.PNG": "image/png", "a.b.webp": "image/webp"])
    func type(name: String, type: String) async throws {
        let site = try FixtureSite()
        try site.write("image", to: "media/\(name)")
        #expect(try await site.get("/media/\(name)").headers[.contentType] == type)
    }

    @Test("304 to a client that has the image, 200 to one that has another")
    func conditions() async throws {
        let site = try Self.site()
        let first = try await site.get(Self.path)
        let tag = try #require(first.headers[.eTag])
        let date = try #require(first.headers[.lastModified])
        #expect(date == Self.modified)
        let known = try await site.get(Self.path, [.ifNoneMatch: "\"x,y\", W/\(tag)"])
        #expect(known.status == .notModified)
        #expect(known.text.isEmpty)
        for name in [HTTPField.Name.eTag, .lastModified, .cacheControl] {
            #expect(known.headers[name] == first.headers[name])
        }
        #expect(known.headers[.contentType] == nil)
        #expect(try await site.get(Self.path, [.ifModifiedSince: date]).status == .notModified)
        #expect(try await site.get(Self.path, [.ifModifiedSince: date], method: .head).status == .notModified)
        #expect(try await site.get(Self.path, [.ifModifiedSince: Self.earlier]).status == .ok)
        #expect(try await site.get(Self.path, [.ifNoneMatch: "\"x\"", .ifModifiedSince: date]).status == .ok)
        #expect(try await site.get(Self.path, [.ifNoneMatch: "*", .range: "bytes=0-1"]).status == .notModified)
    }

    @Test("412 to a client that asks for another image")
    func preconditions() async throws {
        let site = try Self.site()
        let tag = try #require(try await site.get(Self.path).headers[.eTag])
        #expect(try await site.get(Self.path, [.ifMatch: "\"x\""]).status == .preconditionFailed)
        #expect(try await site.get(Self.path, [.ifUnmodifiedSince: Self.earlier]).status == .preconditionFailed)
        #expect(try await site.get(Self.path, [.ifMatch: tag]).status == .ok)
    }

    @Test(
        "206 with the part asked for",
        arguments: [
            ("bytes=0-0", "0", "bytes 0-0/10"), ("bytes=2-4", "234", "bytes 2-4/10"),
            ("bytes=7-", "789", "bytes 7-9/10"),
            ("bytes=-2", "89", "bytes 8-9/10"), ("bytes=8-999999999999999999999", "89", "bytes 8-9/10"),
        ]
    )
    func part(range: String, text: String, contentRange: String) async throws {
        let response = try await Self.site().get(Self.path, [.range: range])
        #expect(response.status == .partialContent)
        #expect(response.text == text)
        #expect(response.headers[.contentRange] == contentRange)
        #expect(response.headers[.contentLength] == String(text.utf8.count))
        #expect(response.headers[.contentType] == "image/jpeg")
        #expect(response.headers[.lastModified] == Self.modified)
    }

    @Test("200 with the whole for several ranges, another unit, and to HEAD")
    func whole() async throws {
        let site = try Self.site()
        for range in ["bytes=0-1,3-4", "lines=0-1", "bytes=4-2"] {
            let response = try await site.get(Self.path, [.range: range])
            #expect(response.status == .ok)
            #expect(response.text == "0123456789")
            #expect(response.headers[.contentRange] == nil)
        }
        let head = try await site.get(Self.path, [.range: "bytes=0-1"], method: .head)
        #expect(head.status == .ok)
        #expect(head.headers[.contentLength] == "10")
    }

    @Test("416 for what lies behind the end, and no cache keeps that")
    func unsatisfiable() async throws {
        let response = try await Self.site().get(Self.path, [.range: "bytes=10-"])
        #expect(response.status == .rangeNotSatisfiable)
        #expect(response.headers[.contentRange] == "bytes */10")
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(response.headers[.eTag] == nil)
        #expect(response.headers[.contentType] == "text/html; charset=utf-8")
    }

    @Test("If-Range gives the part of the same image, and the whole of another")
    func ifRange() async throws {
        let site = try Self.site()
        let tag = try #require(try await site.get(Self.path).headers[.eTag])
        for (field, text) in [
            (tag, "01"), (Self.modified, "01"), ("W/\(tag)", "0123456789"), (Self.earlier, "0123456789"),
        ] {
            #expect(try await site.get(Self.path, [.range: "bytes=0-1", .ifRange: field]).text == text, "\(field)")
        }
    }

    @Test("an empty file has no part")
    func empty() async throws {
        let site = try FixtureSite()
        try site.write("", to: "media/a.gif")
        #expect(try await site.get("/media/a.gif").status == .ok)
        #expect(try await site.get("/media/a.gif", [.range: "bytes=-5"]).status == .ok)
        #expect(try await site.get("/media/a.gif", [.range: "bytes=0-"]).status == .rangeNotSatisfiable)
    }

    @Test("a large file comes whole, and its parts fit together")
    func large() async throws {
        let site = try FixtureSite()
        let text = String((0..<400_000).map { Character(Unicode.Scalar(UInt8(97 + $0 % 23))) })
        try site.write(text, to: "media/a.png")
        #expect(try await site.get("/media/a.png").text == text)
        let start = try await site.get("/media/a.png", [.range: "bytes=0-199999"]).text
        let rest = try await site.get("/media/a.png", [.range: "bytes=200000-"]).text
        #expect(start + rest == text)
    }

    static let path = "/media/2025/11/a.jpg"
    static let modified = "Sun, 06 Nov 1994 08:49:37 GMT"
    static let earlier = "Sun, 06 Nov 1994 08:49:36 GMT"

    /// A site with an image of ten bytes, of a known age.
    private static func site() throws -> FixtureSite {
        let site = try FixtureSite()
        try site.write("0123456789", to: "media/2025/11/a.jpg")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 784_111_777)],
            ofItemAtPath: site.path("media/2025/11/a.jpg")
        )
        return site
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
