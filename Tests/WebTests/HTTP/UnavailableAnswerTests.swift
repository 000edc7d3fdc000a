import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IndieWeb
import Logging
import NIOCore
import Publishing
import Synchronization
import Testing
import Web

@Suite("Answers when something is missing for now")
struct UnavailableAnswerTests {
    /// Keeps what is logged as an error, with the id of its request.
    private final class ErrorLog: Sendable {
        let lines = Mutex<[String]>([])

        struct Handler: LogHandler {
            let log: ErrorLog
            var logLevel = Logger.Level.debug
            var metadata: Logger.Metadata = [:]

            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }

            func log(event: LogEvent) {
                guard event.level == .error else { return }
                let id = metadata["hb.request.id"]?.description ?? ""
                log.lines.withLock { $0.append("\(id) \(event.message)") }
            }
        }

        /// Asks a site.
        func answer(
            _ site: FixtureSite,
            _ path: String,
            _ headers: HTTPFields,
            method: HTTPRequest.Method,
            body: String = ""
        ) async throws -> Answer {
            let logger = Logger(label: "test") { _ in Handler(log: self) }
            return try await Application(responder: site.opened(), logger: logger).test(.router) { client in
                let buffer = body.isEmpty ? nil : ByteBuffer(string: body)
                let answer = try await client.execute(uri: path, method: method, headers: headers, body: buffer)
                return Answer(status: answer.status, headers: answer.headers, text: String(buffer: answer.body))
            }
        }
    }

    private static let idField = HTTPField.Name("X-Request-ID") ?? .via

    @Test("503 in Micropub's words when the owner's server cannot be asked about a token, and the log says why")
    func provider() async throws {
        let site = try FixtureSite(["AUTH_PROVIDER": "external", "ADMIN_ME": "https://owner.invalid/"])
        let log = ErrorLog()
        let answer = try await log.answer(site, "/micropub?q=config", [.authorization: "Bearer x"], method: .get)
        #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "30")
        let reason = "The IndieAuth server cannot be asked now."
        #expect(answer.text.hasPrefix(#"{"error":"temporarily_unavailable","error_description":"\#(reason)"#))
        let line = try #require(log.lines.withLock(\.self).first)
        #expect(line.hasPrefix("\(try #require(answer.headers[Self.idField])) \(reason)"))
    }

    @Test("503 with Retry-After while another program holds the database")
    func busy() async throws {
        let (site, log) = (try FixtureSite(isServed: true), ErrorLog())
        let fields: HTTPFields = [
            .authorization: "Bearer \(try site.token("create"))", .contentType: "application/json",
        ]
        let body = #"{"type":["h-entry"],"properties":{"content":["x"]}}"#
        let answer = try await site.holdingDatabase {
            try await log.answer(site, "/micropub", fields, method: .post, body: body)
        }
        #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "5")
        #expect(answer.text.hasPrefix(#"{"error":"temporarily_unavailable""#))
        #expect(try await log.answer(site, "/micropub", fields, method: .post, body: body).status == .created)
    }

    @Test("503 when the words of a post are missing, as on its page; the log says which file")
    func lostFile() async throws {
        let (site, log) = (try FixtureSite(), ErrorLog())
        try FileManager.default.removeItem(atPath: site.path("notes/2025/11/first-light.md"))
        let token = try site.token("update")
        let url = "https://alice.example.com/note/first-light"
        let fields: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/json"]
        let body = #"{"action":"update","url":"\#(url)","add":{"category":["x"]}}"#
        let answer = try await log.answer(site, "/micropub", fields, method: .post, body: body)
        #expect(answer.status == .serviceUnavailable && answer.headers[.retryAfter] == "600")
        #expect(answer.text.hasPrefix(#"{"error":"temporarily_unavailable""#))
        #expect(!answer.text.contains("first-light.md"))
        #expect(log.lines.withLock(\.self).first?.contains("notes/2025/11/first-light.md") == true)
    }
}
