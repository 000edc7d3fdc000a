import Foundation
import GRDB
import IndieWeb
import Logging
import Publishing
import TestSupport
import Testing

/// What feeds call a post must stay what it is.
@Suite("Ids in feeds")
struct FeedOriginTests {
    private let fixture: PostsFixture

    init() throws {
        fixture = try PostsFixture()
    }

    /// A server's start with an address: the writer, and what its feed says.
    private func serve(_ siteURL: String) throws -> (publisher: Publisher, ids: () async throws -> [String: String]) {
        let configuration = try SiteConfiguration(
            environment: ["SITE_URL": siteURL, "DATA_PATH": fixture.dataPath],
            dotEnv: nil
        )
        let publisher = try Publisher(
            configuration: configuration,
            database: fixture.database,
            processor: ImageProcessor(vipsthumbnail: nil),
            logger: fixture.logger,
            now: { PostsFixture.now }
        )
        try publisher.recover()
        let site = Site(configuration: configuration, reader: fixture.database, now: { PostsFixture.now })
        return (
            publisher,
            {
                let items = try await site.feed(logger: fixture.logger)?.feed.items ?? []
                return Dictionary(items.map { ($0.permalink, $0.id) }) { first, _ in first }
            }
        )
    }

    private func post(_ slug: String, to publisher: Publisher) async throws {
        var commands = MicropubCommands()
        commands.slug = slug
        _ = try await publisher.create(MicropubCreate(properties: ["content": ["x"]], commands: commands))
    }

    private func rename(_ slug: String, _ newSlug: String, by publisher: Publisher) async throws {
        var update = MicropubUpdate()
        update.commands.slug = newSlug
        _ = try await publisher.update(slug: slug, update)
    }

    @Test("a post of the Python releases keeps its first address, a new one gets a tag URI")
    func made() async throws {
        let (publisher, ids) = try serve("https://old.example:8443/")
        try await post("fresh", to: publisher)
        let feed = try await ids()
        #expect(feed["https://old.example:8443/note/first-light"] == "https://old.example:8443/note/first-light")
        #expect(feed["https://old.example:8443/note/fresh"] == "tag:old.example,2026-11-22:note/8")
    }

    @Test("another slug changes no id, nor does another host")
    func moved() async throws {
        let (publisher, _) = try serve("https://old.example/")
        try await post("fresh", to: publisher)
        try await rename("fresh", "stale", by: publisher)
        try await rename("first-light", "last-light", by: publisher)
        let (newPublisher, ids) = try serve("https://new.example/")
        let feed = try await ids()
        #expect(feed["https://new.example/note/stale"] == "tag:old.example,2026-11-22:note/8")
        #expect(feed["https://new.example/note/last-light"] == "https://old.example/note/first-light")
        #expect(feed["https://new.example/note/hello-indieweb"] == "https://old.example/note/hello-indieweb")
        try await rename("hello-indieweb", "bye", by: newPublisher)
        #expect(try await ids()["https://new.example/note/bye"] == "https://old.example/note/hello-indieweb")
    }

    @Test(
        "a site that is only being tried out fixes nothing",
        arguments: ["http://localhost:8000/", "http://127.0.0.1/", "http://[::1]:8000/", "http://a.localhost/"]
    )
    func triedOut(siteURL: String) async throws {
        _ = try serve(siteURL)
        let (_, ids) = try serve("https://real.example/")
        #expect(try await ids()["https://real.example/note/first-light"] == "https://real.example/note/first-light")
    }
}
