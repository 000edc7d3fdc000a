import HTTPTypes
import Publishing
import Testing

@Suite("POST /admin/preview")
struct PostPreviewEndpointTests {
    @Test("200 with the post as readers will see it, and nothing is stored")
    func preview() async throws {
        let site = try FixtureSite()
        let browser = try await DeskBrowser(site)
        var form = try await browser.form("/admin/new", at: "/admin/new")
        form["content"] = "Some *words*\n\n<script>alert(1)</script>"
        form["title"] = "A <title>"
        form["tags"] = "one, two"
        form["in-reply-to"] = "https://example.com/post"
        let answer = try await browser.press("Preview", of: form)
        #expect(answer.status == .ok)
        let page = try MarkupQuery(answer.text)
        #expect(page.classed("e-content").first?.text.contains("Some words") == true)
        #expect(page.named("em").map(\.text) == ["words"])
        #expect(page.classed("p-name").contains { $0.text == "A <title>" })
        #expect(page.classed("u-in-reply-to").count == 1)
        #expect(!page.named("script").contains { $0.text.contains("alert") })
        let posts = try await site.site.posts(OwnerSelection(.all), at: .newest, logger: .silent)
        #expect(posts?.posts.count == 4)
    }

    @Test("200 with a word on what is missing")
    func empty() async throws {
        let browser = try await DeskBrowser(try FixtureSite())
        let form = try await browser.form("/admin/new", at: "/admin/new")
        #expect(try await browser.press("Preview", of: form).text.contains("Write something, or add an image."))
    }

    @Test("200 with HTML as HTML, for a post that is written in it")
    func html() async throws {
        let site = try FixtureSite()
        try site.execute("UPDATE notes SET content_type = 'text/html' WHERE id = 1")
        let browser = try await DeskBrowser(site)
        var form = try await browser.form("/admin/edit/1", at: "/admin/edit/1")
        form["content"] = "<p>Not *this*, <b>that</b></p>"
        let page = try MarkupQuery(try await browser.press("Preview", of: form).text)
        #expect(page.named("em").isEmpty)
        #expect(page.named("b").map(\.text) == ["that"])
    }
}
