import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("IndieAuth server: redemption (S3xx)", .served)
struct RedemptionTests {
    private let application: TestApplication

    init() throws {
        application = try TestApplication(on: try #require(MicropubSite.current))
    }

    @Test("S301 200 at the token endpoint, with a token")
    func tokenEndpoint() throws {
        let answer = try application.redeem(try application.code())
        #expect(answer.status == 200)
        #expect(answer.json["access_token"] is String)
    }

    @Test("S302 200 at the authorization endpoint, with who the owner is and never a token")
    func authorizationEndpoint() throws {
        let answer = try application.redeem(try application.code(), at: "/auth/authorization")
        #expect(answer.status == 200)
        #expect(answer.json["me"] as? String == application.site.root)
        #expect(answer.json["profile"] is [String: Any])
        #expect(answer.json["access_token"] == nil)
        #expect(answer["Content-Type"] == "application/json")
        #expect(answer["Cache-Control"] == "no-store")
    }

    @Test("S303 without the scope profile there is no profile")
    func noProfile() throws {
        let answer = try application.redeem(try application.code(["scope": nil]), at: "/auth/authorization")
        #expect(answer.json["me"] as? String == application.site.root)
        #expect(answer.json["profile"] == nil)
    }

    @Test("S305 invalid_grant for an unknown code", arguments: ["/auth/token", "/auth/authorization"])
    func unknown(path: String) throws {
        expectOAuthError(try application.redeem("unknown", at: path), "invalid_grant")
    }

    @Test(
        "S306 to S311 invalid_grant for another client, redirect_uri or verifier, or none",
        arguments: [
            ("client_id", "http://127.0.0.1:7778/"), ("client_id", "https://app.example/"),
            ("redirect_uri", "http://127.0.0.1:7777/back"), ("redirect_uri", "http://127.0.0.1:7777/back?from=site&x"),
            ("redirect_uri", "HTTP://127.0.0.1:7777/back?from=site"),
            ("code_verifier", "aBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), ("code_verifier", nil),
            ("code_verifier", ""), ("code_verifier", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ] as [(String, String?)],
        ["/auth/token", "/auth/authorization"]
    )
    func mismatch(change: (name: String, value: String?), path: String) throws {
        let code = try application.code()
        expectOAuthError(try application.redeem(code, at: path, [change.name: change.value]), "invalid_grant")
        // Who only saw the code has not spoilt it.
        #expect(try application.redeem(code, at: path).status == 200)
    }

    @Test(
        "S312 to S316 invalid_request for a parameter that is missing or malformed",
        arguments: [
            ("code", nil), ("client_id", nil), ("client_id", "x"), ("redirect_uri", nil), ("grant_type", nil),
        ] as [(String, String?)],
        ["/auth/token", "/auth/authorization"]
    )
    func missing(change: (name: String, value: String?), path: String) throws {
        let code = try application.code()
        expectOAuthError(try application.redeem(code, at: path, [change.name: change.value]), "invalid_request")
    }

    @Test("S317 unsupported_grant_type for any other", arguments: ["/auth/token", "/auth/authorization"])
    func grantType(path: String) throws {
        for type in ["password", "client_credentials", "Authorization_Code"] {
            let answer = try application.redeem(try application.code(), at: path, ["grant_type": type])
            expectOAuthError(answer, "unsupported_grant_type")
        }
    }

    @Test(
        "S318 invalid_request for JSON, since OAuth knows forms alone",
        arguments: ["/auth/token", "/auth/authorization"]
    )
    func json(path: String) throws {
        let code = try application.code()
        let body = """
            {"grant_type":"authorization_code","code":"\(code)","client_id":"\(application.clientID)",\
            "redirect_uri":"\(application.redirectURI)","code_verifier":"\(TestApplication.verifier)"}
            """
        let headers = [("Content-Type", "application/json")]
        expectOAuthError(
            try application.site.client.send("POST", path, headers: headers, body: body),
            "invalid_request"
        )
    }

    @Test("S319 a code in the query of a GET is worth nothing")
    func query() throws {
        let code = try application.code()
        let form = OwnerBrowser.form([
            ("grant_type", "authorization_code"), ("code", code), ("client_id", application.clientID),
            ("redirect_uri", application.redirectURI), ("code_verifier", TestApplication.verifier),
        ])
        let answer = try application.get("/auth/token?\(form)")
        #expect(answer.status == 401)
        #expect(answer.json["access_token"] == nil)
        #expect(try application.redeem(code).status == 200)
    }

    @Test("S320 invalid_grant at the token endpoint for a code without a scope, which may still tell who the owner is")
    func noScope() throws {
        let code = try application.code(["scope": nil])
        expectOAuthError(try application.redeem(code), "invalid_grant")
        #expect(try application.redeem(code, at: "/auth/authorization").status == 200)
    }

    @Test("S321 invalid_grant for a code that was used, and the token that it gave ends")
    func reuse() throws {
        let code = try application.code()
        let token = try #require(try application.redeem(code).json["access_token"] as? String)
        #expect(try application.get("/auth/userinfo", bearer: token).status == 200)
        expectOAuthError(try application.redeem(code), "invalid_grant")
        #expect(try application.get("/auth/userinfo", bearer: token).status == 401)
    }

    @Test("S322 a code that was used at one endpoint is used at the other")
    func reuseElsewhere() throws {
        let code = try application.code()
        #expect(try application.redeem(code, at: "/auth/authorization").status == 200)
        expectOAuthError(try application.redeem(code), "invalid_grant")
    }

    @Test("S323 invalid_request for a parameter that comes twice")
    func twice() throws {
        let form = OwnerBrowser.form([
            ("grant_type", "authorization_code"), ("code", try application.code()), ("code", "x"),
            ("client_id", application.clientID), ("redirect_uri", application.redirectURI),
            ("code_verifier", TestApplication.verifier),
        ])
        let headers = [("Content-Type", "application/x-www-form-urlencoded")]
        let answer = try application.site.client.send("POST", "/auth/token", headers: headers, body: form)
        expectOAuthError(answer, "invalid_request")
    }

    @Test("S324 of 100 who redeem a code at once, exactly one gets a token")
    func together() async throws {
        let code = try application.code()
        let application = application
        let answers = await withTaskGroup(of: HTTPClient.Answer?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        DispatchQueue.global().async { continuation.resume(returning: try? application.redeem(code)) }
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.compactMap(\.self).count == 100)
        #expect(answers.count { $0?.status == 200 } == 1)
        #expect(answers.count { $0?.status == 400 && $0?.json["error"] as? String == "invalid_grant" } == 99)
    }

    @Test("S325 codes, tokens and verifiers are never in the log")
    func log() throws {
        let code = try application.code()
        let answer = try application.redeem(code)
        let secrets = [code, TestApplication.verifier, answer.json["access_token"], answer.json["refresh_token"]]
        for case let secret as String in secrets {
            #expect(!application.site.server.lines.contains { $0.contains(secret) })
        }
    }

    @Test("S326 pages of other sites may read the answers, without cookies")
    func crossOrigin() throws {
        for path in ["/auth/token", "/auth/authorization"] {
            let answer = try application.redeem(try application.code(), at: path)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
            #expect(answer["Access-Control-Allow-Credentials"] == nil)
        }
        let options = try application.site.client.send("OPTIONS", "/auth/token")
        #expect(options.status == 204)
        #expect(options["Access-Control-Allow-Methods"]?.contains("POST") == true)
    }
}
