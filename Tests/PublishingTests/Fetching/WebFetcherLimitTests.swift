import Foundation
import Publishing
import Synchronization
import TestSupport
import Testing

// What takes for ever fails by the limit; how long the rest takes depends on what else the machine does.
@Suite("WebFetcher, within bounds", .timeLimit(.minutes(10)))
struct WebFetcherLimitTests {
    /// The error of a fetch that must fail.
    private func failure(of request: FetchRequest, by fetcher: WebFetcher = .local()) async -> FetchError? {
        await #expect(throws: FetchError.self) { _ = try await fetcher.fetch(request) }
    }

    private func request(_ server: RawServer, timeout: Duration = .seconds(60)) -> FetchRequest {
        var request = FetchRequest.patient(url: "http://127.0.0.1:\(server.port)/")
        request.timeout = timeout
        return request
    }

    @Test("a body without an end is cut off at the limit, and the connection closed")
    func endlessBody() async throws {
        let refused = Mutex(false)
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            let block = String(repeating: "a", count: 65_536)
            for _ in 0..<4096 where !connection.send(block) {
                refused.withLock { $0 = true }
                return
            }
        }
        var request = request(server)
        request.maximumBytes = 100_000
        #expect(await failure(of: request) == .tooLarge(url: request.url, limit: 100_000))
        for _ in 0..<300 where !refused.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(refused.withLock { $0 })
    }

    @Test("a body that is announced to be too large is not read")
    func announced() async throws {
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n")
            _ = connection.receive()
        }
        let request = request(server)
        #expect(await failure(of: request) == .tooLarge(url: request.url, limit: 1 << 20))
    }

    @Test("a body of just the limit is read, one byte more is not", arguments: [true, false])
    func edge(isChunked: Bool) async throws {
        let answer =
            isChunked
            ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n6\r\nefghij\r\n0\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcdefghij"
        let server = try RawServer(answering: answer)
        var request = request(server)
        request.maximumBytes = 10
        #expect(try await WebFetcher.local().fetch(request).body == Array("abcdefghij".utf8))
        request.maximumBytes = 9
        #expect(await failure(of: request) == .tooLarge(url: request.url, limit: 9))
    }

    @Test(
        "headers without an end",
        arguments: ["X-Endless: \(String(repeating: "a", count: 1000))\r\n", "x", "X-Y: z\r\n"]
    )
    func endlessHeaders(part: String) async throws {
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n")
            let block = String(repeating: part, count: 65_536 / part.utf8.count)
            for _ in 0..<4096 where !connection.send(block) { return }
        }
        let request = request(server)
        #expect(await failure(of: request) == .tooManyHeaders(url: request.url))
    }

    @Test(
        "a server that trickles is given up in time, wherever it trickles",
        arguments: ["", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"]
    )
    func slow(start: String) async throws {
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.send(start)
            for _ in 0..<100 {
                guard start.isEmpty || connection.send("a") else { return }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
        let request = request(server, timeout: .milliseconds(400))
        let error = await failure(of: request)
        #expect(error == .timedOut(url: request.url, limit: .milliseconds(400)))
        #expect(error?.description == "\(request.url) took longer than 0.4 seconds.")
    }

    @Test("the time is for all redirects together")
    func slowRedirects() async throws {
        let server = try RawServer { connection in
            _ = connection.readRequest()
            Thread.sleep(forTimeInterval: 0.3)
            connection.send("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
        }
        var request = request(server, timeout: .seconds(1))
        request.maximumRedirects = 100
        let error = await failure(of: request)
        #expect(error == .timedOut(url: request.url, limit: .seconds(1)))
    }

    @Test("looking a name up counts as well")
    func slowNames() async {
        let fetcher = WebFetcher(
            policy: AddressPolicy(allowsLoopback: true),
            resolver: HostResolver { _ in
                try await Task.sleep(for: .seconds(60))
                return []
            },
            userAgent: "StarPunk"
        )
        var request = FetchRequest.patient(url: "http://slow.example/")
        request.timeout = .milliseconds(200)
        let error = await failure(of: request, by: fetcher)
        #expect(error == .timedOut(url: request.url, limit: .milliseconds(200)))
    }

    @Test("redirects in a circle end at the limit")
    func circle() async throws {
        let server = try RawServer(answering: "HTTP/1.1 301 X\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
        var request = request(server)
        request.maximumRedirects = 3
        #expect(await failure(of: request) == .tooManyRedirects(url: request.url, limit: 3))
        #expect(try await server.connections() == 4)
    }

    @Test("the body of a redirect is not waited for")
    func redirectBody() async throws {
        let server = try RawServer { connection in
            if connection.readRequest().hasPrefix("GET /end ") {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nend")
            } else {
                connection.send("HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 99999999\r\n\r\nslow")
                _ = connection.receive()
            }
        }
        #expect(try await WebFetcher.local().fetch(request(server)).body == Array("end".utf8))
    }

    @Test("a cancelled task ends at once")
    func cancellation() async throws {
        let server = try RawServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
            _ = connection.receive()
        }
        let request = request(server)
        let task = Task { try await WebFetcher.local().fetch(request) }
        for _ in 0..<300 where server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }

    @Test("nobody at the port")
    func unreachable() async throws {
        let port = try RawServer(answering: "").port
        try await Task.sleep(for: .milliseconds(50))
        guard
            case .unreachable("127.0.0.1", _) = await failure(
                of: FetchRequest.patient(url: "http://127.0.0.1:\(port)/")
            )
        else {
            Issue.record("another error")
            return
        }
    }

    @Test("a second address is tried when nobody is at the first")
    func secondAddress() async throws {
        let server = try RawServer(at: "127.0.0.5", answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        let names = NameTable(["two.example": [["127.0.0.4", "127.0.0.5"]]])
        let response = try await WebFetcher.local(names).fetch(
            FetchRequest.patient(url: "http://two.example:\(server.port)/")
        )
        #expect(response.body == Array("ok".utf8))
        #expect(names.asked == ["two.example"])
    }

    @Test("a name without an address")
    func unknownHost() async {
        let error = await failure(of: FetchRequest.patient(url: "http://nobody.example/"))
        #expect(error == .unknownHost("nobody.example", detail: "it has no address"))
    }

    @Test(
        "an answer that ends early or is not HTTP",
        arguments: ["", "SSH-2.0-OpenSSH_9\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "HTTP/1.1 200"]
    )
    func interrupted(answer: String) async throws {
        let server = try RawServer(answering: answer)
        let error = await failure(of: request(server))
        guard case .interrupted("127.0.0.1", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("the system's resolver knows this machine, and not a name that cannot be")
    func systemResolver() async throws {
        let resolver = HostResolver.system()
        let addresses = try await resolver.addresses(of: "localhost")
        #expect(addresses.contains { $0.isLoopback })
        let error = await #expect(throws: FetchError.self) {
            _ = try await resolver.addresses(of: "nobody..invalid")
        }
        guard case .unknownHost("nobody..invalid", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
