import Foundation
import TestSupport
import Testing

@Suite("IndieAuth server: revocation, userinfo, introspection (S6xx to S8xx)", .served)
struct TokenQuestionTests {
    private let site: MicropubSite
    private let application: TestApplication

    init() throws {
        site = try #require(MicropubSite.current)
        application = try TestApplication(on: site)
    }

    private func isGood(_ token: String) throws -> Bool {
        try application.get("/auth/userinfo", bearer: token).status == 200
    }

    @Test("S601 200 for the revocation of an access token, which ends")
    func revocation() throws {
        let token = try application.accessToken()
        #expect(try application.post("/auth/revocation", ["token": token]).status == 200)
        #expect(try !isGood(token))
    }

    @Test("S602 200 for an unknown token, and for one that was revoked before")
    func unknown() throws {
        let token = try application.accessToken()
        for token in ["unknown", token, token] {
            let hint = ["token": token, "token_type_hint": "refresh_token"]
            #expect(try application.post("/auth/revocation", hint).status == 200)
        }
    }

    @Test("S603 the revocation of a refresh token ends its access tokens")
    func family() throws {
        let json = try application.tokens().json
        let access = try #require(json["access_token"] as? String)
        let refresh = try #require(json["refresh_token"] as? String)
        #expect(try application.post("/auth/revocation", ["token": refresh]).status == 200)
        #expect(try !isGood(access))
        expectOAuthError(try application.refresh(refresh), "invalid_grant")
    }

    @Test("S604 action=revoke at the token endpoint does the same, as before 2022")
    func legacyRevocation() throws {
        let token = try application.accessToken()
        #expect(try application.post("/auth/token", ["action": "revoke", "token": token]).status == 200)
        #expect(try !isGood(token))
        #expect(try application.post("/auth/token", ["action": "revoke", "token": "unknown"]).status == 200)
    }

    @Test("S604 invalid_request without a token")
    func noToken() throws {
        expectOAuthError(try application.post("/auth/revocation", [:]), "invalid_request")
        expectOAuthError(try application.post("/auth/token", ["action": "revoke"]), "invalid_request")
    }

    @Test("S701 userinfo is the profile, for a token with the scope profile")
    func userInfo() throws {
        let answer = try application.get("/auth/userinfo", bearer: try application.accessToken(scope: "profile"))
        #expect(answer.status == 200)
        #expect(answer.json["url"] as? String == site.root)
        #expect(answer.json["name"] is String)
        #expect(answer["Cache-Control"] == "no-store")
    }

    @Test("S702 401 without a token, and no error word; 401 invalid_token for a wrong one")
    func noUserInfo() throws {
        let answer = try application.get("/auth/userinfo")
        #expect(answer.status == 401)
        #expect(answer["WWW-Authenticate"] == "Bearer")
        #expect(answer.body.isEmpty)
        let wrong = try application.get("/auth/userinfo", bearer: "wrong")
        expectOAuthError(wrong, "invalid_token", status: 401)
        #expect(wrong["WWW-Authenticate"]?.hasPrefix("Bearer error=\"invalid_token\"") == true)
    }

    @Test("S703 403 insufficient_scope without the scope profile")
    func insufficient() throws {
        let answer = try application.get("/auth/userinfo", bearer: try application.accessToken(scope: "create"))
        expectOAuthError(answer, "insufficient_scope", status: 403)
        #expect(answer["WWW-Authenticate"] == "Bearer error=\"insufficient_scope\", scope=\"profile\"")
    }

    @Test("S801 401 for introspection without a token that works")
    func unauthorized() throws {
        let token = try application.accessToken()
        let answer = try application.post("/auth/introspection", ["token": token])
        #expect(answer.status == 401)
        #expect(answer["WWW-Authenticate"] == "Bearer")
        let wrong = try application.post("/auth/introspection", ["token": token], bearer: "wrong")
        expectOAuthError(wrong, "invalid_token", status: 401)
    }

    @Test("S801 403 for an application that asks about another's token")
    func otherToken() throws {
        let (own, other) = (try application.accessToken(), try application.accessToken())
        let answer = try application.post("/auth/introspection", ["token": other], bearer: own)
        expectOAuthError(answer, "insufficient_scope", status: 403)
    }

    @Test("S802 an active token, with whose it is and numbers for its times")
    func active() throws {
        let token = try application.accessToken(scope: "create profile")
        for asker in [try site.newToken("introspect"), try site.newToken("create update"), token] {
            let answer = try application.post("/auth/introspection", ["token": token], bearer: asker)
            #expect(answer.status == 200)
            #expect(answer.json["active"] as? Bool == true)
            #expect(answer.json["me"] as? String == site.root)
            #expect(answer.json["client_id"] as? String == application.clientID)
            #expect(answer.json["scope"] as? String == "create profile")
            let (issued, end) = (answer.json["iat"] as? Int, answer.json["exp"] as? Int)
            #expect(try #require(end) - #require(issued) == 86_400)
        }
    }

    @Test("S802 a token with the scope introspect that an application was given may ask")
    func introspectScope() throws {
        let asker = try application.accessToken(scope: "introspect")
        let token = try application.accessToken(scope: "create")
        let answer = try application.post("/auth/introspection", ["token": token], bearer: asker)
        #expect(answer.json["active"] as? Bool == true)
    }

    @Test("S803 nothing but active: false for a token that is unknown, revoked, or a refresh token")
    func inactive() throws {
        let asker = try site.token("introspect")
        let json = try application.tokens().json
        let revoked = try application.accessToken()
        #expect(try application.post("/auth/revocation", ["token": revoked]).status == 200)
        for token in ["unknown", revoked, try #require(json["refresh_token"] as? String)] {
            let answer = try application.post("/auth/introspection", ["token": token], bearer: asker)
            #expect(answer.status == 200)
            #expect(answer.text == #"{"active":false}"#)
        }
    }

    @Test("S804 invalid_request without a token to ask about")
    func nothingAsked() throws {
        expectOAuthError(
            try application.post("/auth/introspection", [:], bearer: try site.token("introspect")),
            "invalid_request"
        )
    }

    @Test(
        "405 for methods that the endpoints do not know",
        arguments: [
            ("GET", "/auth/introspection"), ("GET", "/auth/revocation"), ("POST", "/auth/userinfo"),
            ("PUT", "/auth/token"),
            ("DELETE", "/auth/authorization"), ("POST", "/.well-known/oauth-authorization-server"),
        ]
    )
    func methods(method: String, path: String) throws {
        let answer = try site.client.send(method, path, body: "")
        #expect(answer.status == 405)
        #expect(answer["Allow"] != nil)
    }
}
