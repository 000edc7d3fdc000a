import Foundation
import TestSupport
import Testing

@Suite("IndieAuth server: authorization request (S2xx)", .served)
struct AuthorizationRequestTests {
    private let application: TestApplication

    init() throws {
        application = try TestApplication(on: try #require(MicropubSite.current))
    }

    /// Expects that the reader is told, and nobody is sent anywhere.
    private func expectPage(_ answer: HTTPClient.Answer, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(answer.status == 400, "\(answer.text)", sourceLocation: sourceLocation)
        #expect(answer["Location"] == nil, sourceLocation: sourceLocation)
        #expect(answer["Content-Type"] == "text/html; charset=utf-8", sourceLocation: sourceLocation)
    }

    /// Expects that the application is told.
    private func expectRedirect(
        _ answer: HTTPClient.Answer,
        error: String,
        state: String? = "a state",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect([302, 303].contains(answer.status), "\(answer.text)", sourceLocation: sourceLocation)
        #expect(answer["Location"]?.hasPrefix("http://127.0.0.1:7777/back?from=site&") == true)
        let parameters = answer.redirectParameters
        #expect(parameters["error"] == error, "\(parameters)", sourceLocation: sourceLocation)
        #expect(parameters["state"] == state, sourceLocation: sourceLocation)
        #expect(parameters["iss"] == application.site.root, sourceLocation: sourceLocation)
        #expect(parameters["code"] == nil, sourceLocation: sourceLocation)
    }

    @Test("S201 303 to the sign-in page without a session, and back to the request afterwards")
    func signedOut() throws {
        let path = "/auth/authorization?" + OwnerBrowser.form(application.parameters())
        let browser = OwnerBrowser(application.site.client)
        let answer = try browser.get(path)
        #expect(answer.status == 303)
        #expect(answer["Location"]?.hasPrefix("/auth/login?return=") == true)
        #expect(answer.redirectParameters["return"] == path)
    }

    @Test("S202 400 without a client_id, or with an empty one", arguments: [nil, ""])
    func noClient(value: String?) throws {
        expectPage(try application.ask(["client_id": value]))
    }

    @Test(
        "S203 400 for what is no client_id",
        arguments: [
            "app.example", "mailto:a@app.example", "https://app.example/#x", "https://a:b@app.example/",
            "https://app.example/a/../b", "https://app.example/./", "https://192.0.2.1/", "https://[2001:db8::1]/",
            "javascript:alert(1)", "https://", "http://127.0.0.2/",
        ]
    )
    func badClient(id: String) throws {
        expectPage(try application.ask(["client_id": id, "redirect_uri": id]))
    }

    @Test(
        "S204 400 for a redirect_uri that is missing, no address, or another site's",
        arguments: [
            nil, "", "back", "/back", "http://127.0.0.1:7777/back#x", "https://evil.example/", "http://localhost:7777/",
            "http://127.0.0.1.evil.example/", "http://127.0.0.1:7777@evil.example/", "https://127.0.0.1:7777/back",
            "javascript:alert(1)", "data:text/html,x", "com.example.app:/back", "http://127.0.0.1:7777\\@evil.example/",
        ]
    )
    func badRedirect(uri: String?) throws {
        expectPage(try application.ask(["redirect_uri": uri]))
    }

    @Test("S205 another port of the same host is a loopback client's own (RFC 8252)")
    func otherPort() throws {
        #expect(try application.ask(["redirect_uri": "http://127.0.0.1:9/back"]).status == 200)
    }

    @Test("S206 400 for a client_id or redirect_uri that comes twice", arguments: ["client_id", "redirect_uri"])
    func twice(name: String) throws {
        let parameters = application.parameters()
        let again = try #require(parameters.first { $0.0 == name })
        expectPage(try application.owner.get("/auth/authorization?" + OwnerBrowser.form(parameters + [again])))
    }

    @Test(
        "S207 unsupported_response_type for anything but code",
        arguments: ["token", "id_token", "code token", "none"]
    )
    func responseType(value: String) throws {
        expectRedirect(try application.ask(["response_type": value]), error: "unsupported_response_type")
    }

    @Test(
        "S208 invalid_request for a parameter that is missing or malformed",
        arguments: [
            ("response_type", nil), ("code_challenge", nil), ("code_challenge", ""), ("code_challenge", "short"),
            ("code_challenge", String(repeating: "a", count: 44)),
            ("code_challenge", String(repeating: "+", count: 43)),
        ] as [(String, String?)]
    )
    func malformed(name: String, value: String?) throws {
        expectRedirect(try application.ask([name: value]), error: "invalid_request")
    }

    @Test("S209 invalid_request for PKCE with plain, or without a method", arguments: ["plain", nil, "s256"])
    func method(value: String?) throws {
        expectRedirect(try application.ask(["code_challenge_method": value]), error: "invalid_request")
    }

    @Test("S210 invalid_request without a state")
    func noState() throws {
        expectRedirect(try application.ask(["state": nil]), error: "invalid_request", state: nil)
    }

    @Test(
        "S211 the state comes back unchanged",
        arguments: ["x", "a b+c&d=e#f?g/h%20%", "\"<>'\\`{}|^", "ünï\u{1F600}", String(repeating: "s", count: 500)]
    )
    func state(value: String) throws {
        #expect(try application.allow(["state": value]).redirectParameters["state"] == value)
    }

    @Test(
        "S212 invalid_scope for e-mail without profile, or characters that no scope has",
        arguments: ["email", "a\"b"]
    )
    func badScope(value: String) throws {
        expectRedirect(try application.ask(["scope": value]), error: "invalid_scope")
    }

    @Test("S213 a request without a scope asks for nothing but who the owner is", arguments: [nil, ""])
    func noScope(value: String?) throws {
        let page = try application.ask(["scope": value])
        #expect(page.status == 200)
        #expect(page.text.contains("and nothing else"))
        #expect(!page.text.contains("type=\"checkbox\""))
    }

    @Test("S214 the page shows the whole client_id, where the answer goes, and each word of the scope")
    func prompt() throws {
        let page = try application.ask(["scope": "create update delete profile email strange-word"])
        #expect(page.status == 200)
        #expect(page.text.contains("http://127.0.0.1:7777/"))
        #expect(page.text.contains("<strong>127.0.0.1:7777</strong>"))
        for word in ["create", "update", "delete", "profile", "email", "strange-word"] {
            #expect(page.text.contains("name=\"allowed\" value=\"\(word)\" checked"))
        }
    }

    @Test("S215 the owner's choice of words is what is granted")
    func choice() throws {
        let answer = try application.redeem(try application.code(only: ["create"]))
        #expect(answer.json["scope"] as? String == "create")
        #expect(answer.json["profile"] == nil)
    }

    @Test("S216 no word is granted that was not asked for")
    func notAsked() throws {
        let code = try application.code(["scope": "create"], only: ["create", "delete", "email"])
        #expect(try application.redeem(code).json["scope"] as? String == "create")
    }

    @Test("S217 access_denied when the owner says no")
    func denial() throws {
        let page = try application.ask()
        let answer = try application.owner.submit(page, to: "/auth/authorization", [("decision", "deny")])
        expectRedirect(answer, error: "access_denied")
    }

    @Test("S218 another me is only a hint, and the page says so")
    func otherOwner() throws {
        let page = try application.ask(["me": "https://somebody.example/"])
        #expect(page.status == 200)
        #expect(page.text.contains("https://somebody.example/"))
        let answer = try application.redeem(try application.code(["me": "https://somebody.example/"]))
        #expect(answer.json["me"] as? String == application.site.root)
    }

    @Test("S219 the answer bears code, state and issuer behind the query that the redirect_uri has")
    func answer() throws {
        let answer = try application.allow()
        #expect([302, 303].contains(answer.status))
        #expect(answer["Location"]?.hasPrefix("http://127.0.0.1:7777/back?from=site&code=") == true)
        #expect(answer.redirectParameters["iss"] == application.site.root)
        #expect(answer.redirectParameters["state"] == "a state")
        #expect((answer.redirectParameters["code"]?.utf8.count ?? 0) >= 22)
        #expect(answer["Cache-Control"] == "no-store")
        #expect(answer["Referrer-Policy"] == "no-referrer")
    }

    @Test("S220 response_type=id of old applications asks for who the owner is")
    func identityOnly() throws {
        let code = try application.code(["response_type": "id"])
        expectOAuthError(try application.redeem(code), "invalid_grant")
    }

    @Test("S221 400 without a session for a request that cannot be, and no redirect to a stranger's address")
    func signedOutAndWrong() throws {
        let browser = OwnerBrowser(application.site.client)
        for changes in [["response_type": "token"], ["client_id": "x"], ["redirect_uri": "x"]] {
            let query = OwnerBrowser.form(application.parameters(changes.mapValues { $0 }))
            expectPage(try browser.get("/auth/authorization?" + query))
        }
    }

    @Test("S222 markup in a request stays text")
    func markup() throws {
        let page = try application.ask(["scope": "<b>x</b>", "state": "\"><script>", "me": "<i>"])
        #expect(page.status == 200)
        #expect(!page.text.contains("<b>x"))
        #expect(!page.text.contains("<script"))
        #expect(!page.text.contains("<i>"))
    }
}
