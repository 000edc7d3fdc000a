import Foundation
import HTTPTypes
import IndieWeb
import Publishing
import Synchronization
import Testing
import Web

/// Asks one application again and again, so what it keeps must go when it is old.
@Suite("Pages that are kept")
struct PublicPagesTests {
    let site: FixtureSite
    let gate: UpgradeGate

    init() throws {
        site = try FixtureSite()
        gate = site.opened()
    }

    static let lists = [
        "/", "/feed", "/feed.rss", "/feed.atom", "/feed.json", "/sitemap.xml", "/tag/photo", "/tag/photo/feed.json",
        "/archive/2026", "/archive/2026/11",
    ]

    private func body(_ path: String) async throws -> String { try await gate.answer(path).text }

    @Test("a page that nobody touched is made once")
    func kept() async throws {
        for path in Self.lists + ["/note/first-light", "/opml.xml", "/robots.txt"] {
            let first = try await gate.answer(path)
            // Nobody tells of this change, so a page that is made again would show it.
            try site.execute("UPDATE author_profile SET name = name || '!'")
            #expect(try await gate.answer(path).text == first.text, "\(path)")
        }
    }

    @Test("a new post is in every list when it has been published", arguments: lists)
    func created(path: String) async throws {
        let before = try await body(path)
        try await site.publish("Kept no longer", "fresh", ["category": ["Photo"]])
        #expect(!before.contains("/note/fresh"))
        #expect(try await body(path).contains("note/fresh"))
    }

    @Test("an edit shows on the post's page and in every list", arguments: lists)
    func edited(path: String) async throws {
        try await site.publish("Old words", "fresh", ["category": ["Photo"]])
        _ = try await (body(path), body("/note/fresh"))
        try await site.update("fresh") { $0.replace = ["content": ["New words"]] }
        #expect(try await body("/note/fresh").contains("New words"))
        guard path != "/sitemap.xml" else { return }
        #expect(try await body(path).contains("New words"))
    }

    @Test("a tag that a post gets or loses shows on the tag's page")
    func tagged() async throws {
        try await site.publish("Words", "fresh")
        #expect(try await !body("/tag/photo").contains("/note/fresh"))
        try await site.update("fresh") { $0.add = ["category": ["Photo"]] }
        #expect(try await body("/tag/photo").contains("/note/fresh"))
        try await site.update("fresh") { $0.deletedNames = ["category"] }
        #expect(try await !body("/tag/photo").contains("/note/fresh"))
    }

    @Test("a deleted post is gone everywhere, and back when it is brought back", arguments: lists)
    func deleted(path: String) async throws {
        try await site.publish("Words", "fresh", ["category": ["Photo"]])
        _ = try await (body(path), body("/note/fresh"))
        try await site.publisher.delete(slug: "fresh")
        #expect(try await gate.answer("/note/fresh").status == .gone)
        #expect(try await !body(path).contains("/note/fresh"))
        _ = try await site.publisher.undelete(slug: "fresh")
        #expect(try await gate.answer("/note/fresh").status == .ok)
        #expect(try await body(path).contains("note/fresh"))
    }

    @Test("a post with another slug is under that alone")
    func moved() async throws {
        try await site.publish("Words", "fresh")
        _ = try await (body("/"), body("/note/fresh"))
        try await site.update("fresh") { $0.commands.slug = "stale" }
        #expect(try await gate.answer("/note/fresh").status == .movedPermanently)
        #expect(try await body("/").contains("/note/stale"))
    }

    @Test("an edit by hand shows when it has been picked up")
    func byHand() async throws {
        let before = try await body("/note/first-light")
        try site.write("# First light\n\nBy hand", to: "notes/2025/11/first-light.md")
        #expect(try await body("/note/first-light") == before)
        _ = try await site.publisher.pickUpHandEdits()
        for path in ["/note/first-light", "/", "/tag/indieweb"] {
            #expect(try await body(path).contains("By hand"), "\(path)")
        }
    }

    @Test("a scheduled post comes out by itself, everywhere", arguments: lists)
    func scheduled(path: String) async throws {
        let time = site.clock.time.withLock { $0 }
        let date = CivilTime(time.addingTimeInterval(60)).rfc3339
        try await site.publish("Words", "fresh", ["category": ["Photo"], "published": [.string(date)]])
        #expect(try await !body(path).contains("/note/fresh"))
        #expect(try await gate.answer("/note/fresh").status == .notFound)
        site.clock.time.withLock { $0 = time.addingTimeInterval(59) }
        #expect(try await !body(path).contains("/note/fresh"))
        site.clock.time.withLock { $0 = time.addingTimeInterval(61) }
        #expect(try await body(path).contains("note/fresh"))
        #expect(try await gate.answer("/note/fresh").status == .ok)
    }

    @Test("Last-Modified of a feed does not go back when its newest post is deleted")
    func lastModified() async throws {
        try await site.publish("Words", "fresh")
        func date() async throws -> HTTPDate? {
            try await gate.answer("/feed.rss").headers[.lastModified].flatMap { HTTPDate($0, now: 0) }
        }
        let before = try #require(try await date())
        site.clock.time.withLock { $0 += 5 }
        try await site.publisher.delete(slug: "fresh")
        let after = try #require(try await date())
        #expect(after > before)
    }

    @Test("a made-up query is the same page, and takes no room of its own")
    func queries() async throws {
        let page = try await gate.answer("/")
        for query in ["?x=1", "?page=1", "?utm_source=a&utm_medium=b"] {
            #expect(try await gate.answer("/\(query)").headers[.eTag] == page.headers[.eTag])
        }
    }

    @Test("who is signed in gets the same bytes")
    func signedIn() async throws {
        let page = try await gate.answer("/", [.cookie: "starpunk_session=x", .authorization: "Bearer x"])
        #expect(try await body("/") == page.text)
        #expect(page.headers[.setCookie] == nil)
    }
}
