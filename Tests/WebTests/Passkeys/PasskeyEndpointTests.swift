import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IndieWeb
import Logging
import NIOCore
import Publishing
import Testing
import Web

@Suite("/auth/passkeys")
struct PasskeyEndpointTests {
    private let site: FixtureSite

    init() throws {
        site = try FixtureSite()
    }

    private func post(_ path: String, _ json: String, _ headers: HTTPFields = [:]) async throws -> Answer {
        let gate = UpgradeGate(version: "1.2.3")
        gate.open(site.application)
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await Application(responder: gate, logger: .silent).test(.router) { [headers] client in
            let body = ByteBuffer(string: json)
            let response = try await client.execute(uri: path, method: .post, headers: headers, body: body)
            return Answer(status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
    }

    /// The hidden code of the page's forms.
    private func code(of page: Answer) throws -> String {
        let match = try #require(page.text.firstMatch(of: /name="csrf_token" value="([^"]+)"/))
        return String(match.1)
    }

    @Test("200 with a page whose one script is ours, named by its content and kept for ever")
    func page() async throws {
        let page = try await site.get("/auth/passkeys", try await site.signedIn())
        #expect(page.status == .ok)
        #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'; connect-src 'self'") == true)
        let path = try #require(page.text.firstMatch(of: /<script type="module" src="([^"]+)">/)).1
        let script = try await site.get(String(path))
        #expect(script.status == .ok)
        #expect(script.headers[.contentType] == "text/javascript; charset=utf-8")
        #expect(script.headers[.cacheControl]?.contains("immutable") == true)
    }

    @Test("the sign-in page has no script while there is no passkey")
    func withoutPasskey() async throws {
        let page = try await site.get("/auth/login")
        #expect(!page.text.contains("<script"))
        #expect(page.headers[.contentSecurityPolicy]?.contains("script-src") == false)
    }

    @Test("200 with the question for a new passkey, for the signed-in owner's page alone")
    func registrationOptions() async throws {
        let headers = try await site.signedIn()
        let code = try code(of: try await site.get("/auth/passkeys", headers))
        let path = "/auth/passkeys/registration-options"
        let answer = try await post(path, "{\"csrf_token\":\"\(code)\"}", headers)
        #expect(answer.status == .ok)
        #expect(answer.text.contains("\"rp\":{\"id\":\"alice.example.com\""))
        #expect(answer.headers[.accessControlAllowOrigin] == nil)
        #expect(try await post(path, "{\"csrf_token\":\"\(code)\"}").status == .unauthorized)
        #expect(try await post(path, "{\"csrf_token\":\"x\"}", headers).status == .forbidden)
        #expect(try await post(path, "{}", headers).status == .forbidden)
    }

    @Test("200 with the question for a sign-in, which is new each time")
    func signInOptions() async throws {
        let first = try await post("/auth/passkeys/sign-in-options", "{}")
        #expect(first.status == .ok)
        #expect(first.text.contains("\"rpId\":\"alice.example.com\""))
        #expect(first.headers[.cacheControl] == "no-store")
        #expect(first.headers[.setCookie] == nil)
        #expect(try await post("/auth/passkeys/sign-in-options", "{}").text != first.text)
    }

    @Test(
        "422 in words for an answer that is none, and nobody is signed in",
        arguments: [
            "{}", "{\"credential\":null}", "{\"credential\":{\"type\":\"public-key\",\"id\":\"AA\",\"response\":{}}}",
        ]
    )
    func wrongAnswer(json: String) async throws {
        let answer = try await post("/auth/passkeys/sign-in", json)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("error_description"))
        #expect(answer.headers[.setCookie] == nil)
    }

    @Test(
        "a request that no page of ours sends",
        arguments: [
            ("[]", [:], .badRequest), ("{", [:], .badRequest),
            ("{}", [.contentType: "text/plain"], .unsupportedMediaType),
            ("{}", [.origin: "https://evil.example"], .forbidden),
            (String(repeating: " ", count: 70_000), [:], .contentTooLarge),
        ] as [(String, HTTPFields, HTTPResponse.Status)]
    )
    func refused(json: String, headers: HTTPFields, status: HTTPResponse.Status) async throws {
        #expect(try await post("/auth/passkeys/sign-in", json, headers).status == status)
    }

    @Test("429 for too many wrong answers from one address")
    func throttle() async throws {
        var statuses: [HTTPResponse.Status] = []
        for _ in 0..<20 { statuses.append(try await post("/auth/passkeys/sign-in", "{}").status) }
        #expect(statuses.last == .tooManyRequests)
    }

    @Test("404 where browsers offer no passkeys")
    func withoutTLS() async throws {
        let site = try FixtureSite(["SITE_URL": "http://127.0.0.1:8000"])
        #expect(try await site.get("/auth/passkeys", try await site.signedIn()).status == .notFound)
    }
}
