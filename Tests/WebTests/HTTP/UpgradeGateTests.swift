import HTTPTypes
import HummingbirdTesting
import ServiceLifecycle
import Testing
import Web

@Suite("While the database is upgraded")
struct UpgradeGateTests {
    @Test(
        "503 with Retry-After in the form the client reads",
        arguments: [
            ("/", "text/html,*/*;q=0.8", "text/html; charset=utf-8"), ("/feed.rss", "*/*", "text/plain; charset=utf-8"),
            ("/micropub", nil, "text/plain; charset=utf-8"), ("/health", nil, "application/json; charset=utf-8"),
        ] as [(String, String?, String)]
    )
    func shut(path: String, accept: String?, contentType: String) async throws {
        let gate = UpgradeGate(version: "1.2.3")
        var headers = HTTPFields()
        headers[.accept] = accept
        let answer = try await gate.answer(path, headers)
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] == "5")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.headers[.contentType] == contentType)
        #expect(answer.headers[.contentSecurityPolicy] != nil)
        #expect(try await gate.answer(path, headers, method: .head).text.isEmpty)
    }

    @Test("200 as soon as the gate is open")
    func opened() async throws {
        let fixture = try FixtureSite()
        let gate = UpgradeGate(version: "1.2.3")
        #expect(try await gate.answer("/health").status == .serviceUnavailable)
        gate.open(fixture.application)
        #expect(try await gate.answer("/health").status == .ok)
    }

    @Test("the server tells the port it was given, and answers there")
    func server() async throws {
        let fixture = try FixtureSite()
        let gate = UpgradeGate(version: "1.2.3")
        gate.open(fixture.application)
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let server = WebApplication.server(gate: gate, host: "127.0.0.1", port: 0, logger: .silent) { port in
            continuation.yield(port)
        }
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run() }
            let port = try #require(await ports.first { _ in true })
            let status = try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
                try await client.get("/health").status
            }
            #expect(status == .ok)
            group.cancelAll()
        }
    }
}
