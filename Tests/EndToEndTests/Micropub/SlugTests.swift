import Foundation
import TestSupport
import Testing

@Suite("POST /micropub: slugs", .served)
struct SlugTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    private func slug(of url: String) throws -> String {
        try #require(url.hasPrefix(site.root + "note/"), "\(url)")
        let slug = String(url.dropFirst((site.root + "note/").count))
        try #require(slug.wholeMatch(of: /[a-z0-9]([a-z0-9-]*[a-z0-9])?/) != nil, "\(slug)")
        return slug
    }

    private func create(slug: String) throws -> String {
        try self.slug(of: site.location(of: site.post(form: "h=entry&content=x&mp-slug=\(MicropubSite.escaped(slug))")))
    }

    private func hasFile(_ slug: String) -> Bool { site.files(in: "notes").contains { $0.hasSuffix("/\(slug).md") } }

    @Test(
        "a suggestion is made fit",
        arguments: [
            ("Hello World", "hello-world"), ("ÉTÉ au Café", "ete-au-cafe"), ("c--d", "c-d"), ("-edge-", "edge"),
            ("UPPER", "upper"), ("what's up?", "whats-up"), ("2025", "2025"),
        ]
    )
    func madeFit(suggestion: String, slug: String) throws {
        #expect(try create(slug: suggestion) == slug)
        #expect(hasFile(slug))
    }

    @Test("JSON may suggest one too")
    func json() throws {
        #expect(try slug(of: site.create(#""content":["x"],"mp-slug":["by-json"]"#)) == "by-json")
    }

    @Test(
        "one of which little or nothing is left never fails the request, and stays inside",
        arguments: [
            "", " ", "🌱", "../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "/absolute", "a/b/c", "..", ".", "-", "---",
            "feed.xml", "a\nb", "con", "<script>", "'; DROP TABLE notes; --", "ⅣⅤ", "日本語", "\u{202e}abc",
        ]
    )
    func unfit(suggestion: String) throws {
        let slug = try create(slug: suggestion)
        #expect(hasFile(slug))
        #expect(slug.count <= 200)
        #expect(try site.page("/note/\(slug)").status == 200)
    }

    @Test("a long one is cut")
    func long() throws {
        #expect(try create(slug: String(repeating: "long", count: 200)).count <= 200)
        #expect(try create(slug: String(repeating: "long", count: 200)).count <= 203)
    }

    @Test(
        "a reserved word is not given away",
        arguments: [
            "api", "admin", "auth", "feed", "static", "notes", "login", "logout", "settings", "micropub", "callback",
            "rss",
            "atom", "index", "home", "about", "search", "note", "tag", "media", "health",
        ]
    )
    func reserved(word: String) throws {
        #expect(try create(slug: word) != word)
    }

    @Test("a slug that is taken gets -2, then -3")
    func collision() throws {
        #expect(try (0..<3).map { _ in try create(slug: "same") } == ["same", "same-2", "same-3"])
        #expect(try create(slug: "same-2") != "same-2")
    }

    @Test("100 creates of one slug at once make 100 posts")
    func parallel() async throws {
        let site = site
        _ = try site.token(MicropubSite.everything)
        let answers = try await Many.times(100) { number in
            try site.post(form: "h=entry&content=Number+\(number)&mp-slug=crowded")
        }
        let urls = try answers.map { try site.location(of: $0) }
        #expect(Set(urls).count == 100)
        for (number, url) in urls.enumerated() {
            #expect(try site.strings("content", of: url) == ["Number \(number)"])
            #expect(try slug(of: url).hasPrefix("crowded"))
        }
        #expect(site.files(in: "notes").count { $0.contains("/crowded") } == 100)
    }

    @Test("100 creates without a slug at once make 100 posts")
    func parallelWithoutSlug() async throws {
        let site = site
        _ = try site.token(MicropubSite.everything)
        let answers = try await Many.times(100) { number in try site.post(form: "h=entry&content=Number+\(number)") }
        #expect(try Set(answers.map { try site.location(of: $0) }).count == 100)
    }

    @Test("201 when an update changes the slug, and the old address leads to the new one")
    func change() throws {
        let url = try site.create(#""content":["Moves on"],"category":["moving"],"mp-slug":["before"]"#)
        let answer = try site.update(url, #""replace":{"mp-slug":["after"]}"#)
        #expect(answer.status == 201)
        let moved = try #require(answer["Location"])
        #expect(moved == site.root + "note/after")
        #expect(try site.entry(moved).texts("e-content").first?.contains("Moves on") == true)
        #expect(try site.strings("content", of: moved) == ["Moves on"])
        let old = try site.page(url)
        #expect(old.status == 301)
        #expect(old["Location"].map(site.path) == site.path(of: moved))
        #expect(try !site.page("/").text.contains("/note/before"))

        let former = try site.update(url, #""add":{"category":["on the move"]}"#)
        #expect(former.status == 201 && former["Location"] == moved)

        let again = try site.update(moved, #""replace":{"mp-slug":["finally"]}"#)
        #expect(again.status == 201)
        for address in [url, moved] {
            var next = try site.page(address)
            for _ in 0..<2 where next.status == 301 { next = try site.page(try #require(next["Location"])) }
            #expect(next.status == 200 && next.text.contains("Moves on"))
        }
    }

    @Test("a slug change to one that is taken gets another")
    func changeToTaken() throws {
        _ = try site.create(#""content":["First"],"mp-slug":["occupied"]"#)
        let url = try site.create(#""content":["Second"],"mp-slug":["newcomer"]"#)
        let answer = try site.update(url, #""replace":{"mp-slug":["occupied"]}"#)
        #expect(answer.status == 201)
        #expect(answer["Location"] == site.root + "note/occupied-2")
        #expect(try site.strings("content", of: site.root + "note/occupied") == ["First"])
    }

    @Test("a deleted post keeps its slug, so that it can come back")
    func deleted() throws {
        let url = try site.create(#""content":["Old"],"mp-slug":["kept"]"#)
        #expect(try site.post(form: "action=delete&url=\(url)").status == 204)
        #expect(try create(slug: "kept") != "kept")
        #expect(try site.post(form: "action=undelete&url=\(url)").status == 204)
        #expect(try site.strings("content", of: url) == ["Old"])
    }
}
