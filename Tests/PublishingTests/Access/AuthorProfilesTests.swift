import Foundation
import Publishing
import TestSupport
import Testing

@Suite("AuthorProfiles")
struct AuthorProfilesTests {
    private let fixture: AccessFixture

    init() throws {
        fixture = try AccessFixture()
    }

    private static let card = """
        <div class="h-card"><a class="u-url u-uid" rel="me" href="/"><span class="p-name">Ada</span></a>
        <img class="u-photo" src="/ada.jpg" alt=""><p class="p-note">Writes.</p></div>
        <a rel="me" href="https://social.example/@ada">elsewhere</a>
        """

    private func serve(_ body: String, status: Int = 200) throws -> RawServer {
        try RawServer(
            answering:
                "HTTP/1.1 \(status) X\r\nContent-Type: text/html\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    private func profiles(of me: String, siteURL: String = "https://site.example/") -> AuthorProfiles {
        AuthorProfiles(
            me: me,
            siteURL: siteURL,
            database: fixture.database,
            fetcher: .local(),
            now: fixture.now
        )
    }

    private func author(_ me: String) async throws -> Author {
        try await AuthorQuery(reader: fixture.database, me: me, fallbackName: nil).author()
    }

    @Test("the representative h-card and the rel=me links become the author")
    func card() async throws {
        let server = try serve(Self.card)
        let me = "http://127.0.0.1:\(server.port)/"
        try await profiles(of: me).refresh()
        let author = try await author(me)
        #expect(author.name == "Ada")
        #expect(author.photoURL == "\(me)ada.jpg")
        #expect(author.note == "Writes.")
        #expect(author.relMe == [me, "https://social.example/@ada"])
    }

    @Test("a profile is asked for again after a day")
    func kept() async throws {
        let server = try serve(Self.card)
        let profiles = profiles(of: "http://127.0.0.1:\(server.port)/")
        for (pause, count) in [(0.0, 1), (86_399, 1), (1, 2)] {
            fixture.wait(pause)
            try await profiles.refresh()
            #expect(server.requests.count == count)
        }
    }

    @Test("a page that is away leaves the former profile")
    func away() async throws {
        let good = try serve(Self.card)
        let me = "http://127.0.0.1:\(good.port)/"
        try await profiles(of: me).refresh()
        let bad = try serve("gone", status: 404)
        try await profiles(of: "http://127.0.0.1:\(bad.port)/").refresh()
        #expect(try await author(me).name == "Ada")
        #expect(try await author("http://127.0.0.1:\(bad.port)/").name == "127.0.0.1:\(bad.port)")
    }

    @Test("the site does not ask itself")
    func own() async throws {
        let server = try serve(Self.card)
        let me = "http://127.0.0.1:\(server.port)/"
        try await profiles(of: me, siteURL: me).refresh()
        #expect(server.requests.isEmpty)
    }

    @Test("a wish is met while somebody runs it, and a failure is told")
    func run() async throws {
        let profiles = profiles(of: "http://no-such-host.invalid/")
        profiles.refreshSoon()
        await confirmation { told in
            await withTaskGroup(of: Void.self) { group in
                let (stream, continuation) = AsyncStream<Void>.makeStream()
                group.addTask { await profiles.run { _ in continuation.finish() } }
                for await _ in stream {}
                told()
                group.cancelAll()
            }
        }
    }
}
