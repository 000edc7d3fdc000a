import Foundation
import HTTPTypes
import IndieWeb
import Publishing
import Testing

@Suite("POST /admin/edit/ID")
struct PostEditEndpointTests {
    private let site: FixtureSite
    private let browser: DeskBrowser

    init() async throws {
        site = try FixtureSite()
        browser = try await DeskBrowser(site)
    }

    private func form(_ id: Int64) async throws -> DeskForm {
        try await browser.form("/admin/edit/\(id)", at: "/admin/edit/\(id)")
    }

    private func post(_ id: Int64) async throws -> Post { try #require(try await site.site.post(id: id)) }

    /// A post with all that a form shows and some that it does not.
    private func fullPost() async throws -> Post {
        let citation: JSONValue = [
            "type": ["h-cite"], "properties": ["url": ["https://example.com/a"], "name": ["Their post"]],
        ]
        let create = MicropubCreate(
            properties: [
                "content": [["html": "<p>Rich</p>"]], "name": ["Title"], "category": ["One", "two"],
                "published": ["2025-03-01T10:20:30.5+02:00"], "in-reply-to": [citation],
                "syndication": ["https://social.example/1"], "visibility": ["unlisted"],
                "photo": [["value": "https://photos.example/1.jpg", "alt": "One"], "https://photos.example/2.jpg"],
            ]
        )
        return try await site.site.source(slug: site.publisher.create(create).slug)
    }

    @Test("saving an untouched form changes nothing but nothing")
    func untouched() async throws {
        for before in [try await fullPost(), try await post(1), try await post(2), try await post(5)] {
            let button = before.status == .published ? "Publish changes" : "Save draft"
            let answer = try await browser.press(button, of: try await form(before.id))
            #expect(answer.status == .seeOther)
            #expect(try await post(before.id) == before)
        }
    }

    @Test("words stay what they are to the byte while something else is changed")
    func otherChange() async throws {
        let words = "a\u{0B}b\u{01}c\u{85}d cafe\u{0301}"
        let create = MicropubCreate(properties: ["content": [.string(words)], "name": ["T\u{01}"]])
        let before = try await site.site.source(slug: site.publisher.create(create).slug)
        var form = try await form(before.id)
        form["tags"] = "one"
        #expect(try await browser.press("Publish changes", of: form).status == .seeOther)
        let after = try await post(before.id)
        #expect(after.content == before.content)
        #expect(after.content.text.utf8.elementsEqual(words.utf8))
        #expect(after.properties["name"] == before.properties["name"])
    }

    @Test("what a browser writes otherwise than it was sent is not taken for a change")
    func browsersSpelling() async throws {
        let create = MicropubCreate(
            properties: [
                "content": ["a\rb\r\nc\nd  \n\n"], "name": ["  spaced\nname "], "category": [" One\nmore", 2024],
                "photo": [["value": "https://photos.example/1.jpg", "alt": " Two\r\nlines "]],
            ]
        )
        let before = try await site.site.source(slug: site.publisher.create(create).slug)
        #expect(try await browser.press("Publish changes", of: try await form(before.id)).status == .seeOther)
        #expect(try await post(before.id) == before)
        var form = try await form(before.id)
        form["tags"] = "2024, one"
        #expect(try await browser.press("Publish changes", of: form).status == .seeOther)
        let after = try await post(before.id)
        #expect(after.content.text.utf8.elementsEqual("a\rb\r\nc\nd  \n\n".utf8))
        #expect(after.properties["category"] == ["2024", "one"])
        for name in ["name", "photo"] { #expect(after.properties[name] == before.properties[name]) }
    }

    @Test("a picture that stays keeps what the form does not show of it")
    func nestedPicture() async throws {
        let nested: JSONValue = [
            "type": ["h-cite"], "properties": ["url": ["https://photos.example/1.jpg"], "name": ["Theirs"]],
        ]
        let create = MicropubCreate(properties: ["photo": ["https://photos.example/2.jpg", nested]])
        let before = try await site.site.source(slug: site.publisher.create(create).slug)
        var form = try await form(before.id)
        form.fields.append(("photo-remove", "https://photos.example/2.jpg"))
        #expect(try await browser.press("Publish changes", of: form).status == .seeOther)
        #expect(try await post(before.id).properties["photo"] == [nested])
    }

    @Test("what was sent beside the words stays when they are changed, but for their plain form")
    func contentObject() async throws {
        let content: JSONValue = ["html": "<p>a</p>", "value": "a", "lang": "nl"]
        let create = MicropubCreate(properties: ["content": [content]])
        let before = try await site.site.source(slug: site.publisher.create(create).slug)
        var form = try await form(before.id)
        form["content"] = "<p>b</p>"
        #expect(try await browser.press("Publish changes", of: form).status == .seeOther)
        #expect(try await post(before.id).content.value == ["html": "<p>b</p>", "lang": "nl"])
    }

    @Test("a post of what the form does not show can be changed all the same")
    func hiddenSubstance() async throws {
        let create = MicropubCreate(properties: ["summary": ["Short"]])
        let before = try await site.site.source(slug: site.publisher.create(create).slug)
        var form = try await form(before.id)
        form["tags"] = "one"
        #expect(try await browser.press("Publish changes", of: form).status == .seeOther)
        #expect(try await post(before.id).tags.map(\.displayName) == ["one"])
    }

    @Test("only what was changed changes")
    func change() async throws {
        let before = try await fullPost()
        var form = try await form(before.id)
        form["content"] = "<p>Richer</p>"
        form["tags"] = "two, three"
        let answer = try await browser.press("Publish changes", of: form)
        #expect(answer.headers[.location] == "/admin/")
        let after = try await post(before.id)
        #expect(after.content == PostContent("<p>Richer</p>", mediaType: .html))
        #expect(after.tags.map(\.displayName) == ["two", "three"])
        #expect(after.published == before.published)
        for property in ["in-reply-to", "syndication", "photo", "name"] {
            #expect(after.properties[property] == before.properties[property], "\(property)")
        }
    }

    @Test("emptied fields are taken away; emptied tags, too")
    func emptied() async throws {
        let before = try await fullPost()
        var form = try await form(before.id)
        for field in ["title", "tags", "in-reply-to", "slug"] { form[field] = "" }
        _ = try await browser.press("Publish changes", of: form)
        let after = try await post(before.id)
        #expect(after.properties.text("name") == nil)
        #expect(after.tags.isEmpty)
        #expect(after.properties["in-reply-to"].isEmpty)
        #expect(after.slug == before.slug)
    }

    @Test("images are sorted, described and removed")
    func pictures() async throws {
        let before = try await fullPost()
        var form = try await form(before.id)
        // Two images with three fields each; the second goes to the front.
        let positions = form.fields.indices.filter { form.fields[$0].name == "photo-position" }
        form.fields[positions[0]].value = "2"
        form.fields[positions[1]].value = "1"
        let alts = form.fields.indices.filter { form.fields[$0].name == "photo-alt" }
        form.fields[alts[1]].value = "Two\nlines"
        _ = try await browser.press("Publish changes", of: form)
        #expect(try await post(before.id).photos.map(\.alt) == ["Two lines", "One"])
        var next = try await self.form(before.id)
        next.fields.append(("photo-remove", "https://photos.example/2.jpg"))
        _ = try await browser.press("Publish changes", of: next)
        #expect(try await post(before.id).photos.map(\.alt) == ["One"])
    }

    @Test("a draft is published now, and a published post can be taken back")
    func publishDraft() async throws {
        let answer = try await browser.press("Publish", of: try await form(3))
        #expect(answer.headers[values: .setCookie].contains { $0.hasPrefix("starpunk_flash=published.3;") })
        let post = try await post(3)
        #expect(post.status == .published)
        #expect(post.published.date == Date(timeIntervalSince1970: 1_795_363_200))
        #expect(try await site.get("/note/draft-thoughts").status == .ok)
        let back = try await browser.press("Save draft", of: try await form(3))
        #expect(back.headers[.location] == "/admin/edit/3")
        #expect(try await site.get("/note/draft-thoughts").status == .notFound)
    }

    @Test("a new slug, to which the old one leads")
    func slug() async throws {
        var form = try await form(1)
        form["slug"] = "Second Light"
        _ = try await browser.press("Publish changes", of: form)
        #expect(try await site.get("/note/second-light").status == .ok)
        #expect(try await site.get("/note/first-light").headers[.location] == "/note/second-light")
    }

    @Test("409 with both texts, when the post was changed meanwhile; once more replaces it")
    func conflict() async throws {
        var form = try await form(1)
        var update = MicropubUpdate()
        update.replace["content"] = ["Theirs, by phone"]
        _ = try await site.publisher.update(slug: "first-light", update)
        form["content"] = "Mine"
        let answer = try await browser.press("Publish changes", of: form)
        #expect(answer.status == .conflict)
        #expect(answer.text.contains("This post was changed meanwhile"))
        #expect(try MarkupQuery(answer.text).named("pre").map(\.text) == ["Theirs, by phone"])
        #expect(try await post(1).content.text == "Theirs, by phone")
        let again = try #require(try DeskForm.all(in: answer.text).first { $0.attributes["action"] == "/admin/edit/1" })
        #expect(again["content"] == "Mine")
        #expect(try await browser.press("Publish changes", of: again).status == .seeOther)
        #expect(try await post(1).content.text == "Mine")
    }

    @Test("409 for a post that was deleted meanwhile; the words are kept")
    func deletedMeanwhile() async throws {
        var form = try await form(1)
        form["content"] = "Mine"
        try await site.publisher.delete(slug: "first-light")
        let answer = try await browser.press("Publish changes", of: form)
        #expect(answer.status == .conflict)
        #expect(answer.text.contains("Mine"))
        #expect(try await site.get("/note/first-light").status == .gone)
    }

    @Test("404 for a post that is not there, whatever is wanted of it")
    func unknown() async throws {
        let token = try await form(1)["csrf_token"] ?? ""
        for path in ["edit/99", "edit/x", "view/99"] {
            #expect(try await browser.send("/admin/\(path)").status == .notFound, "\(path)")
        }
        let type = "application/x-www-form-urlencoded"
        for path in ["edit/99", "delete/99", "undelete/99", "delete/x"] {
            let body = Data("csrf_token=\(token)&content=x&action=publish".utf8)
            #expect(
                try await browser.send("/admin/\(path)", .post, [.contentType: type], body).status == .notFound,
                "\(path)"
            )
        }
    }
}
