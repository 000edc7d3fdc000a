import Foundation
import GRDB
import TestSupport
import Testing

@Suite("IndieAuth server: general (S9xx)", .served)
struct GeneralSecurityTests {
    private let site: MicropubSite
    private let application: TestApplication

    init() throws {
        site = try #require(MicropubSite.current)
        application = try TestApplication(on: site)
    }

    @Test("S902 the consent page can be neither framed nor kept, and runs no script")
    func headers() throws {
        let page = try application.ask()
        let policy = try #require(page["Content-Security-Policy"])
        #expect(policy.contains("frame-ancestors 'none'"))
        #expect(policy.contains("default-src 'none'"))
        #expect(!policy.contains("script-src"))
        #expect(!policy.contains("unsafe-"))
        #expect(page["X-Content-Type-Options"] == "nosniff")
        #expect(page["Cache-Control"] == "no-store")
        #expect(page["Referrer-Policy"] == "same-origin")
    }

    @Test("S903 403 for a consent without the field that our page has, or with a wrong one", arguments: ["", "x", nil])
    func csrf(value: String?) throws {
        let fields = OwnerBrowser.hiddenFields(of: try application.ask().text).compactMap { name, old in
            name != "csrf_token" ? (name, old) : value.map { (name, $0) }
        }
        let answer = try application.owner.post("/auth/authorization", fields + [("decision", "allow")])
        // Without the field it is no form of ours: an application that redeems a code, and has none.
        #expect(answer.status == (value == nil ? 400 : 403))
        #expect(answer["Location"] == nil)
    }

    @Test("S903 403 for a consent with the field of another session")
    func otherSession() throws {
        let other = try TestApplication(on: site)
        let fields = OwnerBrowser.hiddenFields(of: try other.ask().text)
        let answer = try application.owner.post("/auth/authorization", fields + [("decision", "allow")])
        #expect(answer.status == 403)
    }

    @Test(
        "S904 403 for a consent that a page of another site sends",
        arguments: [
            ("Origin", "https://evil.example"), ("Origin", "null"), ("Origin", "http://127.0.0.1:7777"),
            ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
        ]
    )
    func otherOrigin(name: String, value: String) throws {
        let fields = OwnerBrowser.hiddenFields(of: try application.ask().text) + [("decision", "allow")]
        let answer = try application.owner.post("/auth/authorization", fields, headers: [(name, value)])
        #expect(answer.status == 403)
        #expect(answer["Location"] == nil)
    }

    @Test("S904 303 for a consent that our own page sends, as its browser says")
    func ownOrigin() throws {
        for headers in [
            [("Origin", String(site.root.dropLast()))], [("Sec-Fetch-Site", "same-origin")], [],
        ] {
            let fields = OwnerBrowser.hiddenFields(of: try application.ask().text) + [("decision", "allow")]
            #expect(try application.owner.post("/auth/authorization", fields, headers: headers).status == 303)
        }
    }

    @Test("S905 401 for a consent without a session")
    func signedOut() throws {
        let fields = OwnerBrowser.hiddenFields(of: try application.ask().text) + [("decision", "allow")]
        let answer = try OwnerBrowser(site.client).post("/auth/authorization", fields)
        #expect(answer.status == 401)
        #expect(answer["Location"] == nil)
    }

    @Test("S906 429 for an address that tries too many codes, and not before an honest application would")
    func limit() throws {
        let site = try MicropubSite()
        let application = try TestApplication(on: site)
        var statuses: [Int] = []
        for _ in 0..<400 where statuses.last != 429 { statuses.append(try application.redeem("guess").status) }
        #expect(statuses.last == 429)
        #expect(statuses.count > 100)
        #expect(try application.redeem("guess")["Retry-After"].flatMap { Int($0) } ?? 0 > 0)
    }

    @Test("no answer of these endpoints sets a cookie")
    func cookies() throws {
        let answers = [
            try application.ask(), try application.tokens(), try application.get("/auth/userinfo"),
            try application.get("/.well-known/oauth-authorization-server"),
        ]
        for answer in answers { #expect(answer["Set-Cookie"] == nil) }
    }

    @Test("the owner is asked for proof again when the sign-in was long ago")
    func confirmation() throws {
        let site = try MicropubSite()
        let application = try TestApplication(on: site)
        #expect(try application.ask().status == 200)
        try application.owner.setPassword("a long sentence of the owner")
        let database = try site.site.open()
        try database.write { try $0.execute(sql: "UPDATE sessions SET created_at = datetime('now', '-13 hours')") }
        try database.close()
        let answer = try application.ask()
        #expect(answer.status == 303)
        let page = try application.owner.get(try #require(answer["Location"]))
        #expect(page.text.contains("Confirm that it is you"))
        let fields = [("password", "a long sentence of the owner")]
        let back = try application.owner.submit(page, to: "/auth/login", fields)
        #expect(back.status == 303)
        #expect(try application.owner.get(try #require(back["Location"])).text.contains("name=\"decision\""))
    }
}
