import Foundation
import HTTPTypes
import IndieWeb
import Publishing
import Testing

@Suite("POST /admin/new")
struct PostNewEndpointTests {
    private let site: FixtureSite
    private let browser: DeskBrowser

    init() async throws {
        site = try FixtureSite()
        browser = try await DeskBrowser(site)
    }

    private func form() async throws -> DeskForm { try await browser.form("/admin/new", at: "/admin/new") }

    private func image(_ name: String = "uploads/text.png") throws -> Data {
        try Data(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
                path: "../../Fixtures/images/\(name)"
            )
        )
    }

    private func post() async throws -> Post {
        let page = try #require(try await site.site.posts(OwnerSelection(.all), at: .newest, limit: 1, logger: .silent))
        return try #require(page.posts.first)
    }

    @Test("the form names its fields in plain words")
    func labels() async throws {
        let form = try await form()
        for (field, word) in [("content", "Content"), ("title", "Title"), ("tags", "Tags"), ("slug", "Slug")] {
            #expect(form.labels[field] == word)
        }
        #expect(form.buttons.map(\.text) == ["Save draft", "Publish", "Preview"])
        for field in form.fields where !["csrf_token", "version", "key"].contains(field.name) {
            #expect(form.labels[field.name]?.isEmpty == false, "\(field.name)")
        }
    }

    @Test("303 to the list, which says so, with the post as it was typed")
    func publish() async throws {
        var form = try await form()
        form["content"] = "One\n\n\"<b>&amp;\" 🌱\n"
        form["title"] = "  A title "
        form["tags"] = "IndieWeb, Two words,, indieweb"
        form["slug"] = "My Slug"
        form["visibility"] = "unlisted"
        let answer = try await browser.press("Publish", of: form)
        #expect(answer.status == .seeOther)
        #expect(answer.headers[.location] == "/admin/")
        #expect(answer.headers[.cacheControl] == "no-store")
        let list = try await browser.open("/admin/")
        #expect(try MarkupQuery(list.text).classed("notice").first?.text.contains("Published.") == true)
        let post = try await post()
        #expect(post.content.text == "One\n\n\"<b>&amp;\" 🌱\n")
        #expect(post.name == "A title")
        #expect(post.tags.map(\.name) == ["indieweb", "two-words"])
        #expect(post.slug == "my-slug")
        #expect(post.visibility == .unlisted)
        #expect(post.status == .published)
        let again = try await browser.open("/admin/")
        #expect(try MarkupQuery(again.text).classed("notice").isEmpty)
    }

    @Test("303 to the form of the draft, which readers cannot see")
    func draft() async throws {
        var form = try await form()
        form["content"] = "Not yet"
        let answer = try await browser.press("Save draft", of: form)
        let post = try await post()
        #expect(answer.headers[.location] == "/admin/edit/\(post.id)")
        #expect(post.status == .draft)
        #expect(try await site.get("/note/\(post.slug)").status == .notFound)
        #expect(try await browser.open("/admin/edit/\(post.id)").text.contains("Draft saved."))
    }

    @Test(
        "a date with an offset is kept as it was typed",
        arguments: [
            ("2027-03-01T18:30", "+01:00", "2027-03-01T18:30:00+01:00"),
            ("2020-03-01T18:30", "-5", "2020-03-01T18:30:00-05:00"),
            ("2020-03-01T18:30:15", "", "2020-03-01T18:30:15+00:00"),
            ("2020-03-01T18:30", "UTC+0530", "2020-03-01T18:30:00+05:30"),
            ("2020-03-01T18:30:00+02:00", "Z", "2020-03-01T18:30:00+02:00"),
            ("2020-03-01", "+01:00", "2020-03-01T00:00:00+01:00"),
        ]
    )
    func date(date: String, zone: String, stored: String) async throws {
        var form = try await form()
        form["content"] = "Dated"
        form["date"] = date
        form["zone"] = zone
        #expect(try await browser.press("Publish", of: form).status == .seeOther)
        let found = try await site.site.posts(OwnerSelection(.all, words: "Dated"), at: .newest, logger: .silent)
        #expect(found?.posts.first?.published.text == stored)
    }

    @Test("a later date schedules the post, and the desk says so")
    func scheduled() async throws {
        var form = try await form()
        form["content"] = "Later"
        form["date"] = "2027-03-01T18:30"
        _ = try await browser.press("Publish", of: form)
        #expect(try await browser.open("/admin/").text.contains("Scheduled: it will appear by itself"))
        #expect(try await browser.open("/admin/?show=scheduled").text.contains("Later"))
        #expect(try await !site.get("/").text.contains("Later"))
    }

    @Test("images of the form are stored, with their descriptions, in their order")
    func images() async throws {
        var form = try await form()
        form["content"] = "With images"
        form["file1-alt"] = "A \"quoted\" <alt>"
        let files = [
            DeskBrowser.File(field: "file1", name: "a.png", bytes: try image()),
            DeskBrowser.File(field: "file2", name: "b.jpg", bytes: try image("uploads/wide.jpg")),
        ]
        #expect(try await browser.press("Publish", of: form, files: files).status == .seeOther)
        let post = try await post()
        #expect(post.photos.map(\.alt) == ["A \"quoted\" <alt>", ""])
        #expect(post.photos.allSatisfy { $0.stored != nil })
        let page = try MarkupQuery(try await site.get("/note/\(post.slug)").text)
        // The last one is the portrait of the author.
        #expect(page.classed("u-photo").dropLast().map { $0.attributes["alt"] } == ["A \"quoted\" <alt>", ""])
    }

    @Test("422 with all that was typed, and the good images, when one file is no image")
    func badImage() async throws {
        var form = try await form()
        form["content"] = "Words </textarea><script>"
        form["tags"] = "a, b"
        form["file1-alt"] = "Good"
        let files = [
            DeskBrowser.File(field: "file1", name: "a.png", bytes: try image()),
            DeskBrowser.File(field: "file2", name: "notes.txt", bytes: Data("no image".utf8)),
        ]
        let answer = try await browser.press("Publish", of: form, files: files)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.contains("“notes.txt” was left out."))
        let again = try #require(try DeskForm.all(in: answer.text).first { $0.attributes["action"] == "/admin/new" })
        #expect(again["content"] == "Words </textarea><script>")
        #expect(again["tags"] == "a, b")
        #expect(again["photo-alt"] == "Good")
        #expect(try await browser.press("Publish", of: again).status == .seeOther)
        #expect(try await post().photos.map(\.alt) == ["Good"])
    }

    @Test(
        "422 with a word on the field, and nothing is lost",
        arguments: [
            ("content", "", "Write something"), ("date", "tomorrow", "Write the date as"),
            ("zone", "Mars", "Write the time zone"),
            ("visibility", "friends", "Choose who may read"),
            ("in-reply-to", "javascript:alert(1)", "Write a whole address"),
        ]
    )
    func faults(field: String, value: String, words: String) async throws {
        var form = try await form()
        form["content"] = "Kept"
        form["date"] = "2020-01-01T00:00"
        form["tags"] = "kept"
        form[field] = value
        let answer = try await browser.press("Publish", of: form)
        #expect(answer.status == .unprocessableContent)
        let page = try MarkupQuery(answer.text)
        #expect(page.elements.contains { $0.attributes["role"] == "alert" && $0.text.contains(words) })
        #expect(page.elements.contains { $0.attributes["id"] == field && $0.attributes["aria-invalid"] == "true" })
        let again = try #require(try DeskForm.all(in: answer.text).first { $0.attributes["action"] == "/admin/new" })
        #expect(again["tags"] == "kept")
        if field != "visibility" { #expect(again[field] == value) }
        #expect(try await !browser.open("/admin/").text.contains("Kept"))
    }

    @Test("a form that is sent twice makes one post; another text makes another")
    func twice() async throws {
        var form = try await form()
        form["content"] = "Twice"
        _ = try await browser.press("Publish", of: form)
        _ = try await browser.press("Publish", of: form)
        form["content"] = "Twice, and not the same"
        _ = try await browser.press("Publish", of: form)
        let found = try await site.site.posts(OwnerSelection(.all, words: "Twice"), at: .newest, logger: .silent)
        #expect(found?.posts.count == 2)
    }

    @Test("401 with the words, when the session has ended meanwhile")
    func signedOut() async throws {
        var form = try await form()
        form["content"] = "Long <b>thoughts"
        browser.setCookie("starpunk_session", nil)
        let answer = try await browser.press("Publish", of: form)
        #expect(answer.status == .unauthorized)
        let page = try MarkupQuery(answer.text)
        #expect(page.named("textarea").first?.text == "Long <b>thoughts")
        #expect(page.named("a").contains { $0.attributes["href"] == "/auth/login?return=%2Fadmin%2Fnew" })
    }

    @Test("422 with the words, when the form is of an earlier session")
    func earlierSession() async throws {
        var form = try await form()
        form["content"] = "Long thoughts"
        let other = try await DeskBrowser(site)
        let answer = try await other.press("Publish", of: form)
        #expect(answer.status == .unprocessableContent)
        let again = try #require(try DeskForm.all(in: answer.text).first { $0.attributes["action"] == "/admin/new" })
        #expect(again["content"] == "Long thoughts")
        #expect(try await other.press("Publish", of: again).status == .seeOther)
    }

    @Test("403 for a form that another site sent")
    func otherOrigin() async throws {
        let form = try await form()
        let body = Data("content=x&action=publish&csrf_token=\(form["csrf_token"] ?? "")".utf8)
        let type = "application/x-www-form-urlencoded"
        let origin = "https://evil.example"
        let answer = try await browser.send("/admin/new", .post, [.contentType: type, .origin: origin], body)
        #expect(answer.status == .forbidden)
    }
}
