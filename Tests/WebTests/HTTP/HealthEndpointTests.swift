import HTTPTypes
import Testing
import Web

@Suite("GET /health")
struct HealthEndpointTests {
    @Test("200 while the database can be read")
    func healthy() async throws {
        let response = try await FixtureSite().get("/health")
        #expect(response.status == .ok)
        #expect(response.text == #"{"status":"ok","version":"1.2.3"}"#)
        #expect(response.headers[.contentType] == "application/json; charset=utf-8")
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(response.headers[.eTag] == nil)
    }

    @Test("503 when it cannot")
    func unreadable() async throws {
        let site = try FixtureSite()
        try site.execute("ALTER TABLE notes RENAME TO lost")
        let response = try await site.get("/health")
        #expect(response.status == .serviceUnavailable)
        #expect(response.text == #"{"status":"unavailable","version":"1.2.3"}"#)
    }
}
