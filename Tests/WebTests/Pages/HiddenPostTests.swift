import HTTPTypes
import IndieWeb
import Publishing
import Testing
import Web

/// A post that is not for everybody, or not yet.
enum HiddenPost: String, CaseIterable, Sendable {
    case draft
    case privately
    case unlisted
    case scheduled
    case deleted

    var properties: MicroformatsProperties {
        switch self {
        case .draft: ["post-status": ["draft"]]
        case .privately: ["visibility": ["private"]]
        case .unlisted: ["visibility": ["unlisted"]]
        case .scheduled: ["published": ["2030-05-01T00:00:00Z"]]
        case .deleted: [:]
        }
    }
}

@Suite("Posts that are not for everybody")
struct HiddenPostTests {
    static let places = [
        "/", "/?page=1", "/?before=1000", "/?after=1", "/?after=5", "/tag/secret", "/tag/photo", "/archive/2026",
        "/archive/2026/11", "/archive/2030", "/archive/2030/05", "/search?q=secretword", "/search?q=secr",
        "/api/search?q=secretword", "/feed", "/feed.rss", "/feed.atom", "/feed.json", "/feed.xml",
        "/feed.rss?before=1000", "/tag/secret/feed.rss", "/tag/photo/feed.atom", "/tag/photo/feed.json", "/opml.xml",
        "/sitemap.xml", "/sitemap/1.xml",
    ]

    @Test("are nowhere, whether a page was made before or after", arguments: HiddenPost.allCases, [true, false])
    func nowhere(post: HiddenPost, isWarm: Bool) async throws {
        let site = try FixtureSite()
        let gate = site.opened()
        if isWarm { for path in Self.places { _ = try await gate.answer(path) } }
        var properties = post.properties
        properties["category"] = ["Secret", "Photo"]
        properties["name"] = ["Secretname"]
        try await site.publish("Secretword", "hidden-slug", properties)
        if post == .deleted {
            if isWarm { for path in Self.places { _ = try await gate.answer(path) } }
            try await site.publisher.delete(slug: "hidden-slug")
        }
        for path in Self.places {
            for headers in [[:], [.acceptEncoding: "gzip;q=0"], [.cookie: "starpunk_session=x"]] as [HTTPFields] {
                let text = try await gate.answer(path, headers).text
                // The page of a search says what was searched for.
                let marks = [
                    "hidden-slug", "Secretname", path.contains("q=") ? "<mark>" : "ecretword", "/tag/secret\"",
                ]
                for mark in marks { #expect(!text.contains(mark), "\(mark) in \(path)") }
            }
        }
        #expect(try await gate.answer("/tag/secret").status == .notFound)
        #expect(try await gate.answer("/archive/2030").status == .notFound)
        let page = try await gate.answer("/note/hidden-slug")
        #expect(page.status == (post == .unlisted ? .ok : post == .deleted ? .gone : .notFound))
        if post != .unlisted { #expect(!page.text.contains("ecretword")) }
    }

    @Test("an unlisted post says so to search engines")
    func unlisted() async throws {
        let site = try FixtureSite()
        try await site.publish("Words", "x", HiddenPost.unlisted.properties)
        let page = try MarkupQuery(try await site.get("/note/x").text)
        #expect(
            page.named("meta").contains { $0.attributes["name"] == "robots" && $0.attributes["content"] == "noindex" }
        )
    }
}
