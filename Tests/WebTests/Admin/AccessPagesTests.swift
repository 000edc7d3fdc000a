import HTTPTypes
import IndieWeb
import Publishing
import Testing

@Suite("/admin/applications and /admin/sessions")
struct AccessPagesTests {
    private let site: FixtureSite
    private let browser: DeskBrowser

    init() async throws {
        site = try FixtureSite()
        browser = try await DeskBrowser(site)
    }

    @Test("an application is shown with what it may do, and can do nothing once it is revoked")
    func application() async throws {
        let token = try site.token("create media <odd>", client: "https://app.example/\"x")
        let page = try await browser.open("/admin/applications")
        #expect(page.text.contains("publish posts"))
        #expect(page.text.contains("“&lt;odd&gt;”"))
        let form = try #require(
            try DeskForm.all(in: page.text).first { $0["client_id"] == "https://app.example/\"x" }
        )
        _ = try await browser.press("Revoke", of: form)
        #expect(try await site.identity.tokens.verify(token) == nil)
        let after = try await browser.open("/admin/applications")
        #expect(after.text.contains("The application can do nothing here any more."))
        #expect(after.text.contains("No application is connected."))
    }

    @Test("a token of the owner's own is revoked by itself, and no other")
    func ownToken() async throws {
        let (first, second) = (try site.token("create", client: nil), try site.token("update", client: nil))
        let form = try await browser.form("/admin/applications/revoke", at: "/admin/applications")
        _ = try await browser.press("Revoke", of: form)
        #expect(try await site.identity.tokens.verify(first) != nil)
        #expect(try await site.identity.tokens.verify(second) == nil)
    }

    @Test("another browser is signed out, and this one goes on")
    func sessions() async throws {
        let others = [try await DeskBrowser(site), try await DeskBrowser(site)]
        let page = try await browser.open("/admin/sessions")
        #expect(page.text.contains("Firefox on Linux"))
        let form = try #require(try DeskForm.all(in: page.text).first { $0["session"] != nil })
        _ = try await browser.press("Sign it out", of: form)
        var statuses: [Int] = []
        for other in others { statuses.append(try await other.send("/admin/").status.code) }
        #expect(statuses.sorted() == [200, 303])
        let all = try await browser.form("/admin/sessions/revoke", at: "/admin/sessions")
        #expect(all["session"] != nil)
        let rest = try #require(
            try DeskForm.all(in: try await browser.open("/admin/sessions").text)
                .first { $0.button("Sign out all other browsers") != nil }
        )
        _ = try await browser.press("Sign out all other browsers", of: rest)
        for other in others { #expect(try await other.send("/admin/").status == .seeOther) }
        #expect(try await browser.open("/admin/sessions").text.contains("You are signed in nowhere else."))
    }

    @Test("signing out ends the session and its cookie")
    func signOut() async throws {
        let form = try await browser.form("/auth/logout", at: "/admin/")
        let answer = try await browser.press("Sign out", of: form)
        #expect(answer.status == .seeOther)
        #expect(try await browser.send("/admin/").status == .seeOther)
    }
}
