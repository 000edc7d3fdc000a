import Foundation
import IndieWeb
import Publishing
import Synchronization
import TestSupport
import Testing

/// Where applications say who they are is only tried out here: a served site of the tests is on this machine, and nobody
/// may ask an application there (IndieAuth, section 4.2).
@Suite("ClientDocuments")
struct ClientDocumentTests {
    /// A clock that a test sets on.
    private final class Clock: Sendable {
        let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
        var now: @Sendable () -> Date {
            { [self] in time.withLock { $0 } }
        }
    }

    private let clock = Clock()

    private static func reply(_ body: String, type: String, status: Int = 200, _ headers: String...) -> String {
        let lines = ["HTTP/1.1 \(status) X", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"] + headers
        return (lines + ["Connection: close", "", body]).joined(separator: "\r\n")
    }

    /// What is learned of `http://app.example:PORT/`, at whose place a server answers.
    private func document(
        _ server: RawServer,
        path: String = "/",
        addresses: [String] = ["127.0.0.1"],
        isStrict: Bool = false
    ) async throws -> ClientDocument {
        let names = NameTable(["app.example": [addresses]])
        let documents = ClientDocuments(fetcher: isStrict ? .strict(names) : .local(names), now: clock.now)
        return await documents.document(of: try ClientID("http://app.example:\(server.port)\(path)"))
    }

    private func json(_ port: Int, path: String = "/", more: String = "") -> String {
        """
        {"client_id":"http://app.example:\(port)\(path)","client_name":"App","client_uri":"http://app.example:\(port)/",\
        "logo_uri":"https://app.example/logo.png","redirect_uris":["com.example.app:/back"]\(more)}
        """
    }

    private func serve(_ answer: @escaping @Sendable (Int, String) -> String) throws -> RawServer {
        try RawServer { connection in
            let request = connection.readRequest()
            let port = request.firstMatch(of: /[Hh]ost: app\.example:(\d+)/).flatMap { Int($0.1) } ?? 0
            connection.send(answer(port, request.split(separator: " ").dropFirst().first.map(String.init) ?? "/"))
        }
    }

    @Test("a JSON document is read, after it was asked for with what the specification says")
    func readsJSON() async throws {
        let server = try serve { [self] port, _ in Self.reply(json(port), type: "application/json; charset=utf-8") }
        let metadata = try await document(server).metadata
        #expect(metadata.name == "App")
        #expect(metadata.redirectURIs == ["com.example.app:/back"])
        #expect(server.requests.first?.contains("application/json, text/html;q=0.5") == true)
    }

    @Test("a page with an h-app is read, and its redirect addresses in both places")
    func readsPage() async throws {
        let html = """
            <link rel=redirect_uri href=/back><div class="h-x-app"><img class=u-logo src=logo.png alt="">
            <a class="u-url p-name" href="/">Old App</a></div>
            """
        let server = try serve { _, _ in
            Self.reply(html, type: "text/html", "Link: <https://other.example/back>; rel=redirect_uri")
        }
        let metadata = try await document(server).metadata
        #expect(metadata.name == "Old App")
        #expect(metadata.logo?.text == "http://app.example:\(server.port)/logo.png")
        #expect(
            metadata.redirectURIs == ["https://other.example/back", "http://app.example:\(server.port)/back"]
        )
    }

    @Test("a page without an h-app tells nothing, and is a page")
    func plainPage() async throws {
        let server = try serve { _, _ in Self.reply("<p>Hello", type: "text/html") }
        #expect(try await document(server) == .found(.unknown))
    }

    @Test(
        "what is not a document",
        arguments: [
            ("{\"client_id\":\"http://evil.example/\"}", "application/json", 200), ("[]", "application/json", 200),
            ("{", "application/json", 200), ("{}", "application/json", 404), ("<p>", "text/html", 500),
            ("{}", "text/plain", 200), ("x", "image/png", 200),
            (String(repeating: " ", count: 10_241), "application/json", 200),
            (String(repeating: "x", count: 600_000), "text/html", 200),
        ]
    )
    func refused(body: String, type: String, status: Int) async throws {
        let server = try serve { _, _ in Self.reply(body, type: type, status: status) }
        guard case .unavailable(let reason) = try await document(server) else {
            Issue.record("it was taken")
            return
        }
        #expect(reason.hasSuffix("."))
    }

