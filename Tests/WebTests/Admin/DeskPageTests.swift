import HTTPTypes
import Testing

@Suite("Every page of the desk")
struct DeskPageTests {
    private static let paths = [
        "", "?show=drafts", "?show=scheduled", "?show=private", "?show=deleted", "?q=light", "new", "edit/1", "edit/2",
        "view/3", "view/4", "media", "applications", "sessions", "database", "settings",
    ]

    @Test("200, never kept, with one h1, one main, no markup that a strict policy forbids", arguments: paths)
    func frame(path: String) async throws {
        let browser = try await DeskBrowser(try FixtureSite())
        let answer = try await browser.open("/admin/\(path)")
        #expect(answer.status == .ok)
        #expect(answer.headers[.cacheControl] == "no-store")
        let policy = try #require(answer.headers[.contentSecurityPolicy])
        #expect(policy.contains("script-src 'self'"))
        #expect(!policy.contains("unsafe"))
        let page = try MarkupQuery(answer.text)
        #expect(page.named("h1").count == 1)
        #expect(page.named("main").count == 1)
        #expect(page.classed("skip").count == 1)
        #expect(page.named("html").first?.attributes["lang"] == "en")
        #expect(
            page.elements.allSatisfy { element in
                element.attributes["style"] == nil && !element.attributes.keys.contains { $0.hasPrefix("on") }
            }
        )
        for script in page.named("script") {
            let source = try #require(script.attributes["src"])
            #expect(try await browser.send(source).status == .ok)
        }
        let identifiers = page.elements.compactMap { $0.attributes["id"] }
        #expect(Set(identifiers).count == identifiers.count)
    }

    @Test("every form that posts has its hidden field; every control its label", arguments: paths)
    func forms(path: String) async throws {
        let browser = try await DeskBrowser(try FixtureSite())
        for form in try DeskForm.all(in: try await browser.open("/admin/\(path)").text) {
            if form.attributes["method"] == "post" { #expect(form["csrf_token"]?.isEmpty == false) }
            for field in form.fileFields { #expect(form.labels[field] != nil, "\(field)") }
        }
    }

    @Test("303 to the sign-in page and back, for anybody else", arguments: paths)
    func strangers(path: String) async throws {
        let browser = try await DeskBrowser(try FixtureSite(), signedIn: false)
        let answer = try await browser.send("/admin/\(path)")
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location]?.hasPrefix("/auth/login?return=%2Fadmin") == true)
        #expect(answer.headers[.cacheControl] == "no-store")
    }

    @Test(
        "401 for what a stranger wants to change, 403 without the hidden field",
        arguments: [
            "delete/1", "undelete/4", "media/delete", "applications/revoke", "sessions/revoke", "database/backup",
            "database/verify",
        ]
    )
    func actions(path: String) async throws {
        let site = try FixtureSite()
        let type = HTTPFields([HTTPField(name: .contentType, value: "application/x-www-form-urlencoded")])
        let stranger = try await DeskBrowser(site, signedIn: false)
        #expect(try await stranger.send("/admin/\(path)", .post, type).status == .unauthorized)
        let owner = try await DeskBrowser(site)
        #expect(try await owner.send("/admin/\(path)", .post, type).status == .forbidden)
        #expect(try await owner.send("/admin/\(path)").status == .methodNotAllowed)
        #expect(try await site.get("/note/first-light").status == .ok)
    }

    @Test("a message is one of a list; anything else in the cookie says nothing")
    func notices() async throws {
        let browser = try await DeskBrowser(try FixtureSite())
        for text in ["<b>evil</b>", "published.x.y", "nothing", "", "deleted"] {
            browser.setCookie("starpunk_flash", text)
            let answer = try await browser.open("/admin/")
            #expect(answer.status == .ok)
            #expect(!answer.text.contains("evil"))
        }
    }

    @Test("below a path, links and cookies keep the path")
    func root() async throws {
        let site = try FixtureSite([
            "SITE_URL": "https://example.com/~alice/", "ADMIN_ME": "https://alice.example.com/",
        ])
        let browser = try await DeskBrowser(site)
        let page = try MarkupQuery(try await browser.open("/admin/").text)
        let links = page.named("a").compactMap { $0.attributes["href"] }
        #expect(links.allSatisfy { $0.hasPrefix("/~alice/") || $0.hasPrefix("#") }, "\(links)")
    }
}
