import IndieWeb
import Publishing
import TestSupport
import Testing

@Suite("WebFetcher, requests and redirects")
struct WebFetcherRequestTests {
    /// Redirects `/from` with a status to an address and answers all else.
    private func redirecting(_ status: Int, to location: String = "/to") throws -> RawServer {
        try RawServer { connection in
            if connection.readRequest().contains(" /from") {
                connection.send("HTTP/1.1 \(status) X\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
            } else {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
    }

    private func lines(_ request: String?) -> [String] {
        (request ?? "").split(separator: "\r\n").map { $0.lowercased() }
    }

    @Test("the host keeps its name, and only what was asked for is sent")
    func headers() async throws {
        let server = try redirecting(302)
        let names = NameTable(["blog.example": [["127.0.0.1"]]])
        var request = FetchRequest(url: "http://Blog.Example.:\(server.port)/a b/ü?x=%C3%A9&y=\"#part")
        request.accept = "application/json, text/html;q=0.5"
        request.headers = [
            FetchHeader("Cookie", "a=b"), FetchHeader("Host", "evil.example"), FetchHeader("content-length", "99"),
            FetchHeader("X-One", "1"), FetchHeader("X-One", "2"), FetchHeader("Transfer-Encoding", "chunked"),
        ]
        let response = try await WebFetcher.local(names).fetch(request)
        let sent = lines(server.requests.first)
        #expect(sent.first == "get /a%20b/%c3%bc?x=%c3%a9&y=%22 http/1.1")
        #expect(
            sent.dropFirst().sorted() == [
                "accept-encoding: identity", "accept: application/json, text/html;q=0.5", "connection: close",
                "host: blog.example:\(server.port)", "user-agent: starpunk/1 (tests)", "x-one: 1", "x-one: 2",
            ]
        )
        #expect(names.asked == ["blog.example"])
        #expect(response.finalURL == "http://blog.example:\(server.port)/a%20b/%C3%BC?x=%C3%A9&y=%22")
        #expect(response.chain == [FetchResponse.Hop(url: response.finalURL, status: 200)])
    }

    @Test("a header of the request wins over the fetcher's own")
    func ownUserAgent() async throws {
        let server = try redirecting(302)
        var request = FetchRequest(url: "http://127.0.0.1:\(server.port)/")
        request.headers = [FetchHeader("user-agent", "StarPunk Webmention")]
        _ = try await WebFetcher.local().fetch(request)
        #expect(
            lines(server.requests.first).filter { $0.hasPrefix("user-agent") } == ["user-agent: starpunk webmention"]
        )
    }

    @Test("a form is sent as browsers write it")
    func form() async throws {
        let server = try redirecting(302)
        let request = FetchRequest(
            posting: [
                .init(name: "source", value: "https://a.example/?x=1&y=ä b"), .init(name: "empty", value: ""),
                .init(name: "a~b*", value: "\r\n"),
            ],
            to: "http://127.0.0.1:\(server.port)/webmention?x=1"
        )
        _ = try await WebFetcher.local().fetch(request)
        let sent = try #require(server.requests.first)
        #expect(sent.hasPrefix("POST /webmention?x=1 HTTP/1.1\r\n"))
        #expect(sent.contains("Content-Type: application/x-www-form-urlencoded\r\n"))
        #expect(
            sent.hasSuffix("\r\n\r\nsource=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D%C3%A4+b&empty=&a%7Eb*=%0D%0A")
        )
    }

    @Test("an HTTP error is an answer; its headers keep their order and repeats")
    func answer() async throws {
        let server = try RawServer(
            answering: "HTTP/1.1 404 Not Found\r\nLink: <a>; rel=x\r\nX: y\r\nlink: <b>; rel=y\r\n"
                + "Set-Cookie: a=b\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone"
        )
        let response = try await WebFetcher.local().fetch(FetchRequest(url: "http://127.0.0.1:\(server.port)/"))
        #expect(response.status == 404)
        #expect(response.headers.values(of: "LINK") == ["<a>; rel=x", "<b>; rel=y"])
        #expect(response.body == Array("none".utf8))
    }

    @Test(
        "what a redirect makes of a request",
        arguments: [
            (301, FetchRequest.Method.post, "GET", false), (302, .post, "GET", false), (303, .post, "GET", false),
            (307, .post, "POST", true), (308, .post, "POST", true), (301, .get, "GET", false),
            (308, .get, "GET", false),
            (302, .head, "HEAD", false), (303, .head, "HEAD", false), (307, .head, "HEAD", false),
        ]
    )
    func methods(status: Int, method: FetchRequest.Method, expected: String, keepsBody: Bool) async throws {
        let server = try redirecting(status)
        var request = FetchRequest(url: "http://127.0.0.1:\(server.port)/from", method: method)
        if method == .post {
            request.body = Array("a=b".utf8)
            request.headers = [FetchHeader("Content-Type", "text/x")]
        }
        let response = try await WebFetcher.local().fetch(request)
        #expect(response.chain.map(\.status) == [status, 200])
        #expect(response.finalURL == "http://127.0.0.1:\(server.port)/to")
        #expect(response.body == (method == .head ? [] : Array("ok".utf8)))
        let last = try #require(server.requests.last)
        #expect(last.hasPrefix("\(expected) /to HTTP/1.1\r\n"))
        #expect(last.hasSuffix("\r\n\r\na=b") == keepsBody)
        #expect(last.lowercased().contains("content-type") == keepsBody)
    }

