import Foundation
import TestSupport
import Testing

@Suite("IndieAuth client: request, callback, redemption (C2xx to C4xx)")
struct ClientSignInTests {
    private let provider: TestProvider
    private let site: MicropubSite

    init() throws {
        provider = try TestProvider()
        site = try provider.site()
    }

    private func visit() throws -> ProviderVisit { try ProviderVisit(to: site, as: provider.root) }

    private func expectRefusal(
        _ answer: HTTPClient.Answer,
        _ status: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(answer.status == status, "\(answer.text)", sourceLocation: sourceLocation)
        #expect(answer["Set-Cookie"] == nil, sourceLocation: sourceLocation)
        #expect(answer.text.contains("role=\"alert\""), sourceLocation: sourceLocation)
    }

    @Test("C201 to C208 the parameters of the request")
    func parameters() throws {
        let parameters = try visit().parameters
        #expect(parameters["response_type"] == "code")
        #expect(parameters["client_id"] == site.root)
        #expect(parameters["redirect_uri"] == "\(site.root)auth/callback")
        #expect(parameters["code_challenge_method"] == "S256")
        #expect(parameters["code_challenge"]?.utf8.count == 43)
        #expect(parameters["me"] == provider.root)
        #expect(parameters["scope"] == nil)
        #expect((parameters["state"]?.utf8.count ?? 0) >= 22)
    }

    @Test("C209 state and challenge are new each time")
    func unguessable() throws {
        let (first, second) = (try visit().parameters, try visit().parameters)
        #expect(first["state"] != second["state"])
        #expect(first["code_challenge"] != second["code_challenge"])
    }

    @Test("C210 the client_id leads to the document of a client, for who asks for JSON")
    func document() throws {
        // A page that is kept must not be the answer to whoever asks for the document.
        for _ in 1...3 {
            let page = try site.client.send("GET", "/")
            #expect(page.text.contains("<!doctype html>"))
            #expect(page["Vary"]?.contains("Accept,") == true || page["Vary"]?.hasSuffix("Accept") == true)
        }
        let answer = try site.client.send("GET", "/", headers: [("Accept", "application/json, text/html;q=.5")])
        #expect(answer["Content-Type"] == "application/json")
        #expect(answer.json["client_id"] as? String == site.root)
        #expect(answer.json["redirect_uris"] as? [String] == ["\(site.root)auth/callback"])
        #expect(answer.json["client_name"] is String)
        #expect(answer["Vary"]?.contains("Accept") == true)
    }

    @Test("C301 a good answer signs in, and leads on")
    func success() throws {
        let visit = try visit()
        let answer = try visit.answer(provider)
        #expect(answer.status == 303, "\(answer.text)")
        #expect(answer["Location"] == "/note/x")
        #expect(visit.browser.cookies["starpunk_session"] != nil)
        #expect(try visit.browser.get("/auth/login").status == 303)
    }

    @Test("C302 403 for another state, none, or an empty one", arguments: ["x", nil, ""])
    func state(value: String?) throws {
        let visit = try visit()
        expectRefusal(try visit.answer(provider, ["state": value]), 403)
        #expect(try visit.answer(provider).status == 303)
    }

    @Test("C303 403 in another browser than the one that began, for which it stays good")
    func otherBrowser() throws {
        let (visit, other) = (try visit(), try visit())
        let stolen = ["state": visit.parameters["state"]]
        expectRefusal(try other.answer(provider, stolen), 403)
        #expect(try visit.answer(provider).status == 303)
    }

    @Test(
        "C304 and C305 403 for another issuer, a similar one, or none although the server sends it",
        arguments: ["https://evil.example/", "slash", "", nil]
    )
    func issuer(value: String?) throws {
        let value = value == "slash" ? String(provider.root.dropLast()) : value
        expectRefusal(try visit().answer(provider, ["iss": value]), 403)
    }

    @Test("C306 403 when the server says no, in its words, as text")
    func denied() throws {
        let changes = ["code": nil, "error": "access_denied", "error_description": "<b>Not you</b>"]
        let answer = try visit().answer(provider, changes)
        expectRefusal(answer, 403)
        #expect(answer.text.contains("&lt;b&gt;Not you"))
    }

    @Test("C306 403 for an answer without a code")
    func noCode() throws {
        expectRefusal(try visit().answer(provider, ["code": nil]), 403)
    }

    @Test("C307 403 for an answer that comes twice")
    func replay() throws {
        let visit = try visit()
        #expect(try visit.answer(provider).status == 303)
        #expect(try visit.answer(provider).status == 403)
    }

