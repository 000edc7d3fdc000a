import Foundation
import TestSupport
import Testing

/// Two sites of this program, each with an owner: one lets the other read a private post.
@Suite("Ticketing for IndieAuth (IA-S-70)")
struct TicketingTests {
    private let alice: MicropubSite
    private let desk: OwnerBrowser

    init() throws {
        alice = try MicropubSite()
        desk = try OwnerBrowser(ownerOf: alice)
    }

    /// A private post, by its address and its number.
    private func privatePost(_ words: String = "For your eyes alone") throws -> (url: String, id: String) {
        let url = try alice.create(#""content":["\#(words)"],"visibility":["private"]"#)
        let list = try desk.get("/admin?show=private").text
        let ids = list.matches(of: /\/admin\/view\/(\d+)/).compactMap { Int($0.1) }
        return (url, String(try #require(ids.max())))
    }

    private func share(_ id: String, with person: String) throws -> HTTPClient.Answer {
        let page = try desk.get("/admin/view/\(id)")
        try #require(page.status == 200)
        return try desk.post(
            "/admin/share/\(id)",
            OwnerBrowser.hiddenFields(of: "<main " + (page.text.components(separatedBy: "/admin/share/").last ?? ""))
                + [("who", person)]
        )
    }

    private func read(_ url: String, with token: String?, on site: MicropubSite) throws -> HTTPClient.Answer {
        let headers = token.map { [("Authorization", "Bearer \($0)")] } ?? []
        return try site.client.send("GET", site.path(of: url), headers: headers)
    }

    /// A ticket that went to a page of somebody who takes them, and keeps what comes.
    private func sentTicket(for id: String) throws -> String {
        let friend = try TestProvider()
        friend["GET /"] = .html("<link rel=\"ticket_endpoint\" href=\"/tickets\">")
        friend["POST /tickets"] = .init(status: 202)
        #expect(try share(id, with: friend.root).status == 303)
        let request = try #require(friend.requests.last { $0.hasPrefix("POST /tickets ") })
        let body = try #require(request.components(separatedBy: "\r\n\r\n").last)
        let items = URLComponents(string: "?\(body)")?.queryItems ?? []
        #expect(items.first { $0.name == "subject" }?.value == friend.root)
        #expect(items.first { $0.name == "iss" }?.value == alice.root)
        #expect(items.first { $0.name == "resource" }?.value?.hasPrefix("\(alice.root)note/") == true)
        return try #require(items.first { $0.name == "ticket" }?.value)
    }

    private func redeem(_ ticket: String) throws -> HTTPClient.Answer {
        try alice.post(form: "grant_type=ticket&ticket=\(ticket)", scope: nil, to: "/auth/token")
    }

    private func token(for ticket: String) throws -> String {
        let answer = try redeem(ticket)
        try #require(answer.status == 200, "\(answer.text)")
        #expect(answer["Cache-Control"] == "no-store")
        #expect(answer.json["token_type"] as? String == "Bearer")
        #expect((answer.json["expires_in"] as? Int ?? 0) > 86_400)
        return try #require(answer.json["access_token"] as? String)
    }

    @Test("a private post is let read to another site of this program, from ticket to page, and no more once withdrawn")
    func wholeWay() throws {
        let bob = try MicropubSite()
        let (url, id) = try privatePost()
        #expect(try read(url, with: nil, on: alice).status == 404)
        let answer = try share(id, with: bob.root)
        #expect(answer.status == 303, "\(answer.text)")
        #expect(try desk.get("/admin/view/\(id)").text.contains(bob.root))

        let reader = try OwnerBrowser(ownerOf: bob)
        var page = try reader.get("/admin/applications").text
        for _ in 0..<100 where !page.contains("<code>") {
            usleep(100_000)
            page = try reader.get("/admin/applications").text
        }
        #expect(page.contains(url) && page.contains("From \(alice.root)"))
        let token = String(try #require(page.firstMatch(of: /<code>([A-Za-z0-9_-]{43})<\/code>/)?.1))

        let shared = try read(url, with: token, on: alice)
        #expect(shared.status == 200)
        #expect(shared.text.contains("For your eyes alone"))
        #expect(shared["Cache-Control"] == "no-store")
        #expect(try read(url, with: nil, on: alice).status == 404)
        #expect(try read(url, with: String(token.reversed()), on: alice).status == 404)
        #expect(try desk.get("/admin/view/\(id)").text.contains("last read"))

        let view = try desk.get("/admin/view/\(id)")
        let form = "<main " + (view.text.components(separatedBy: "/withdraw\"").dropFirst().first ?? "")
        let withdrawn = try desk.post("/admin/share/\(id)/withdraw", OwnerBrowser.hiddenFields(of: form))
        #expect(withdrawn.status == 303)
        #expect(try read(url, with: token, on: alice).status == 404)
        #expect(try !desk.get("/admin/view/\(id)").text.contains(bob.root))

        let forget = "<main " + (page.components(separatedBy: "applications/forget\"").last ?? "")
        #expect(try reader.post("/admin/applications/forget", OwnerBrowser.hiddenFields(of: forget)).status == 303)
        #expect(try !reader.get("/admin/applications").text.contains(url))
    }

    @Test("a token opens its post and nothing else, and whoever holds it may end it")
    func oneThing() throws {
        let (other, _) = try privatePost("Another one")
        let (url, id) = try privatePost()
        let token = try token(for: sentTicket(for: id))
        #expect(try read(url, with: token, on: alice).status == 200)
        #expect(try read(other, with: token, on: alice).status == 404)
        for path in ["/micropub?q=config", "/auth/token", "/auth/userinfo"] {
            #expect(try read(path, with: token, on: alice).status == 401)
        }
        let post = try alice.client.send(
            "POST",
            "/micropub",
            headers: [("Authorization", "Bearer \(token)"), ("Content-Type", "application/x-www-form-urlencoded")],
            body: "h=entry&content=x"
        )
        #expect(post.status == 401)
        #expect(try alice.post(form: "token=\(token)", scope: nil, to: "/auth/revocation").status == 200)
        #expect(try read(url, with: token, on: alice).status == 404)
    }

    @Test("a token follows its post to another slug, and opens it only while it is private and published")
    func changes() throws {
        let (url, id) = try privatePost()
        let token = try token(for: sentTicket(for: id))
        #expect(try alice.update(url, #""replace":{"mp-slug":["elsewhere"]}"#).status < 300)
        let moved = try read(url, with: token, on: alice)
        #expect(moved.status == 301)
        #expect(moved["Location"]?.hasSuffix("/note/elsewhere") == true)
        let now = "\(alice.root)note/elsewhere"
        #expect(try read(now, with: token, on: alice).status == 200)
        #expect(try alice.update(now, #""replace":{"post-status":["draft"]}"#).status < 300)
        #expect(try read(now, with: token, on: alice).status == 404)
        #expect(try alice.post(form: "action=delete&url=\(MicropubSite.escaped(now))").status < 300)
        #expect(try read(now, with: token, on: alice).status == 410)
        #expect(try read(now, with: nil, on: alice).status == 404)
        #expect(try read(url, with: nil, on: alice).status == 404)
    }

    @Test("to who has no token for it a hidden post is as if it were not there, however often they try")
    func hidden() throws {
        let (url, _) = try privatePost()
        for _ in 0..<320 { _ = try read("/micropub?q=config", with: "wrong", on: alice) }
        let answers = [try read(url, with: "wrong", on: alice), try read("/note/nothing", with: "wrong", on: alice)]
        #expect(answers.map(\.status) == [404, 404])
        #expect(answers[0].text == answers[1].text)
    }

    @Test("somebody is known by the address that their page leads to")
    func redirected() throws {
        let (_, id) = try privatePost()
        let friend = try TestProvider()
        friend["GET /alias"] = .init(status: 301, headers: ["Location: /"])
        friend["GET /"] = .html("<link rel=\"ticket_endpoint\" href=\"/tickets\">")
        friend["POST /tickets"] = .init(status: 202)
        #expect(try share(id, with: "\(friend.root)alias").status == 303)
        let request = try #require(friend.requests.last { $0.hasPrefix("POST /tickets ") })
        #expect(request.contains("subject=\(MicropubSite.escaped(friend.root).replacing("%2E", with: "."))&"))
    }

    @Test("a ticket is good once, and its second use ends the token; it is no code, and a code is no ticket")
    func once() throws {
        let (url, id) = try privatePost()
        let ticket = try sentTicket(for: id)
        for grant in ["authorization_code&code=", "refresh_token&refresh_token="] {
            let form = "client_id=https://app.example/&grant_type=\(grant)\(ticket)"
            #expect(try alice.post(form: form, scope: nil, to: "/auth/token").status == 400)
        }
        let token = try token(for: ticket)
        #expect(try read(url, with: token, on: alice).status == 200)
        expectOAuthError(try redeem(ticket), "invalid_grant")
        #expect(try read(url, with: token, on: alice).status == 404)
        expectOAuthError(try redeem("nobody-knows-it"), "invalid_grant")
        expectOAuthError(try redeem(""), "invalid_request")
    }

    @Test("somebody who takes no ticket, or is no site, is told of at the form, and nothing is given")
    func notSent() throws {
        let (_, id) = try privatePost()
        let friend = try TestProvider()
        func expectFault(_ person: String, _ words: String) throws {
            let answer = try share(id, with: person)
            #expect(answer.status == 422, "\(person)")
            #expect(answer.text.contains(words), "\(person): \(answer.text)")
            #expect(try desk.get("/admin/view/\(id)").text.contains("Withdraw") == false)
        }
        try expectFault("", "not the address")
        try expectFault("javascript:alert(1)", "not the address")
        try expectFault(alice.root, "your own address")
        try expectFault(friend.root, "takes no tickets")
        friend["GET /metadata"] = .json(friend.metadata(["ticket_endpoint": "\(friend.root)tickets"]))
        try expectFault(friend.root, "status 404")
        friend["POST /tickets"] = .init(status: 307, headers: ["Location: /elsewhere"])
        try expectFault(friend.root, "status 307")
        friend["GET /"] = .init(status: 500)
        try expectFault(friend.root, "status 500")
        for path in ["share/\(id)", "share/\(id)/withdraw", "applications/forget"] {
            #expect(try desk.post("/admin/\(path)", [("csrf_token", "x"), ("who", friend.root)]).status == 403)
        }
        #expect(try alice.client.send("POST", "/admin/share/\(id)", body: "").status == 401)
    }

    @Test(
        "400 for what is no ticket for this owner",
        arguments: [
            ["ticket": nil], ["ticket": ""], ["ticket": String(repeating: "t", count: 3_000)], ["resource": nil],
            ["resource": "http://bob.example/x"], ["resource": "bob"], ["resource": "https://a:b@bob.example/"],
            ["subject": nil], ["subject": "https://somebody.example/"], ["subject": "nobody"],
            ["resource": "https://bob.example/" + String(repeating: "x", count: 2_000)], ["iss": "javascript:alert(1)"],
            ["iss": "http://bob.example/"],
        ] as [[String: String?]]
    )
    func malformed(changes: [String: String?]) throws {
        let usual: [String: String?] = [
            "ticket": "abc", "resource": "https://bob.example/x", "subject": alice.root, "iss": "https://bob.example/",
        ]
        let pairs = usual.merging(changes) { $1 }.compactMap { name, value in value.map { (name, $0) } }
        expectOAuthError(
            try alice.post(form: OwnerBrowser.form(pairs), scope: nil, to: "/auth/ticket"),
            "invalid_request"
        )
    }

    @Test("the document names the endpoint; other methods are refused there, and so is who sends without end")
    func endpoint() throws {
        let document = try alice.page("/.well-known/oauth-authorization-server")
        #expect(document.json["ticket_endpoint"] as? String == "\(alice.root)auth/ticket")
        #expect(try alice.page("/auth/ticket").status == 405)
        expectOAuthError(
            try alice.client.send("POST", "/auth/ticket", headers: [("Content-Type", "application/json")], body: "{}"),
            "invalid_request"
        )
        var statuses: [Int] = []
        for _ in 0..<40 {
            statuses.append(try alice.post(form: "ticket=a", scope: nil, to: "/auth/ticket").status)
        }
        #expect(statuses.contains(429))
    }

    @Test("404 where another server is the owner's")
    func elsewhere() throws {
        let provider = try TestProvider()
        let site = try provider.site()
        #expect(try site.post(form: "ticket=a", scope: nil, to: "/auth/ticket").status == 404)
    }
}
