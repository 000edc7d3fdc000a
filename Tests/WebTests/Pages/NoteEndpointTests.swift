import Foundation
import HTTPTypes
import Testing
import Web

@Suite("GET /note/SLUG")
struct NoteEndpointTests {
    @Test("200 with a titled post, whose title is the page's heading and the entry's name")
    func titled() async throws {
        let response = try await FixtureSite().get("/note/first-light")
        #expect(response.status == .ok)
        try expectSnapshot(response.text, "note-titled.html")
        let page = try MarkupQuery(response.text)
        #expect(page.named("h1").map(\.text) == ["First light"])
        #expect(page.named("h1").first?.classes == ["p-name"])
        #expect(page.classed("e-content").first?.text.contains("First light\n") == false)
    }

    @Test("200 with a note, which has no name, its photos outside of its words")
    func note() async throws {
        let response = try await FixtureSite().get("/note/hello-indieweb")
        #expect(response.status == .ok)
        try expectSnapshot(response.text, "note-photos.html")
        let page = try MarkupQuery(response.text)
        #expect(page.classed("p-name").map(\.text) == ["Alice Example"])
        #expect(page.classed("u-photo").compactMap { $0.attributes["alt"] }.contains("The harbour at dawn"))
        #expect(page.classed("p-category").map(\.text) == ["IndieWeb", "Photo"])
        #expect(page.classed("dt-updated").count == 1)
    }

    @Test("200 with one u-uid that is the whole address of the post")
    func permalink() async throws {
        let page = try MarkupQuery(try await FixtureSite().get("/note/cafe-uber-zoo").text)
        #expect(page.classed("u-uid").map(\.attributes["href"]) == ["https://alice.example.com/note/cafe-uber-zoo"])
        #expect(page.classed("dt-published").map(\.attributes["datetime"]) == ["2025-11-22T10:00:00+00:00"])
        #expect(page.classed("dt-updated").isEmpty)
    }

    @Test("404 for a draft")
    func draft() async throws {
        #expect(try await FixtureSite().get("/note/draft-thoughts").status == .notFound)
    }

    @Test("410 for a deleted post")
    func deleted() async throws {
        #expect(try await FixtureSite().get("/note/removed-note").status == .gone)
    }

    @Test(
        "404 for what never was",
        arguments: ["/note/nothing", "/note/", "/note/%FF", "/note/First-Light", "/note/a/b"]
    )
    func missing(path: String) async throws {
        #expect(try await FixtureSite().get(path).status == .notFound)
    }

    @Test("200 for a slug that needs encoding")
    func encoded() async throws {
        let site = try FixtureSite()
        try site.execute("UPDATE notes SET slug = 'à la carte' WHERE id = 1")
        let response = try await site.get("/note/%C3%A0%20la%20carte")
        #expect(response.status == .ok)
        #expect(response.text.contains("https://alice.example.com/note/%C3%A0%20la%20carte"))
    }

    @Test("503 with the request's id when the file is lost, and nothing of the server's paths")
    func lostFile() async throws {
        let site = try FixtureSite()
        try FileManager.default.removeItem(atPath: site.path("notes/2025/11/first-light.md"))
        let response = try await site.get("/note/first-light")
        #expect(response.status == .serviceUnavailable)
        #expect(response.headers[.cacheControl] == "no-store" && response.headers[.retryAfter] == "600")
        let id = try #require(response.headers[.init("X-Request-ID") ?? .via])
        #expect(try MarkupQuery(response.text).named("code").map(\.text) == [id])
        #expect(try MarkupQuery(response.text).named("h1").map(\.text) == ["Not available now"])
        #expect(!response.text.contains("first-light.md"))
    }

    @Test("hostile text stays text, wherever the page shows it")
    func hostile() async throws {
        let site = try FixtureSite()
        try site.addPost("x", "# </title><script>alert(1)</script>\n\n<div class=\"h-card\">\"><img src=x onerror=a>")
        try site.execute(
            """
            UPDATE tags SET display_name = '<script>1</script>';
            UPDATE note_media SET caption = '"><script>1</script>';
            UPDATE author_profile SET name = '<script>1</script>', note = '"<b>';
            """
        )
        for path in ["/", "/note/x", "/note/hello-indieweb"] {
            let page = try MarkupQuery(try await site.get(path).text)
            #expect(page.named("script").isEmpty)
            #expect(page.elements.allSatisfy { $0.attributes["onerror"] == nil })
        }
    }
}

@Suite("GET /notes/SLUG")
struct OldNoteEndpointTests {
    @Test(
        "301 to the permalink",
        arguments: [
            ("/notes/first-light", "/note/first-light"), ("/notes/a%2Fb%20c", "/note/a%2Fb%20c"),
            ("/notes/%0D%0Ax", "/note/%0D%0Ax"), ("/notes/nothing", "/note/nothing"),
        ]
    )
    func redirect(path: String, location: String) async throws {
        let response = try await FixtureSite().get(path)
        #expect(response.status == .movedPermanently)
        #expect(response.headers[.location] == location)
    }
}
