import Foundation
import GRDB
import TestSupport
import Testing

@Suite("IndieAuth server: tokens and refreshing (S4xx, S5xx)", .served)
struct TokenAnswerTests {
    private let application: TestApplication

    init() throws {
        application = try TestApplication(on: try #require(MicropubSite.current))
    }

    private func refreshToken(scope: String = TestApplication.scope) throws -> String {
        try #require(try application.tokens(scope: scope).json["refresh_token"] as? String)
    }

    @Test("S401 the answer has token, type, scope, owner, end and refresh token")
    func members() throws {
        let json = try application.tokens().json
        #expect((json["access_token"] as? String)?.isEmpty == false)
        #expect(json["token_type"] as? String == "Bearer")
        #expect(json["scope"] as? String == TestApplication.scope)
        #expect(json["me"] as? String == application.site.root)
        #expect(json["expires_in"] as? Int == 86_400)
        #expect((json["refresh_token"] as? String)?.isEmpty == false)
    }

    @Test("S402 JSON that no cache keeps")
    func headers() throws {
        let answer = try application.tokens()
        #expect(answer["Content-Type"] == "application/json")
        #expect(answer["Cache-Control"] == "no-store")
        #expect(answer["Pragma"] == "no-cache")
        #expect(answer["ETag"] == nil)
    }

    @Test("S403 the profile goes with the scope profile, and only then")
    func profile() throws {
        let profile = try application.tokens(scope: "create profile").json["profile"] as? [String: Any]
        #expect(profile?["url"] as? String == application.site.root)
        #expect(profile?["name"] is String)
        #expect(try application.tokens(scope: "create").json["profile"] == nil)
    }

    @Test("S404 the e-mail address is asked for with profile, and there is none to tell")
    func email() throws {
        let json = try application.tokens(scope: "profile email").json
        #expect(json["scope"] as? String == "profile email")
        #expect((json["profile"] as? [String: Any])?["email"] == nil)
    }

    @Test("S405 the token works for Micropub, within its scope")
    func micropub() throws {
        let token = try application.accessToken(scope: "create")
        let form = ["h": "entry", "content": "From an application"]
        #expect(try application.post("/micropub", form, bearer: token).status == 201)
        let deletion = ["action": "delete", "url": "\(application.site.root)note/x"]
        #expect(try application.post("/micropub", deletion, bearer: token).status == 403)
    }

    @Test("S406 two consents of one application are two tokens")
    func two() throws {
        let (first, second) = (try application.accessToken(), try application.accessToken())
        #expect(first != second)
        #expect(try application.get("/auth/userinfo", bearer: first).status == 200)
        #expect(try application.get("/auth/userinfo", bearer: second).status == 200)
    }

    @Test("S407 the database has no token and no code in clear text")
    func hashed() throws {
        let code = try application.code()
        let json = try application.redeem(code).json
        let secrets = try [code] + ["access_token", "refresh_token"].map { try #require(json[$0] as? String) }
        for (name, data) in application.site.site.files where name.hasPrefix("starpunk.db") {
            for secret in secrets { #expect(data.firstRange(of: Data(secret.utf8)) == nil, "\(name)") }
        }
    }

    @Test("S408 GET of the token endpoint says whose a token is, as before 2022")
    func legacy() throws {
        let answer = try application.get("/auth/token", bearer: try application.accessToken(scope: "create"))
        #expect(answer.status == 200)
        #expect(answer.json["me"] as? String == application.site.root)
        #expect(answer.json["client_id"] as? String == application.clientID)
        #expect(answer.json["scope"] as? String == "create")
        expectOAuthError(try application.get("/auth/token", bearer: "unknown"), "invalid_token", status: 401)
        #expect(try application.get("/auth/token").status == 401)
    }

    @Test("S501 a refresh token gives the next pair, and the profile")
    func refresh() throws {
        let token = try refreshToken()
        let answer = try application.refresh(token)
        #expect(answer.status == 200)
        #expect(answer.json["scope"] as? String == TestApplication.scope)
        #expect(answer.json["me"] as? String == application.site.root)
        let next = try #require(answer.json["access_token"] as? String)
        #expect(try application.get("/auth/userinfo", bearer: next).status == 200)
        #expect(answer.json["refresh_token"] as? String != token)
    }

    @Test("S502 a refresh token that comes twice ends all that came of the grant")
    func replay() throws {
        let token = try refreshToken()
        let json = try application.refresh(token).json
        let access = try #require(json["access_token"] as? String)
        expectOAuthError(try application.refresh(token), "invalid_grant")
        #expect(try application.get("/auth/userinfo", bearer: access).status == 401)
        expectOAuthError(try application.refresh(try #require(json["refresh_token"] as? String)), "invalid_grant")
    }

    @Test("S503 a narrower scope is that of the access token alone")
    func narrower() throws {
        let answer = try application.refresh(try refreshToken(), ["scope": "create"])
        #expect(answer.json["scope"] as? String == "create")
        let next = try #require(answer.json["refresh_token"] as? String)
        #expect(try application.refresh(next).json["scope"] as? String == TestApplication.scope)
    }

    @Test("S503 invalid_scope for a wider one, and the refresh token stays good")
    func wider() throws {
        let token = try refreshToken(scope: "create")
        expectOAuthError(try application.refresh(token, ["scope": "create delete"]), "invalid_scope")
        #expect(try application.refresh(token).status == 200)
    }

    @Test("S504 invalid_grant for another client, and the refresh token stays good")
    func otherClient() throws {
        let token = try refreshToken()
        expectOAuthError(try application.refresh(token, ["client_id": "http://127.0.0.1:7778/"]), "invalid_grant")
        expectOAuthError(try application.refresh(token, ["client_id": nil]), "invalid_request")
        #expect(try application.refresh(token).status == 200)
    }

    @Test("S505 invalid_grant for an unknown refresh token, an access token, or a code")
    func unknown() throws {
        for token in ["unknown", try application.accessToken(), try application.code()] {
            expectOAuthError(try application.refresh(token), "invalid_grant")
        }
        expectOAuthError(try application.refresh(""), "invalid_request")
    }

    @Test("S304, S409 and S505 nothing works beyond its end")
    func expired() throws {
        let site = try MicropubSite()
        let application = try TestApplication(on: site)
        let code = try application.code()
        let json = try application.tokens().json
        let database = try DatabaseQueue(path: site.site.database)
        for table in ["authorization_codes", "tokens", "refresh_tokens"] {
            try database.write { try $0.execute(sql: "UPDATE \(table) SET expires_at = '2020-01-01 00:00:00'") }
        }
        try database.close()
        expectOAuthError(try application.redeem(code), "invalid_grant")
        let access = try #require(json["access_token"] as? String)
        expectOAuthError(try application.get("/auth/userinfo", bearer: access), "invalid_token", status: 401)
        expectOAuthError(try application.refresh(try #require(json["refresh_token"] as? String)), "invalid_grant")
        let asker = try site.newToken("introspect")
        let answer = try application.post("/auth/introspection", ["token": access], bearer: asker)
        #expect(answer.json["active"] as? Bool == false)
    }
}