    @Test(
        "C401 to C404 the code is redeemed at the authorization endpoint, with its verifier, and no cookie or redirect"
    )
    func redemption() throws {
        let visit = try visit()
        #expect(try visit.answer(provider).status == 303)
        let request = try #require(provider.requests.last { $0.hasPrefix("POST /authorize ") })
        let body = try #require(request.components(separatedBy: "\r\n\r\n").last)
        let sent = Dictionary(
            (URLComponents(string: "?\(body)")?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
        ) { first, _ in first }
        #expect(sent["grant_type"] == "authorization_code")
        #expect(sent["code"] == "the code")
        #expect(sent["client_id"] == site.root)
        #expect(sent["redirect_uri"] == "\(site.root)auth/callback")
        #expect((43...128).contains(sent["code_verifier"]?.utf8.count ?? 0))
        #expect(request.lowercased().contains("accept: application/json"))
        #expect(!request.lowercased().contains("cookie:"))
        #expect(!provider.requests.contains { $0.hasPrefix("POST /token ") })
    }

    @Test("C405 a code that only the token endpoint knows is redeemed there")
    func tokenEndpoint() throws {
        provider["POST /authorize"] = .json("{\"error\":\"invalid_grant\"}", status: 400)
        provider["POST /token"] = .json(
            "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"me\":\"\(provider.root)\"}"
        )
        #expect(try visit().answer(provider).status == 303)
    }

    @Test("C406 403 for somebody else, or what is no address", arguments: ["https://evil.example/", "x", "/me", ""])
    func otherIdentity(me: String) throws {
        let me = me == "/me" ? "\(provider.root)me" : me
        provider["POST /authorize"] = .json("{\"me\":\"\(me)\"}")
        expectRefusal(try visit().answer(provider), me.isEmpty ? 502 : 403)
    }

    @Test("C407 the owner's address may be written in another way")
    func spelling() throws {
        provider["POST /authorize"] = .json("{\"me\":\"\(provider.root.dropLast().uppercased())\"}")
        #expect(try visit().answer(provider).status == 303)
    }

    @Test(
        "C408 to C410 502 for an answer that makes no sense",
        arguments: [
            TestProvider.Reply.json("{\"error\":\"invalid_grant\"}", status: 400), .init(status: 500), .html("<p>"),
            .json("[]"), .json("{}"), .json("{\"me\":1}"), .init(status: 302, headers: ["Location: /elsewhere"]),
            .json("{\"me\":\"" + String(repeating: "x", count: 100_000) + "\"}"),
        ]
    )
    func malformed(reply: TestProvider.Reply) throws {
        provider["POST /authorize"] = reply
        provider["POST /elsewhere"] = .json("{\"me\":\"\(provider.root)\"}")
        provider["GET /elsewhere"] = .json("{\"me\":\"\(provider.root)\"}")
        expectRefusal(try visit().answer(provider), 502)
    }

    @Test("what a profile says identifies nobody")
    func profile() throws {
        provider["POST /authorize"] = .json(
            "{\"me\":\"https://evil.example/\",\"profile\":{\"url\":\"\(provider.root)\",\"name\":\"Owner\"}}"
        )
        expectRefusal(try visit().answer(provider), 403)
    }

    @Test("the owner's h-card is read after a sign-in, and shown")
    func author() throws {
        provider["GET /"]?.body += """
            <div class="h-card"><a class="p-name u-url u-uid" rel="me" href="\(provider.root)">Ada Owner</a></div>
            """
        #expect(try visit().answer(provider).status == 303)
        var page = try site.page("/").text
        for _ in 0..<300 where !page.contains("Ada Owner") {
            usleep(100_000)
            page = try site.page("/").text
        }
        #expect(page.contains("Ada Owner"))
    }

    @Test(
        "404 for the endpoints of our own server, and for passwords",
        arguments: [
            ("GET", "/auth/authorization"), ("POST", "/auth/authorization"), ("POST", "/auth/token"),
            ("GET", "/auth/token"), ("POST", "/auth/introspection"), ("POST", "/auth/revocation"),
            ("GET", "/auth/userinfo"), ("GET", "/.well-known/oauth-authorization-server"), ("GET", "/auth/password"),
        ]
    )
    func ownEndpoints(method: String, path: String) throws {
        #expect(try site.client.send(method, path, body: "").status == 404)
        #expect(try !site.client.send("GET", "/").text.contains("authorization_endpoint"))
    }
}
