package import Foundation
package import GRDB
import IndieWeb
import Microformats

/// What the owner's own page says of the owner, read now and then and kept (table `author_profile`).
///
/// It is asked for at a sign-in, which does not wait for it.
package struct AuthorProfiles: Sendable {
    /// Seconds that a profile is not asked for again.
    static let lifetime: TimeInterval = 86_400

    private let me: String
    private let isElsewhere: Bool
    private let database: any DatabaseWriter
    private let fetcher: WebFetcher
    private let now: @Sendable () -> Date
    private let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation

    /// The profile of an owner.
    ///
    /// - Parameters:
    ///   - me: the owner's identity, a URL as the settings have it.
    ///   - siteURL: the site's address: its own pages know no more than the table.
    ///   - database: the site's database.
    ///   - fetcher: what asks.
    ///   - now: the clock.
    package init(
        me: String,
        siteURL: String,
        database: any DatabaseWriter,
        fetcher: WebFetcher,
        now: @escaping @Sendable () -> Date
    ) {
        self.me = me
        isElsewhere = WebAddress(me)?.origin != WebAddress(siteURL)?.origin
        (self.database, self.fetcher, self.now) = (database, fetcher, now)
        (wishes, wish) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Asks for the profile to be read soon, if it is old.
    package func refreshSoon() { wish.yield() }

    /// Reads the profile whenever that was asked for, until it is cancelled.
    ///
    /// - Parameter report: told why a profile could not be read.
    package func run(report: @Sendable (any Error) -> Void) async {
        for await _ in wishes {
            do {
                try await refresh()
            } catch is CancellationError {
                return
            } catch {
                report(error)
            }
        }
    }

    /// Reads the profile, if it is old. One that cannot be read leaves the former one.
    package func refresh() async throws {
        let time = now()
        guard isElsewhere, try await isOld(at: time) else { return }
        var request = FetchRequest(url: me)
        request.accept = "text/html"
        let response = try await fetcher.fetch(request)
        guard response.status == 200,
            let page = MicroformatsDocument(
                html: String(decoding: response.body, as: UTF8.self),
                url: response.finalURL
            )
        else { return }
        let card = (RepresentativeHCard(of: page, at: me) ?? RepresentativeHCard(of: page, at: response.finalURL))?.card
        let links = JSONValue.array((page.rels["me"] ?? []).prefix(50).map(JSONValue.string))
        try await database.write { [me] db in
            try db.execute(
                sql: """
                    INSERT INTO author_profile (me, name, photo, url, note, rel_me_links, discovered_at, cached_until)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (me) DO UPDATE SET
                        name = excluded.name, photo = excluded.photo, url = excluded.url, note = excluded.note,
                        rel_me_links = excluded.rel_me_links, discovered_at = excluded.discovered_at,
                        cached_until = excluded.cached_until
                    """,
                arguments: [
                    me, card?.text(of: "name").map { String($0.prefix(200)) }, card?.addresses(of: "photo").first,
                    card?.addresses(of: "url").first, card?.text(of: "note").map { String($0.prefix(1000)) },
                    links.text, StoredTimestamp(time).text,
                    StoredTimestamp(time.addingTimeInterval(Self.lifetime)).text,
                ]
            )
            // Every page names the author.
            try SiteChanges.record([.author], at: time, in: db)
        }
    }

    private func isOld(at time: Date) async throws -> Bool {
        let end = try await database.read { [me] db in
            try String.fetchOne(db, sql: "SELECT cached_until FROM author_profile WHERE me = ?", arguments: [me])
        }
        return end.flatMap { StoredTimestamp($0) }.map { $0.date <= time } ?? true
    }
}
