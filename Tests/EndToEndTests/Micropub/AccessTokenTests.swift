import Foundation
import TestSupport
import Testing

@Suite("POST /micropub: tokens", .served)
struct AccessTokenTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    private var token: String {
        get throws { try site.token(MicropubSite.everything) }
    }

    private static let form = [("Content-Type", "application/x-www-form-urlencoded")]

    private func post(
        authorization: String...,
        body: String = "h=entry&content=Who+is+it"
    ) throws
        -> MicropubSite.Answer
    {
        let headers = authorization.map { ("Authorization", $0) } + Self.form
        return try site.client.send("POST", "/micropub", headers: headers, body: body)
    }

    @Test("401 with a challenge that names no error when there is no token")
    func none() throws {
        for answer in [try post(), try site.query("q=config", scope: nil)] {
            expectRefusal(answer, 401, error: "unauthorized")
            #expect(answer["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            #expect(answer["WWW-Authenticate"]?.contains("error=") == false)
        }
    }

    private func expectInvalid(_ answer: MicropubSite.Answer) {
        expectRefusal(answer, 401, error: "unauthorized")
        #expect(answer["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
        #expect(answer["WWW-Authenticate"]?.contains(#"error="invalid_token""#) == true)
    }

    @Test("401 invalid_token for a token that never was", arguments: ["x", "0", String(repeating: "a", count: 4000)])
    func unknown(token: String) throws {
        expectInvalid(try post(authorization: "Bearer \(token)"))
        expectInvalid(try post(body: "h=entry&content=Who+is+it&access_token=\(token)"))
    }

    @Test("429 for an address that tries too many tokens; those that are good still work")
    func tooMany() throws {
        let site = try MicropubSite()
        let good = try site.newToken("create")
        func ask(_ token: String) throws -> MicropubSite.Answer {
            try site.client.send("GET", "/micropub?q=config", headers: [("Authorization", "Bearer \(token)")])
        }
        var answer = try ask("guess0")
        for number in 1..<400 where answer.status != 429 { answer = try ask("guess\(number)") }
        expectRefusal(answer, 429, error: "too_many_requests")
        #expect(answer["Retry-After"].flatMap { Int($0) } ?? 0 > 0)
        #expect(try ask(good).status == 200)
        #expect(try ask("guess").status == 429)
    }

    @Test("401 invalid_token for part of a token, and for a longer one")
    func part() throws {
        expectInvalid(try post(authorization: "Bearer \(try token.dropLast())"))
        expectInvalid(try post(authorization: "Bearer \(try token)x"))
    }

    @Test("401 invalid_token after the token's time")
    func expired() async throws {
        let token = try site.newToken("create", "--expires-in", "2")
        #expect(try post(authorization: "Bearer \(token)").status == 201)
        try await Task.sleep(for: .seconds(3))
        expectInvalid(try post(authorization: "Bearer \(token)"))
        expectInvalid(try post(body: "h=entry&content=Late&access_token=\(token)"))
    }

    @Test("the scheme's name has any case", arguments: ["Bearer", "bearer", "BEARER", "bEaReR"])
    func scheme(name: String) throws {
        #expect(try post(authorization: "\(name) \(try token)").status == 201)
    }

    @Test("401 for a header that is no Bearer token")
    func malformed() throws {
        let token = try token
        let values = [
            "Bearer", "Bearer ", "Bearer\t\(token)", "Bearer: \(token)", "Bearer\(token)", "\(token)", "Token \(token)",
            "Basic dXNlcjpwYXNz", "Bearer \"\(token)\"", "Bearer \(token) \(token)", "Bearer \(token), Bearer \(token)",
        ]
        for value in values {
            let answer = try post(authorization: value)
            expectRefusal(answer, 401, error: "unauthorized")
            #expect(answer["Location"] == nil, "\(value)")
        }
    }

    @Test("201 with credentials for somebody else in the header, and the token in the form")
    func otherScheme() throws {
        let body = "h=entry&content=Behind+a+proxy&access_token=\(try token)"
        #expect(try post(authorization: "Basic dXNlcjpwYXNz", body: body).status == 201)
        #expect(try post(authorization: "Basic dXNlcjpwYXNz", "Bearer \(try token)").status == 201)
    }

    /// Expects what is answered to two tokens: 400 without a body (RFC 6750, section 3.1).
    private func expectTooMany(_ answer: MicropubSite.Answer) {
        #expect(answer.status == 400 && answer.body.isEmpty)
        #expect(answer["WWW-Authenticate"] == #"Bearer error="invalid_request""#)
        #expect(answer["Location"] == nil)
    }

    @Test("400 for two headers, also when one would do")
    func twoHeaders() throws {
        expectTooMany(try post(authorization: "Bearer \(try token)", "Bearer x"))
        expectTooMany(try post(authorization: "Bearer x", "Bearer \(try token)"))
    }

    @Test("201 with the token in a multipart body, and it is not kept")
    func multipart() throws {
        let parts = [Part("access_token", try token), Part("h", "entry"), Part("content", "In a part")]
        let url = try site.location(of: site.post(parts, scope: nil))
        #expect(try site.source(url)["access_token"] == nil)
        let last = [Part("h", "entry"), try Part("photo", .logo), Part("access_token", try token)]
        #expect(try site.post(last, scope: nil).status == 201)
    }

    @Test("401 with the token in a JSON body, which is no place for one")
    func jsonMember() throws {
        let members = #""access_token":"\#(try token)","type":["h-entry"]"#
        let answer = try site.post(json: #"{\#(members),"properties":{"content":["x"]}}"#, scope: nil)
        expectRefusal(answer, 401, error: "unauthorized")
        let inside = #"{"type":["h-entry"],"properties":{"content":["x"],"access_token":["\#(try token)"]}}"#
        expectRefusal(try site.post(json: inside, scope: nil), 401, error: "unauthorized")
    }

    @Test("a JSON member access_token is never stored")
    func jsonMemberNotStored() throws {
        let json =
            #"{"access_token":"s3cret","type":["h-entry"],"properties":{"content":["x"],"access_token":["s3cret"]}}"#
        let url = try site.location(of: site.post(json: json))
        #expect(try !site.query("q=source&url=\(MicropubSite.escaped(url))").text.contains("s3cret"))
        #expect(try !site.page(url).text.contains("s3cret"))
    }

    @Test("a token in the query is none: 400 for a POST that has one, 401 for a GET")
    func query() throws {
        let path = "/micropub?access_token=\(try token)"
        let post = try site.client.send("POST", path, headers: Self.form, body: "h=entry&content=In+the+query")
        expectRefusal(post, 400)
        expectRefusal(try site.client.send("GET", path + "&q=config"), 401, error: "unauthorized")
    }

    @Test("400 with a token in the query, also when there is one in the header", arguments: ["", "[]", "%5B%5D"])
    func queryAndHeader(brackets: String) throws {
        let path = "/micropub?access_token\(brackets)=\(try token)"
        let headers = try site.authorization(MicropubSite.everything)
        let body = "h=entry&content=Twice"
        expectRefusal(try site.client.send("POST", path, headers: headers + Self.form, body: body), 400)
        expectRefusal(try site.client.send("GET", path + "&q=config", headers: headers), 400)
    }

    @Test("400 with the token in the header and in the body", arguments: [true, false])
    func twice(isSame: Bool) throws {
        let second = isSame ? try token : "another"
        let form = try post(authorization: "Bearer \(try token)", body: "h=entry&content=Twice&access_token=\(second)")
        let list = try post(authorization: "Bearer \(try token)", body: "content=Twice&access_token[]=\(second)")
        let parts = try site.post([Part("h", "entry"), Part("content", "Twice"), Part("access_token", second)])
        for answer in [form, list, parts] { expectTooMany(answer) }
    }

    @Test("400 with two tokens in the body")
    func twoInBody() throws {
        expectTooMany(try post(body: "h=entry&content=Twice&access_token=\(try token)&access_token=x"))
    }

    @Test("the log never shows a token")
    func log() throws {
        let token = try site.newToken("create")
        _ = try post(authorization: "Bearer \(token)")
        _ = try post(body: "h=entry&content=Who+is+it&access_token=\(token)")
        _ = try site.client.send("GET", "/micropub?q=config&access_token=\(token)")
        #expect(!site.server.lines.isEmpty)
        #expect(!site.server.lines.contains { $0.contains(token) })
    }
}