    @Test("a document with a secret is refused, for everybody can read it")
    func secret() async throws {
        let server = try serve { [self] port, _ in
            Self.reply(json(port, more: ",\"client_secret\":\"x\""), type: "application/json")
        }
        #expect(try await document(server).metadata == .unknown)
    }

    @Test("a JSON document behind a redirect is refused, a page is read")
    func redirects() async throws {
        let server = try serve { [self] port, path in
            switch path {
            case "/app": "HTTP/1.1 302 X\r\nLocation: /json\r\nContent-Length: 0\r\n\r\n"
            case "/page": "HTTP/1.1 302 X\r\nLocation: /html\r\nContent-Length: 0\r\n\r\n"
            case "/json": Self.reply(json(port, path: "/app"), type: "application/json")
            default: Self.reply("<p class=h-app>Page", type: "text/html")
            }
        }
        #expect(try await document(server, path: "/app").metadata == .unknown)
        #expect(try await document(server, path: "/page").metadata.name == "Page")
    }

    @Test("more than three redirects are too many")
    func manyRedirects() async throws {
        let server = try serve { _, path in
            "HTTP/1.1 302 X\r\nLocation: \(path)x\r\nContent-Length: 0\r\n\r\n"
        }
        #expect(try await document(server).metadata == .unknown)
        #expect(server.requests.count == 4)
    }

    @Test(
        "an application on this machine is never asked",
        arguments: ["127.0.0.1", "[::1]", "localhost", "app.localhost"]
    )
    func loopback(host: String) async throws {
        let server = try serve { _, _ in Self.reply("{}", type: "application/json") }
        let documents = ClientDocuments(fetcher: .local(), now: clock.now)
        #expect(await documents.document(of: try ClientID("http://\(host):\(server.port)/")) == .onThisMachine)
        #expect(try await server.connections() == 0)
    }

    @Test(
        "an application whose name leads into the owner's network is never asked",
        arguments: [
            ["127.0.0.1"], ["10.0.0.1"], ["192.168.1.1"], ["169.254.169.254"], ["100.64.0.1"], ["::1"], ["fd00::1"],
            ["fe80::1"], ["93.184.216.34", "127.0.0.1"],
        ]
    )
    func privateAddress(addresses: [String]) async throws {
        let server = try serve { _, _ in Self.reply("{}", type: "application/json") }
        let found = try await document(server, addresses: addresses, isStrict: true)
        #expect(found.metadata == .unknown)
        #expect(found != .onThisMachine)
        #expect(try await server.connections() == 0)
    }

    @Test("a document is kept for as long as it says, and no longer")
    func freshness() async throws {
        let server = try serve { [self] port, _ in
            Self.reply(json(port), type: "application/json", "Cache-Control: private, max-age=100")
        }
        let names = NameTable(["app.example": [["127.0.0.1"]]])
        let documents = ClientDocuments(fetcher: .local(names), now: clock.now)
        let client = try ClientID("http://app.example:\(server.port)/")
        for (pause, count) in [(0.0, 1), (99, 1), (1, 2)] {
            clock.time.withLock { $0 += pause }
            #expect(await documents.document(of: client).metadata.name == "App")
            #expect(server.requests.count == count)
        }
    }

    @Test(
        "a failure is not kept, nor what must not be",
        arguments: ["", "Cache-Control: no-store", "cache-control: max-age=0"]
    )
    func notKept(header: String) async throws {
        let server = try serve { [self] port, _ in
            header.isEmpty
                ? Self.reply("", type: "text/html", status: 500)
                : Self.reply(json(port), type: "application/json", header)
        }
        let names = NameTable(["app.example": [["127.0.0.1"]]])
        let documents = ClientDocuments(fetcher: .local(names), now: clock.now)
        let client = try ClientID("http://app.example:\(server.port)/")
        for _ in 0..<2 { _ = await documents.document(of: client) }
        #expect(server.requests.count == 2)
    }
}
