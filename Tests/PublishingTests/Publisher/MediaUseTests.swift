import Foundation
import GRDB
import IndieWeb
import Testing

@testable import Publishing

/// A place in which an upload is named.
enum MediaMention: String, CaseIterable, Sendable {
    case photo, featured, video, markdown, reference, escaped, proxied, html, draft, deleted, unknownFile, lostFile
    case stylesheet, head, footer, portrait

    /// Names an upload there, by the address of a smaller copy.
    func write(_ url: String, in site: PublisherFixture) async throws {
        let path = url.replacing("https://alice.example.com", with: "")
        switch self {
        case .photo, .featured, .video: _ = try await site.create(["content": ["x"], rawValue: [.string(url)]])
        case .markdown: _ = try await site.create(["content": [.string("![A cat](\(url))")]])
        case .reference: _ = try await site.create(["content": [.string("![A cat][1]\n\n[1]: \(path)?width=1#top")]])
        case .escaped:
            _ = try await site.create(["content": [.string("![](\(path.replacing("_", with: #"\_"#)))")]])
        case .proxied:
            let inner = url.replacing(":", with: "%3A").replacing("/", with: "%2F")
            _ = try await site.create(["content": [.string("![](https://proxy.example/?url=\(inner))")]])
        case .html: _ = try await site.create(["content": [["html": .string("<img srcset=\"\(path) 640w\">")]]])
        case .draft: _ = try await site.create(["content": [.string(url)], "post-status": ["draft"]])
        case .deleted:
            try await site.publisher.delete(slug: try await site.create(["content": [.string("![](\(path))")]]))
        case .unknownFile: try site.write("![](\(path))", to: "notes/2026/11/mine.md")
        case .lostFile:
            let slug = try await site.create(["content": [.string("![](\(path))")]])
            try site.publisher.close()
            try FileManager.default.removeItem(atPath: site.path("notes/2026/11/\(slug).md"))
        case .stylesheet: try site.write("body { background: url(\(path)) }", to: "theme/site.css")
        case .head: try site.write("<link rel=\"icon\" href=\"\(url)\">", to: "theme/head.html")
        case .footer: try site.write("<img src='\(path)'>", to: "theme/footer.html")
        case .portrait:
            try await site.database.write { db in
                try db.execute(
                    sql: "INSERT INTO author_profile (me, photo, discovered_at, cached_until) VALUES ('me', ?, '', '')",
                    arguments: [url]
                )
            }
        }
    }
}

@Suite("Uploads in use")
struct MediaUseTests {
    private let site: PublisherFixture

    init() throws {
        site = try PublisherFixture()
    }