    @Test("Authorization stays with its origin, and does not come back from elsewhere")
    func authorization() async throws {
        let home = try RawServer { connection in
            let request = connection.readRequest()
            let location =
                request.contains(" /from") ? "/same" : request.contains(" /same") ? "http://other.example:PORT/" : nil
            guard let location else {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                return
            }
            let port = request.split(separator: "port=").last?.prefix { $0.isNumber } ?? ""
            let query = location == "/same" ? "?port=\(port)" : ""
            let target = location.replacing("PORT", with: port) + query
            connection.send("HTTP/1.1 307 X\r\nLocation: \(target)\r\nContent-Length: 0\r\n\r\n")
        }
        let other = try RawServer(
            answering: "HTTP/1.1 307 X\r\nLocation: http://home.example:\(home.port)/end\r\nContent-Length: 0\r\n\r\n"
        )
        let names = NameTable(["home.example": [["127.0.0.1"]], "other.example": [["127.0.0.1"]]])
        var request = FetchRequest(url: "http://home.example:\(home.port)/from?port=\(other.port)")
        request.headers = [FetchHeader("authorization", "Bearer secret"), FetchHeader("X-Kept", "1")]
        let response = try await WebFetcher.local(names).fetch(request)
        #expect(response.chain.map(\.status) == [307, 307, 307, 200])
        let all = home.requests + other.requests
        #expect(home.requests.map { $0.contains("secret") } == [true, true, false])
        #expect(other.requests.map { $0.contains("secret") } == [false])
        #expect(all.allSatisfy { $0.contains("X-Kept: 1") })
    }

    @Test("no redirect is followed when none may be, nor one without a Location, nor another 3xx")
    func notFollowed() async throws {
        let server = try redirecting(302)
        var request = FetchRequest(url: "http://127.0.0.1:\(server.port)/from")
        request.maximumRedirects = 0
        #expect(try await WebFetcher.local().fetch(request).status == 302)
        #expect(try await server.connections() == 1)

        let other = try redirecting(300)
        request = FetchRequest(url: "http://127.0.0.1:\(other.port)/from")
        #expect(try await WebFetcher.local().fetch(request).status == 300)

        let bare = try RawServer(answering: "HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nhi")
        request = FetchRequest(url: "http://127.0.0.1:\(bare.port)/")
        #expect(try await WebFetcher.local().fetch(request).body == Array("hi".utf8))
    }

    @Test(
        "where a Location leads to, seen from /from/here?x",
        arguments: [
            ("/to", "/to"), ("to#part", "/from/to"), ("../to?y=1", "/to?y=1"), ("?z", "/from/here?z"),
            ("//127.0.0.1:PORT", "/"), ("HTTP://127.0.0.1:PORT/A%20b", "/A%20b"), ("/é", "/%C3%A9"), ("/%zz", "/%25zz"),
        ]
    )
    func locations(location: String, expected: String) async throws {
        let server = try RawServer { connection in
            let head = connection.readRequest()
            guard head.hasPrefix("GET /from/here?x ") else {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                return
            }
            let port = head.lowercased().split(separator: "host: 127.0.0.1:").last?.prefix { $0.isNumber } ?? ""
            let target = location.replacing("PORT", with: port)
            connection.send("HTTP/1.1 302 X\r\nLocation: \(target)\r\nContent-Length: 0\r\n\r\n")
        }
        let response = try await WebFetcher.local().fetch(
            FetchRequest(url: "http://127.0.0.1:\(server.port)/from/here?x")
        )
        #expect(response.finalURL == "http://127.0.0.1:\(server.port)\(expected)")
        #expect(server.requests.last?.hasPrefix("GET \(expected) HTTP/1.1\r\n") == true)
    }

    @Test("a scheme that the caller does not allow, at once or by redirect")
    func schemes() async throws {
        var request = FetchRequest(url: "http://127.0.0.1:1/")
        request.allowedSchemes = ["https"]
        await #expect(throws: FetchError.schemeNotAllowed("http://127.0.0.1:1/")) {
            _ = try await WebFetcher.local().fetch(request)
        }
        let server = try redirecting(302, to: "https://127.0.0.1/")
        request = FetchRequest(url: "http://127.0.0.1:\(server.port)/from")
        request.allowedSchemes = ["http"]
        await #expect(throws: FetchError.schemeNotAllowed("https://127.0.0.1/")) {
            _ = try await WebFetcher.local().fetch(request)
        }
    }

    @Test("a header with a line break is not sent")
    func headerInjection() async throws {
        let server = try redirecting(302)
        for header in [FetchHeader("X", "a\r\nEvil: 1"), FetchHeader("X\r\nEvil", "1"), FetchHeader("", "1")] {
            var request = FetchRequest(url: "http://127.0.0.1:\(server.port)/")
            request.headers = [header]
            let error = await #expect(throws: FetchError.self) { _ = try await WebFetcher.local().fetch(request) }
            guard case .malformedRequest = error else {
                Issue.record("\(header): \(String(describing: error))")
                continue
            }
        }
        #expect(try await server.connections() == 0)
    }

    @Test("an internationalised name is asked for in its ASCII form")
    func internationalName() async throws {
        let server = try redirecting(302)
        let names = NameTable(["xn--mnchen-3ya.example": [["127.0.0.1"]]])
        let response = try await WebFetcher.local(names).fetch(
            FetchRequest(url: "http://München.example:\(server.port)/")
        )
        #expect(response.finalURL == "http://xn--mnchen-3ya.example:\(server.port)/")
    }
}
