import Foundation
import Publishing
import Synchronization
import TestSupport
import Testing

@Suite("WebFetcher, TLS")
struct WebFetcherTLSTests {
    private let names = NameTable(["secure.example": [["127.0.0.1"]], "other.example": [["127.0.0.1"]]])

    /// A request with time enough for a busy machine to read all the authorities of its system.
    private func request(_ url: String) -> FetchRequest {
        var request = FetchRequest.patient(url: url)
        request.timeout = .seconds(30)
        return request
    }

    private func insecureHost(_ url: String, by fetcher: WebFetcher) async -> String? {
        let request = request(url)
        let error = await #expect(throws: FetchError.self) { _ = try await fetcher.fetch(request) }
        guard case .insecure(let host, _) = error else {
            Issue.record("\(String(describing: error))")
            return nil
        }
        return host
    }

    @Test("the certificate must be for the name, although the connection goes to an address")
    func certificate() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem")
        try Data(TLSServer.certificate.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let server = try await TLSServer()
        let fetcher = WebFetcher.local(names, authorities: file.path)
        let response = try await fetcher.fetch(request("https://secure.example:\(server.port)/"))
        #expect(String(decoding: response.body, as: UTF8.self).lowercased() == "host: secure.example:\(server.port)")
        #expect(await insecureHost("https://other.example:\(server.port)/", by: fetcher) == "other.example")
        #expect(await insecureHost("https://127.0.0.1:\(server.port)/", by: fetcher) == "127.0.0.1")
        try await server.stop()
    }

    @Test("an authority that nobody trusts")
    func unknownAuthority() async throws {
        let server = try await TLSServer()
        let host = await insecureHost("https://secure.example:\(server.port)/", by: .local(names))
        #expect(host == "secure.example")
        try await server.stop()
    }

    @Test("the server hears the name, and a server without TLS is not talked to")
    func noTLS() async throws {
        let hello = Mutex<[UInt8]>([])
        let server = try RawServer { connection in
            let bytes = connection.receive()
            hello.withLock { $0 = bytes }
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            _ = connection.receive()
        }
        _ = await insecureHost("https://secure.example:\(server.port)/", by: .local(names))
        #expect(String(decoding: hello.withLock { $0 }, as: UTF8.self).contains("secure.example"))
    }

    @Test("a TLS server that says nothing is given up in time", .timeLimit(.minutes(10)))
    func silent() async throws {
        let server = try RawServer { connection in
            while !connection.receive().isEmpty {}
        }
        var request = FetchRequest.patient(url: "https://secure.example:\(server.port)/")
        request.timeout = .milliseconds(400)
        let expected = FetchError.timedOut(url: request.url, limit: .milliseconds(400))
        let (names, sent) = (names, request)
        await #expect(throws: expected) { _ = try await WebFetcher.local(names).fetch(sent) }
    }
}
