import Foundation
import IndieWeb
import Publishing
import Testing

@Suite("Sign-ins at another provider")
struct LoginStateTests {
    @Test("IA-C-06 an answer finds its sign-in as it was begun, once", arguments: [true, false])
    func once(hasMetadata: Bool) async throws {
        let fixture = try AccessFixture()
        let states = LoginStates(database: fixture.database, now: fixture.now)
        let flow = try flow(state: "state-1", hasMetadata: hasMetadata)
        try await states.begin(flow, browser: "cookie", returnPath: ReturnPath("/admin/edit/7"))
        #expect(try !fixture.holds("state-1", in: "auth_state"))
        let taken = try #require(try await states.take("state-1", browser: "cookie"))
        #expect(taken.flow == flow)
        #expect(taken.returnPath?.description == "/admin/edit/7")
        #expect(try await states.take("state-1", browser: "cookie") == nil)
    }

    @Test("IA-C-05 another browser has nothing of it, and does not use it up")
    func otherBrowser() async throws {
        let fixture = try AccessFixture()
        let states = LoginStates(database: fixture.database, now: fixture.now)
        try await states.begin(try flow(state: "state-1"), browser: "cookie", returnPath: nil)
        #expect(try await states.take("state-1", browser: "other") == nil)
        #expect(try await states.take("state-2", browser: "cookie") == nil)
        #expect(try await states.take("state-1", browser: "cookie") != nil)
    }

    @Test("IA-C-06 a sign-in lasts ten minutes", arguments: [(599.0, true), (600, false)])
    func lifetime(seconds: TimeInterval, isGood: Bool) async throws {
        let fixture = try AccessFixture()
        let states = LoginStates(database: fixture.database, now: fixture.now)
        try await states.begin(try flow(state: "state-1"), browser: "cookie", returnPath: nil)
        fixture.wait(seconds)
        #expect((try await states.take("state-1", browser: "cookie") != nil) == isGood)
    }

    @Test("many who begin leave a thousand at most, the newest; expired ones go")
    func bounded() async throws {
        let fixture = try AccessFixture()
        let states = LoginStates(database: fixture.database, now: fixture.now)
        for number in 0..<1010 {
            try await states.begin(try flow(state: "state-\(number)"), browser: "cookie", returnPath: nil)
        }
        #expect(try fixture.count("auth_state") == 1000)
        #expect(try await states.take("state-9", browser: "cookie") == nil)
        #expect(try await states.take("state-10", browser: "cookie") != nil)
        fixture.wait(600)
        try await states.begin(try flow(state: "last"), browser: "cookie", returnPath: nil)
        #expect(try fixture.count("auth_state") == 1)
    }

    @Test(
        "a return path stays on the site",
        arguments: ["/", "/admin/", "/admin/edit/7?from=list&x=//y", "/a//b", "/%5Cevil.example"]
    )
    func paths(text: String) {
        #expect(ReturnPath(text)?.description == text)
    }

    @Test(
        "what a browser could take for another site is no return path",
        arguments: [
            "", "admin", "//evil.example", "/\\evil.example", "/\t/evil.example", "\\\\evil.example", " /", "/a b",
            "https://evil.example/", "javascript:alert(1)", "/\r\nLocation: x", "/é",
            "/" + String(repeating: "a", count: 2000),
        ]
    )
    func refusedPaths(text: String) {
        #expect(ReturnPath(text) == nil)
    }

    private func flow(state: String, hasMetadata: Bool = true) throws -> AuthorizationFlow {
        let metadata = """
            {"issuer": "https://auth.example/", "authorization_endpoint": "https://auth.example/a?x=1",
            "token_endpoint": "https://auth.example/t", "authorization_response_iss_parameter_supported": true}
            """
        let address = try #require(WebAddress("https://auth.example/meta"))
        let server =
            hasMetadata
            ? AuthorizationServer(try MetadataDocument(json: Array(metadata.utf8), url: address))
            : AuthorizationServer(authorizationEndpoint: address, tokenEndpoint: nil)
        return AuthorizationFlow(
            server: server,
            clientID: try ClientID("https://owner.example/"),
            redirectURI: try #require(RedirectURI("https://owner.example/auth/callback")),
            state: state,
            codeVerifier: AccessFixture.verifier,
            scope: Scope("profile"),
            me: try ProfileURL("https://me.example/"),
            discovered: [try ProfileURL("https://me.example/"), try ProfileURL("https://www.me.example/x")]
        )
    }
}
