import Foundation
import TestSupport
import Testing

@Suite("GET and POST /auth/login", .served)
struct OwnerSignInTests {
    private static let password = "a long sentence of the owner"
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    @Test("a login link shows one button, and signs in once")
    func link() throws {
        let link = try site.loginLink()
        let browser = OwnerBrowser(site.client)
        // A preview may look at it as often as it likes.
        for _ in 0..<3 { #expect(try browser.get(link).text.contains("<button")) }
        let page = try browser.get(link)
        let answer = try browser.submit(page, to: "/auth/login")
        #expect(answer.status == 303)
        let cookie = try #require(answer["Set-Cookie"])
        #expect(cookie.hasPrefix("starpunk_session="))
        #expect(cookie.contains("; HttpOnly"))
        #expect(cookie.contains("; SameSite=Lax"))
        #expect(cookie.contains("; Max-Age=2592000"))
        #expect(!cookie.contains("Secure"))
        #expect(try OwnerBrowser(site.client).submit(page, to: "/auth/login").status == 410)
        #expect(try browser.get(link).status == 410)
    }

    @Test("410 for a link that is none")
    func wrongLink() throws {
        #expect(try site.client.send("GET", "/auth/login?link=wrong").status == 410)
    }

    @Test("the first sign-in leads to a password, and later ones with a return path there")
    func password() throws {
        let site = try MicropubSite()
        let first = try #require(site.server.lines.first { $0.contains("/auth/login?link=") })
        let browser = OwnerBrowser(site.client)
        let answer = try browser.submit(try browser.get(first), to: "/auth/login")
        #expect(answer["Location"] == "/auth/password")
        try browser.setPassword(Self.password)

        let other = OwnerBrowser(site.client)
        let page = try other.get("/auth/login?return=%2Fauth%2Fpassword%3Fa%3D1")
        #expect(page.text.contains("type=\"password\""))
        let wrong = try other.submit(page, to: "/auth/login", [("password", "wrong")])
        #expect(wrong.status == 403)
        #expect(wrong["Set-Cookie"] == nil)
        let right = try other.submit(page, to: "/auth/login", [("password", Self.password)])
        #expect(right.status == 303)
        #expect(right["Location"] == "/auth/password?a=1")
        #expect(try other.get("/auth/login")["Location"] == "/admin/")
    }

    @Test(
        "no return path leads to another site",
        arguments: ["https://evil.example/", "//evil.example/", "/\\evil.example", "/%09/evil.example", "javascript:x"]
    )
    func openRedirect(path: String) throws {
        let browser = try OwnerBrowser(ownerOf: site)
        let escaped = MicropubSite.escaped(path.replacing("%09", with: "\t"))
        #expect(try browser.get("/auth/login?return=\(escaped)")["Location"] == "/admin/")
    }

    @Test(
        "303 to the sign-in page for the owner's pages, and back",
        arguments: ["/auth/password", "/auth/password?x=1"]
    )
    func mustSignIn(path: String) throws {
        let answer = try site.client.send("GET", path)
        #expect(answer.status == 303)
        #expect(answer["Location"] == "/auth/login?return=\(MicropubSite.percentEncoded(path))")
    }

    @Test("401 for a form of the owner's pages without a session; 403 without its hidden field")
    func form() throws {
        let fields = [("action", "remove")]
        #expect(try OwnerBrowser(site.client).post("/auth/password", fields).status == 401)
        #expect(try OwnerBrowser(ownerOf: site).post("/auth/password", fields).status == 403)
    }

    @Test("403 for a sign-in that a page of another site sends")
    func loginCSRF() throws {
        let browser = OwnerBrowser(site.client)
        let link = try site.loginLink()
        let fields = OwnerBrowser.hiddenFields(of: try browser.get(link).text)
        let headers = [("Origin", "https://evil.example")]
        #expect(try browser.post("/auth/login", fields, headers: headers).status == 403)
        #expect(try browser.post("/auth/login", fields).status == 303)
    }

    @Test("signing out ends the session, and only by a form of our own")
    func signOut() throws {
        let browser = try OwnerBrowser(ownerOf: site)
        let copy = OwnerBrowser(site.client)
        copy.cookies = browser.cookies
        #expect(try browser.post("/auth/logout", []).status == 403)
        let page = try browser.get("/auth/password")
        let answer = try browser.submit(page, to: "/auth/logout")
        #expect(answer.status == 303)
        #expect(answer["Set-Cookie"]?.contains("Max-Age=0") == true)
        #expect(try copy.get("/auth/password").status == 303)
        #expect(try site.client.send("GET", "/auth/logout").status == 405)
    }

    @Test("a page of the owner's gives the cookie again, for it lasts from its last use; no other page does")
    func renewal() throws {
        let browser = try OwnerBrowser(ownerOf: site)
        let token = try #require(browser.cookies["starpunk_session"])
        let cookie = try browser.get("/auth/password")["Set-Cookie"]
        #expect(cookie?.hasPrefix("starpunk_session=\(token); ") == true)
        #expect(cookie?.contains("Max-Age=2592000") == true)
        #expect(try browser.get("/")["Set-Cookie"] == nil)
        #expect(try site.client.send("GET", "/auth/password")["Set-Cookie"] == nil)
    }

    @Test("a cookie that somebody set before signing in is worth nothing afterwards")
    func fixation() throws {
        let browser = OwnerBrowser(site.client)
        browser.cookies = ["starpunk_session": "planted"]
        try browser.signIn(with: try site.loginLink())
        #expect(browser.cookies["starpunk_session"] != "planted")
        let attacker = OwnerBrowser(site.client)
        attacker.cookies = ["starpunk_session": "planted"]
        #expect(try attacker.get("/auth/password").status == 303)
    }

    @Test("422 for a password that is too short, too common, or not the same twice")
    func weak() throws {
        let browser = try OwnerBrowser(ownerOf: site)
        for (new, again) in [("short", "short"), ("password1234", "password1234"), (Self.password, "other")] {
            let page = try browser.get("/auth/password")
            let fields = [("action", "set"), ("new_password", new), ("repeated_password", again)]
            #expect(try browser.submit(page, to: "/auth/password", fields).status == 422)
        }
    }

    @Test("429 long before 100 wrong passwords, and for the right one then, too")
    func throttle() throws {
        let site = try MicropubSite()
        try OwnerBrowser(ownerOf: site).setPassword(Self.password)
        let guesser = OwnerBrowser(site.client)
        var statuses: [Int] = []
        for number in 0..<99 where statuses.last != 429 {
            statuses.append(try guesser.post("/auth/login", [("password", "guess \(number)")]).status)
        }
        #expect(statuses.last == 429)
        let answer = try guesser.post("/auth/login", [("password", Self.password)])
        #expect(answer.status == 429)
        #expect(answer["Retry-After"].flatMap { Int($0) } ?? 0 > 0)
    }

    @Test("X-Forwarded-For of somebody who is no trusted proxy changes nothing")
    func forwarded() throws {
        let site = try MicropubSite()
        var statuses: [Int] = []
        for number in 0..<30 {
            let headers = [("X-Forwarded-For", "192.0.2.\(number)")]
            statuses.append(
                try OwnerBrowser(site.client).post("/auth/login", [("link", "wrong")], headers: headers).status
            )
        }
        #expect(statuses.contains(429))
    }

    @Test("X-Forwarded-For of a trusted proxy tells one visitor from another")
    func proxy() throws {
        let site = try MicropubSite(environment: ["TRUSTED_PROXIES": "127.0.0.1"])
        for number in 0..<30 {
            let headers = [("X-Forwarded-For", "192.0.2.\(number)")]
            let answer = try OwnerBrowser(site.client).post("/auth/login", [("link", "wrong")], headers: headers)
            #expect(answer.status == 410)
        }
    }

    @Test("/admin/login redirects; /dev/login is there in development alone")
    func oldAndDevelopment() throws {
        #expect(try site.client.send("GET", "/admin/login")["Location"] == "/auth/login")
        #expect(try site.client.send("GET", "/dev/login").status == 404)
        let development = try MicropubSite(environment: ["DEV_MODE": "true"])
        let browser = OwnerBrowser(development.client)
        #expect(try browser.get("/auth/login").text.contains("development mode"))
        #expect(try browser.get("/dev/login").status == 303)
        #expect(try browser.get("/auth/password").status == 200)
    }

    @Test("the address of a login link is not in the log but where it was printed")
    func log() throws {
        let link = try site.loginLink()
        _ = try site.client.send("GET", OwnerBrowser.path(of: link))
        let secret = try #require(link.split(separator: "=").last)
        #expect(!site.server.lines.contains { $0.contains(secret) })
    }
}

extension OwnerBrowser {
    /// Sets the first password.
    func setPassword(_ password: String) throws {
        let page = try get("/auth/password")
        let fields = [("action", "set"), ("new_password", password), ("repeated_password", password)]
        let answer = try submit(page, to: "/auth/password", fields)
        try #require(answer.status == 303, "\(answer.status) \(answer.text)")
    }
}

extension MicropubSite {
    /// A text as queries of the program's own redirects hold it.
    static func percentEncoded(_ text: String) -> String {
        let unreserved = CharacterSet(charactersIn: "-._~").union(.alphanumerics)
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
    }
}