    @Test("an upload stays that a text names by a smaller copy, wherever", arguments: MediaMention.allCases)
    func mentions(mention: MediaMention) async throws {
        let url = try await site.upload()
        let other = try await site.upload(ImageBuilder.png(300, 300))
        try await mention.write(try await site.addCopy(of: url), in: site)
        for _ in 0..<3 {
            for path in try await site.sweep() { #expect(other.hasSuffix(path)) }
            site.wait(Publisher.graceForUnusedMedia)
        }
        #expect(site.isThere(url))
        #expect(!site.isThere(other))
        await #expect(throws: PublishingError.mediaInUse(url)) { try await site.publisher.deleteMedia(url: url) }
    }

    /// Texts that name an address, and what stands in it for its hyphens, one after the other.
    static let escapedMentions: [(text: String, hyphens: [String])] = [
        ("![](URL)", [#"\-"#]), ("![](URL)", ["&#45;"]), ("![](URL)", ["&#x2D;"]), ("![](URL)", ["%2D"]),
        ("![](URL)", [#"\%2D"#]), ("![](URL)", ["&percnt;2D"]),
        ("![](URL)", [#"\-"#, "&#45;", "%2d", "-", "&#37;2&#68;"]),
        ("![](https://proxy.example/?url=URL)", ["%252D"]), ("<img src='URL'>", ["&#45;"]),
        ("<img src='URL'>", ["&#0045;"]),
        ("<img src='URL'>", ["-\n"]), ("<img src='URL'>", ["&Tab;-&NewLine;", "%2D", "%2&#68;"]),
    ]

    @Test(
        "an upload stays whose address is escaped, in whatever way a page makes an address of it",
        arguments: escapedMentions
    )
    func escapes(text: String, hyphens: [String]) async throws {
        let url = try await site.upload()
        let parts = url.replacing("https://alice.example.com", with: "").split(separator: "-")
        let address = parts.dropFirst().enumerated().reduce(String(parts[0])) { address, part in
            address + hyphens[part.offset % hyphens.count] + part.element
        }
        let words = JSONValue.string(text.replacing("URL", with: address))
        _ = try await site.create(["content": [text.hasPrefix("<") ? ["html": words] : words]])
        for _ in 0..<2 {
            #expect(try await site.sweep().isEmpty)
            site.wait(Publisher.graceForUnusedMedia)
        }
        await #expect(throws: PublishingError.mediaInUse(url)) { try await site.publisher.deleteMedia(url: url) }
        #expect(site.isThere(url))
    }

    @Test("the grace begins when a sweep first finds an upload unused, and anew when it was used again")
    func grace() async throws {
        let day: TimeInterval = 86_400
        let url = try await site.upload()
        let slug = try await site.create(["content": ["x"], "photo": [.string(url)]])
        #expect(try await site.sweep().isEmpty)
        site.wait(27 * day)
        var removal = MicropubUpdate()
        removal.deletedNames = ["photo"]
        var addition = MicropubUpdate()
        addition.add["photo"] = [.string(url)]
        _ = try await site.publisher.update(slug: slug, removal)
        #expect(try await site.sweep().isEmpty)
        site.wait(6 * day)
        #expect(try await site.sweep().isEmpty)
        _ = try await site.publisher.update(slug: slug, addition)
        site.wait(2 * day)
        #expect(try await site.sweep().isEmpty)
        #expect(try site.value("SELECT unused_since FROM media") == nil)
        _ = try await site.publisher.update(slug: slug, removal)
        #expect(try await site.sweep().isEmpty)
        site.wait(6 * day)
        // Whoever sends it again is about to show it.
        #expect(try await site.upload() == url)
        site.wait(2 * day)
        #expect(try await site.sweep().isEmpty)
        site.wait(7 * day + 1)
        #expect(try await site.sweep().count == 1)
        #expect(site.mediaFiles.isEmpty)
        #expect(try site.value("SELECT count(*) FROM media") == "0")
    }

    @Test("files of the Python releases are left alone, and deleted when they are not in use", arguments: ["a", "b c"])
    func oldFiles(name: String) async throws {
        try await site.database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO media (filename, original_name, path, mime_type, size, uploaded_at)
                    VALUES ('x', 'x', ?, 'image/jpeg', 1, '2025-01-01 00:00:00')
                    """,
                arguments: ["2025/01/\(name).jpg"]
            )
        }
        try site.write("x", to: "media/2025/01/\(name).jpg")
        for _ in 0..<3 {
            #expect(try await site.sweep().isEmpty)
            site.wait(30 * 86_400)
        }
        let url = "https://alice.example.com/media/2025/01/\(name.replacing(" ", with: "%20")).jpg"
        let slug = try await site.create(["content": [.string("![](\(url))")]])
        await #expect(throws: PublishingError.mediaInUse(url)) { try await site.publisher.deleteMedia(url: url) }
        var update = MicropubUpdate()
        update.replace["content"] = ["nothing, but for 2025/01/ab.jpg"]
        _ = try await site.publisher.update(slug: slug, update)
        try await site.publisher.deleteMedia(url: url)
        #expect(site.mediaFiles.isEmpty)
    }

    @Test("a delete sees the HTML post that is made in the same transaction")
    func together() async throws {
        let url = try await site.upload()
        let (creation, deletion) = try await site.holdingDatabase {
            let creation = Task { try await site.create(["content": [["html": .string("<img src=\"\(url)\">")]]]) }
            try await site.untilChangesWait(1)
            let deletion = Task { try await site.publisher.deleteMedia(url: url) }
            try await site.untilChangesWait(2)
            return (creation, deletion)
        }
        _ = try await creation.value
        await #expect(throws: PublishingError.mediaInUse(url)) { try await deletion.value }
        #expect(site.isThere(url))
    }

    private func search(_ id: Int64 = 1) async throws -> MediaUseSearch {
        try await MediaUseSearch(
            for: [id],
            in: site.database,
            notes: site.publisher.notes,
            dataPath: site.configuration.dataPath
        )
    }

    @Test("the search keeps no writer waiting, and what was written meanwhile counts")
    func besideWriters() async throws {
        let url = try await site.upload()
        // Would not end if it needed the writer.
        let search = try await site.holdingDatabase { try await self.search() }
        #expect(try await found(by: search) == [true, false])
        _ = try await site.create(["content": [.string("![](\(url))")]])
        #expect(try await found(by: search) == [true, true])
    }

    /// Whether a search has caught up, and then whether the first upload is in use.
    private func found(by search: MediaUseSearch) async throws -> [Bool] {
        try await site.database.write { db in
            var search = search
            return [try search.catchUp(in: db), try search.isUsed(1, in: db)]
        }
    }

    @Test("a search after which more was written than is remembered says so")
    func overtaken() async throws {
        _ = try await site.upload()
        let search = try await search()
        let (now, count) = (site.clock.now, SiteChanges.kept + 1)
        try await site.database.write { db in
            for _ in 0..<count { try SiteChanges.record([.timeline], at: now, in: db) }
        }
        #expect(try await found(by: search) == [false, false])
    }

    @Test("a file that cannot be read may name any upload, so that none is removed", .enabled(if: geteuid() != 0))
    func unreadable() async throws {
        _ = try await site.upload()
        _ = try await site.sweep()
        site.wait(Publisher.graceForUnusedMedia + 1)
        try site.write("secret", to: "notes/locked.md")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: site.path("notes/locked.md"))
        await #expect(throws: NoteFileError.self) { _ = try await site.sweep() }
        #expect(site.mediaFiles.count == 1)
    }
}
