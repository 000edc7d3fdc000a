import Foundation
import TestSupport
import Testing

@Suite("IndieAuth client: tokens of the owner's own server (C5xx)")
struct ClientTokenTests {
    private let provider: TestProvider

    init() throws {
        provider = try TestProvider()
        provider["POST /introspect"] = active()
    }

    private func active(_ changes: [String: String] = [:]) -> TestProvider.Reply {
        let members = ["active": "true", "me": "\"\(provider.root)\"", "scope": "\"create\""].merging(changes) { $1 }
        return .json("{\(members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ","))}")
    }

    private func post(_ site: MicropubSite, token: String = "a-token") throws -> HTTPClient.Answer {
        let headers = [
            ("Authorization", "Bearer \(token)"), ("Content-Type", "application/x-www-form-urlencoded"),
        ]
        return try site.client.send("POST", "/micropub", headers: headers, body: "h=entry&content=Hello")
    }

    @Test("C501 a token is asked about, with itself as authorization, and only once in a while")
    func introspection() throws {
        let site = try provider.site()
        #expect(try post(site).status == 201)
        #expect(try post(site).status == 201)
        let asked = provider.requests.filter { $0.hasPrefix("POST /introspect ") }
        #expect(asked.count == 1)
        #expect(asked.first?.contains("Bearer a-token") == true)
        #expect(asked.first?.hasSuffix("token=a-token") == true)
        #expect(provider.requests.count { $0.hasPrefix("GET /metadata ") } == 1)
    }

    @Test(
        "C502 a server without introspection, or one that refuses it, is asked as before 2022",
        arguments: [nil, TestProvider.Reply(status: 401), .init(status: 405), .init(status: 500), .html("<p>")]
    )
    func legacy(reply: TestProvider.Reply?) throws {
        if reply == nil {
            provider["GET /"] = .html("<link rel=authorization_endpoint href=/a><link rel=token_endpoint href=/token>")
        }
        provider["POST /introspect"] = reply
        provider["GET /token"] = .json("{\"me\":\"\(provider.root)\",\"scope\":\"create\"}")
        let site = try provider.site()
        #expect(try post(site).status == 201)
        #expect(provider.requests.contains { $0.hasPrefix("GET /token ") && $0.contains("Bearer a-token") })
    }

    @Test(
        "C503 401 for a token of somebody else, or of nobody",
        arguments: ["\"https://evil.example/\"", "\"\"", "1", "null"]
    )
    func otherOwner(me: String) throws {
        provider["POST /introspect"] = active(["me": me])
        #expect(try post(provider.site()).status == 401)
    }

    @Test(
        "C504 401 for a token that is not active, or has ended",
        arguments: [
            ["active": "false"], ["active": "1"], ["active": "null"], ["exp": "1000000000"], ["exp": "\"soon\""],
        ]
    )
    func inactive(changes: [String: String]) throws {
        provider["POST /introspect"] = active(changes)
        #expect(try post(provider.site()).status == 401)
    }

    @Test("C504 401 for a token that is refused as its own authorization, by a server that knows introspection alone")
    func refused() throws {
        provider["POST /introspect"] = .init(status: 401)
        provider["GET /token"] = .init(status: 405)
        #expect(try post(provider.site()).status == 401)
    }

    @Test("C505 403 for a token without the scope; the owner's words decide")
    func scope() throws {
        provider["POST /introspect"] = active(["scope": "\"update createx\""])
        let answer = try post(provider.site())
        #expect(answer.status == 403)
        #expect(answer.json["error"] as? String == "insufficient_scope")
    }

    @Test(
        "C505 503 when the server cannot say, and nothing is posted",
        arguments: [TestProvider.Reply(status: 500), .init(status: 302, headers: ["Location: /yes"]), .html("<p>")]
    )
    func outOfOrder(reply: TestProvider.Reply) throws {
        provider["GET /metadata"] = .json(provider.metadata(["introspection_endpoint": nil]))
        provider["GET /token"] = reply
        provider["GET /yes"] = active()
        let answer = try post(provider.site())
        #expect(answer.status == 503)
        #expect(answer["Retry-After"] != nil)
        #expect(answer["Location"] == nil)
    }

    @Test("C505 503 when the owner's page is away")
    func away() throws {
        provider["GET /"] = .init(status: 500)
        #expect(try post(provider.site()).status == 503)
    }

    @Test("401 that says what is missing, when the owner's page names no server")
    func notNamed() throws {
        provider["GET /"] = .html("<p>Hello</p>")
        let answer = try post(provider.site())
        #expect(answer.status == 401)
        #expect((answer.json["error_description"] as? String)?.contains("indieauth-metadata") == true)
    }

    @Test("a token that the owner made by hand works without asking anybody")
    func byHand() throws {
        let site = try provider.site()
        #expect(try post(site, token: try site.newToken("create")).status == 201)
        #expect(provider.requests.isEmpty)
    }
}
