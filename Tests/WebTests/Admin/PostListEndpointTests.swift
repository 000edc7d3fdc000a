import HTTPTypes
import IndieWeb
import Publishing
import Testing

@Suite("GET /admin/")
struct PostListEndpointTests {
    private let site: FixtureSite
    private let browser: DeskBrowser

    init() async throws {
        site = try FixtureSite()
        browser = try await DeskBrowser(site)
    }

    private func titles(_ path: String) async throws -> [String] {
        let answer = try await browser.open(path)
        try #require(answer.status == .ok, "\(path)")
        return try MarkupQuery(answer.text).classed("title").map { $0.text.trimmingWhitespace }
    }

    @Test("each list holds what it is called")
    func lists() async throws {
        _ = try await site.publisher.create(
            MicropubCreate(properties: ["content": ["For me"], "visibility": ["private"]])
        )
        _ = try await site.publisher.create(
            MicropubCreate(properties: ["content": ["Next spring"], "published": ["2027-03-01T10:00:00Z"]])
        )
        #expect(try await titles("/admin/").count == 6)
        #expect(try await titles("/admin/?show=drafts").count == 1)
        #expect(try await titles("/admin/?show=scheduled") == ["Next spring"])
        #expect(try await titles("/admin/?show=private") == ["For me"])
        #expect(try await titles("/admin/?show=deleted").count == 1)
        #expect(try await browser.send("/admin/?show=nothing").status == .notFound)
    }

    @Test("words find posts, drafts too, and never those of another list")
    func search() async throws {
        for text in ["Quince jam", "Quince tree"] { try site.addPost(text.replacing(" ", with: "-"), text) }
        try await reindex()
        _ = try await site.publisher.create(
            MicropubCreate(properties: ["content": ["Quince draft"], "post-status": ["draft"]])
        )
        #expect(try await titles("/admin/?q=quince").count == 3)
        #expect(try await titles("/admin/?show=drafts&q=quin") == ["Quince draft"])
        let nothing = try await browser.open("/admin/?q=%3Cscript%3E%22")
        #expect(nothing.text.contains("No post has the words “&lt;script&gt;&quot;”"))
        #expect(try MarkupQuery(nothing.text).elements.contains { $0.attributes["value"] == "<script>\"" })
    }

    /// Posts that the fixture wrote are found once they are edited by hand.
    private func reindex() async throws { _ = try await site.publisher.pickUpHandEdits() }

    @Test("links lead through all pages and back, of deleted posts, too")
    func paging() async throws {
        try site.addPosts(70)
        #expect(try await walk("/admin/") == 74)
        try site.execute("UPDATE notes SET deleted_at = '2026-02-01 00:00:00' WHERE id > 10")
        #expect(try await walk("/admin/?show=deleted") > 65)
    }

    private func walk(_ start: String) async throws -> Int {
        var path: String? = start
        var seen: [String] = []
        var last = start
        while let next = path {
            last = next
            let page = try MarkupQuery(try await browser.open(next).text)
            seen += page.classed("title").map(\.text)
            path = page.named("a").first { $0.attributes["rel"] == "next" }?.attributes["href"]
        }
        let page = try MarkupQuery(try await browser.open(last).text)
        let back = try #require(page.named("a").first { $0.attributes["rel"] == "prev" }?.attributes["href"])
        #expect(try await titles(back).count == 30)
        #expect(Set(seen).count == seen.count)
        return seen.count
    }

    @Test("an empty list says what will be there")
    func empty() async throws {
        try site.execute("UPDATE notes SET deleted_at = '2026-02-01 00:00:00'")
        #expect(try await browser.open("/admin/").text.contains("Write the first post"))
        for kind in ["drafts", "scheduled", "private"] {
            let page = try MarkupQuery(try await browser.open("/admin/?show=\(kind)").text)
            #expect(page.classed("empty").count == 1)
        }
    }

    @Test("a deleted post comes back with one button, from the message and from the list")
    func undo() async throws {
        let delete = try await browser.form("/admin/delete/1", at: "/admin/")
        #expect(try await browser.press("Delete", of: delete).headers[.location] == "/admin/")
        #expect(try await site.get("/note/first-light").status == .gone)
        let undo = try await browser.form("/admin/undelete/1", at: "/admin/")
        _ = try await browser.press("Undo", of: undo)
        #expect(try await browser.open("/admin/").text.contains("It is back, as it was."))
        #expect(try await site.get("/note/first-light").status == .ok)
        let restore = try await browser.form("/admin/undelete/4", at: "/admin/?show=deleted")
        _ = try await browser.press("Bring back", of: restore)
        #expect(try await site.get("/note/removed-note").status == .ok)
    }

    @Test("the form of a post deletes it, too; its own page then offers to bring it back")
    func deleteInForm() async throws {
        let form = try await browser.form("/admin/edit/2", at: "/admin/edit/2")
        _ = try await browser.press("Delete", of: form)
        #expect(try await site.get("/note/hello-indieweb").status == .gone)
        let view = try await browser.open("/admin/edit/2")
        #expect(try DeskForm.all(in: view.text).contains { $0.attributes["action"] == "/admin/undelete/2" })
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
