import TestSupport
import Testing
import Web

/// A kept page is answered where the request arrives. Nobody must be able to tell, but by the time it takes.
@Suite("Answers without the router")
struct KeptAnswerTests {
    /// The long way: a client that wants the connection closed is answered by the router.
    private static let long = ("Connection", "close")
    /// The short way.
    private static let short = ("Connection", "keep-alive")

    private static func fields(_ answer: HTTPClient.Answer) -> [String] {
        answer.headers.filter { !["Date", "X-Request-ID"].contains($0.name) }.map { "\($0.name): \($0.value)" }.sorted()
    }

    @Test("are the same as with it, for every page and every condition")
    func same() async throws {
        _ = try await ServedFixture.run { _, client in
            for path in [
                "/", "/note/first-light", "/tag/indieweb", "/archive/2025/11", "/feed.rss", "/feed.json", "/robots.txt",
            ] {
                let plain = try await client.send("GET", path, headers: [Self.long])
                let tag = try #require(plain["ETag"])
                let packed = try await client.send("GET", path, headers: [Self.long, ("Accept-Encoding", "gzip")])
                let packedTag = try #require(packed["ETag"])
                let requests: [[(String, String)]] = [
                    [], [("Accept-Encoding", "gzip, br")], [("ACCEPT-ENCODING", "gzip;q=0")], [("Accept-Encoding", "")],
                    [("If-None-Match", tag)], [("if-none-match", "W/\(tag)")], [("If-None-Match", "\"x\"")],
                    [("If-None-Match", "*")], [("If-None-Match", packedTag)],
                    [("If-None-Match", packedTag), ("Accept-Encoding", "gzip")],
                    [("If-Modified-Since", plain["Last-Modified"] ?? "Sat, 22 Nov 2025 10:00:00 GMT")],
                    [("If-Modified-Since", "Sat, 22 Nov 2024 10:00:00 GMT")], [("If-Modified-Since", "x")],
                    [("If-Modified-Since", "Sat, 22 Nov 2031 10:00:00 GMT"), ("If-None-Match", "\"x\"")],
                    [("If-Match", "\"x\"")], [("If-Unmodified-Since", "Sat, 22 Nov 2024 10:00:00 GMT")],
                    [("Accept", "text/html;q=0")], [("Cookie", "starpunk_session=x")], [("Range", "bytes=0-1")],
                ]
                for headers in requests {
                    for method in ["GET", "HEAD"] {
                        let long = try await client.send(method, path, headers: [Self.long] + headers)
                        let short = try await client.send(method, path, headers: [Self.short] + headers)
                        #expect(short.status == long.status, "\(method) \(path) \(headers)")
                        #expect(Self.fields(short) == Self.fields(long), "\(method) \(path) \(headers)")
                        #expect(short.body == long.body, "\(method) \(path) \(headers)")
                        #expect(short["X-Request-ID"]?.isEmpty == false)
                        #expect(short["Date"] != nil)
                    }
                }
            }
        }
    }

    private static let pipelinedPaths = [
        "/nothing", "/robots.txt", "/search?q=light", "/robots.txt", "/robots.txt", "/health",
    ]

    @Test("come in the order of their requests, whichever way those take")
    func pipelined() async throws {
        let records = try await ServedFixture.run { _, client in
            // What is kept by now is answered at once, what is not takes longer.
            _ = try await client.send("GET", "/robots.txt", headers: [Self.short])
            let head = Self.pipelinedPaths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
            let last = "GET /feed.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            let answers = try await client.pipeline(Array((head + last).utf8))
            try #require(answers.count == 7)
            for (path, answer) in zip(Self.pipelinedPaths + ["/feed.xml"], answers) {
                let alone = try await client.send("GET", path, headers: [Self.long])
                #expect(answer.status == alone.status, "\(path)")
                #expect(answer["Content-Type"] == alone["Content-Type"], "\(path)")
                #expect(answer.body == alone.body, "\(path)")
            }
        }
        #expect(Set(records.prefix(8).map(\.path)).count == 5)
    }

    @Test("are noted in the log like all others, without their queries")
    func noted() async throws {
        let records = try await ServedFixture.run { _, client in
            for _ in 1...2 { _ = try await client.send("GET", "/?before=5", headers: [Self.short]) }
            _ = try await client.send("HEAD", "/?before=5", headers: [Self.short])
        }
        #expect(records.map { "\($0.method) \($0.path) \($0.status)" } == ["GET / 200", "GET / 200", "HEAD / 200"])
        #expect(Set(records.map(\.id)).count == 3)
    }

    @Test("are the new ones when something has been changed, by this process or by another")
    func changed() async throws {
        _ = try await ServedFixture.run { site, client in
            for number in 1...3 {
                #expect(try await !client.send("GET", "/", headers: [Self.short]).text.contains("/note/w\(number)"))
                try await site.publish("Words", "w\(number)")
                #expect(try await client.send("GET", "/", headers: [Self.short]).text.contains("/note/w\(number)"))
                #expect(try await client.send("GET", "/", headers: [Self.short]).text.contains("/note/w\(number)"))
            }
        }
    }
}
