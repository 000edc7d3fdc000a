import HTTPTypes
import Testing

@Suite("/admin/database and /admin/settings")
struct DatabasePageTests {
    @Test("shows what there is, and that there is no backup yet")
    func report() async throws {
        let browser = try await DeskBrowser(try FixtureSite())
        let page = try await browser.open("/admin/database")
        #expect(page.text.contains("4, and 1 deleted that can be brought back"))
        #expect(page.text.contains("None yet."))
        #expect(page.text.contains("There are no backups yet."))
    }

    @Test("303 and a word, once a backup was made; the check says that all is well")
    func care() async throws {
        let browser = try await DeskBrowser(try FixtureSite())
        let backup = try await browser.form("/admin/database/backup", at: "/admin/database")
        #expect(try await browser.press("Make a backup now", of: backup).status == .seeOther)
        #expect(try await browser.open("/admin/database").text.contains("A backup was made and checked."))
        let verify = try await browser.form("/admin/database/verify", at: "/admin/database")
        let answer = try await browser.press("Check everything", of: verify)
        #expect(answer.status == .ok)
        #expect(answer.text.contains("All is well"))
    }

    @Test("a failure is told in the words of the command")
    func failure() async throws {
        let browser = try await DeskBrowser(try FixtureSite(commandsFail: true))
        let backup = try await browser.form("/admin/database/backup", at: "/admin/database")
        let answer = try await browser.press("Make a backup now", of: backup)
        #expect(answer.status == .internalServerError)
        #expect(answer.text.contains("The disk is full. Next: make room."))
        let verify = try await browser.form("/admin/database/verify", at: "/admin/database")
        let check = try await browser.press("Check everything", of: verify)
        #expect(check.text.contains("the search index is wrong about 3 notes"))
    }

    @Test("settings are shown with where they come from; a secret is not")
    func settings() async throws {
        let site = try FixtureSite(["SESSION_SECRET": "very secret indeed", "SITE_AUTHOR": "Alice <a>"])
        let page = try await DeskBrowser(site).open("/admin/settings")
        #expect(!page.text.contains("very secret indeed"))
        #expect(page.text.contains("Alice &lt;a&gt;"))
        let lines = try MarkupQuery(page.text).named("div").map(\.text)
        #expect(lines.contains { $0.contains("SITE_AUTHOR") && $0.contains("From the environment.") })
        #expect(lines.contains { $0.contains("FEED_MAX_ITEMS") && $0.contains("The default.") })
    }
}
