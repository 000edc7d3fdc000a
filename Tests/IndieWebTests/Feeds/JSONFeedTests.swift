import IndieWeb
import Testing

@Suite("JSONFeed")
struct JSONFeedTests {
    @Test(
        "the path of an address",
        arguments: [
            ("https://example.com/note/a", "/note/a"), ("https://example.com/blog/note/a?b", "/blog/note/a?b"),
            ("https://example.com", "/"), ("/note/a", "/note/a"), ("", ""),
        ]
    )
    func path(permalink: String, path: JSONValue) throws {
        var feed = Feed.sample
        feed.items[0].permalink = permalink
        let item = try #require(try FeedFormatTests.items(feed.document(.json)).first)
        #expect(item["_starpunk"]?.objectValue?["permalink_path"] == path)
    }

    @Test("the files of a photo by their kind, and nothing for a photo that has but one")
    func variants() throws {
        let item = try #require(try FeedFormatTests.items(Feed.sample.document(.json)).first)
        let photos = try #require(item["_starpunk"]?.objectValue?["media_variants"]?.arrayValue)
        #expect(photos.count == 1)
        let variants = try #require(photos.first?.objectValue?["variants"]?.objectValue)
        #expect(variants.names == ["thumb", "small", "medium", "large", "original"])
        #expect(
            variants["small"] == [
                "url": "https://example.com/media/a_small.jpg", "width": 320, "height": 213, "size_in_bytes": 15_010,
                "mime_type": "image/jpeg",
            ]
        )
        #expect(item["attachments"]?.arrayValue?.count == 2)
    }

    @Test("no variants without copies")
    func noVariants() throws {
        var feed = Feed.sample
        feed.items[0].images.removeFirst()
        let item = try #require(try FeedFormatTests.items(feed.document(.json)).first)
        #expect(item["_starpunk"]?.objectValue?.names == ["permalink_path", "word_count", "about"])
    }

    @Test("a bookmark names the page it is about, and hubs say how they are told")
    func links() throws {
        let document = Feed.sample.document(.json)
        #expect(
            try FeedFormatTests.items(document).map { $0["external_url"] } == [
                nil, "https://other.example/?a=1&b=2", nil,
            ]
        )
        let feed = try #require(try JSONValue(parsing: Array(document.utf8)).objectValue)
        #expect(feed["hubs"]?.arrayValue?.first == ["type": "WebSub", "url": "https://hub.example/"])
        #expect(feed["feed_url"] == "https://example.com/feed.json")
    }
}
