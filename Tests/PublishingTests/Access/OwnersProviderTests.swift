import Foundation
import IndieWeb
import Publishing
import Synchronization
import TestSupport
import Testing

@Suite("OwnersProvider")
struct OwnersProviderTests {
    /// A page that names a server, until it is away.
    private final class Page: Sendable {
        let isAway = Mutex(false)
    }

    private let page = Page()
    private let fixture: AccessFixture
    private let server: RawServer

    init() throws {
        fixture = try AccessFixture()
        server = try RawServer { [page] connection in
            _ = connection.readRequest()
            let body = "<link rel=authorization_endpoint href=/a>"
            let status = page.isAway.withLock { $0 } ? 503 : 200
            connection.send(
                "HTTP/1.1 \(status) X\r\nContent-Type: text/html\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
        }
    }

    private func provider() throws -> OwnersProvider {
        OwnersProvider(
            me: try ProfileURL("http://127.0.0.1:\(server.port)/", allowsLoopback: true),
            allowsLoopback: true,
            fetcher: .local(),
            now: fixture.now
        )
    }

    @Test("a server is known for ten minutes, then looked for again")
    func kept() async throws {
        let provider = try provider()
        for (pause, count) in [(0.0, 1), (599, 1), (1, 2)] {
            fixture.wait(pause)
            #expect(try await provider.discovery().server.authorizationEndpoint.path == "/a")
            #expect(server.requests.count == count)
        }
    }

    @Test("a server is believed in for a day while the page is away, and no longer")
    func grace() async throws {
        let provider = try provider()
        _ = try await provider.discovery()
        page.isAway.withLock { $0 = true }
        fixture.wait(86_399)
        _ = try await provider.discovery()
        fixture.wait(1)
        await #expect(throws: ProviderError.self) { try await provider.discovery() }
    }

    @Test("a page that was never there is an error each time, and not remembered")
    func away() async throws {
        page.isAway.withLock { $0 = true }
        let provider = try provider()
        await #expect(throws: ProviderError.self) { try await provider.discovery() }
        page.isAway.withLock { $0 = false }
        _ = try await provider.discovery()
    }
}
