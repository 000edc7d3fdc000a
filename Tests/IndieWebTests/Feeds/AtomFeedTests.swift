import Foundation
import IndieWeb
import Testing

@Suite("AtomFeed")
struct AtomFeedTests {
    @Test("what RFC 4287 requires is there also when nothing is known")
    func required() throws {
        let feed = Feed(
            title: "A",
            summary: "B",
            homeURL: "https://a.example/",
            language: "de",
            authorName: nil,
            items: []
        )
        let document = feed.document(.atom)
        let query = try XMLQuery(document)
        #expect(try query.at("feed/id") == ["https://a.example/"])
        #expect(try query.at("feed/title") == ["A"])
        #expect(try query.at("feed/author/name") == ["A"])
        #expect(try query.at("feed/updated") == ["1970-01-01T00:00:00+00:00"])
        #expect(document.contains("xml:lang=\"de\""))
    }

    @Test("one link to itself, and one to each hub")
    func links() throws {
        let query = try XMLQuery(Feed.sample.document(.atom))
        let link = XMLQuery.path("feed/link")
        #expect(try query("\(link)[@rel='self']/@href") == ["https://example.com/feed.atom"])
        #expect(try query("\(link)[@rel='hub']/@href") == Feed.sample.hubs)
        #expect(try query("\(link)[@rel='next']/@href") == [])
    }

    @Test(
        "the title of an entry without one is never empty",
        arguments: [
            (nil, nil, "", "18 November 2025"), (nil, nil, "Words", "Words"), (nil, "Name", "Words", "Name"),
            (nil, "", "", "18 November 2025"), ("", "", "Words", "Words"), ("Title", "Name", "Words", "Title"),
        ]
    )
    func title(title: String?, fallback: String?, summary: String, expected: String) throws {
        var feed = Feed.sample
        feed.items = Array(feed.items.prefix(1))
        feed.items[0].title = title
        feed.items[0].fallbackTitle = fallback
        feed.items[0].summary = summary
        #expect(try XMLQuery(feed.document(.atom)).at("feed/entry/title") == [expected])
    }

    @Test("the feed was updated with its newest change, an entry not before it was published")
    func updated() throws {
        let query = try XMLQuery(Feed.sample.document(.atom))
        #expect(try query.at("feed/updated") == ["2025-11-18T21:06:40+00:00"])
        #expect(try query.at("feed/entry/updated").last == "2001-09-09T01:46:40+00:00")
    }
}
