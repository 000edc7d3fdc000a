import Foundation
import IndieWeb
import Testing

@Suite("RSSFeed")
struct RSSFeedTests {
    @Test("a feed of a note, an article and photos, byte for byte")
    func snapshot() {
        #expect(RSSFeed(feed, selfURL: "https://example.com/feed.rss").xml == expected)
    }

    @Test("the same feed gives the same bytes")
    func deterministic() {
        let (first, second) = (RSSFeed(feed, selfURL: "s").xml, RSSFeed(feed, selfURL: "s").xml)
        #expect(first == second)
    }

    @Test("an empty feed has no build date and is well-formed")
    func empty() throws {
        var empty = feed
        empty.items = []
        let xml = RSSFeed(empty, selfURL: "https://example.com/feed.rss").xml
        #expect(!xml.contains("lastBuildDate"))
        _ = try XMLText(of: xml)
    }

    @Test("an id that is no address says so, and so does one that was the address once")
    func ids() {
        var changed = feed
        changed.items[0].id = "tag:example.com,2025:1"
        changed.items[1].permalink = "https://example.com/note/z"
        let xml = RSSFeed(changed, selfURL: "s").xml
        #expect(xml.contains("<guid isPermaLink=\"false\">tag:example.com,2025:1</guid>"))
        #expect(xml.contains("<link>https://example.com/note/z</link>"))
        #expect(xml.contains("<guid isPermaLink=\"false\">https://example.com/note/a</guid>"))
    }

    @Test("an entry without words is described by its markup")
    func description() throws {
        var photo = feed
        photo.items[0].summary = ""
        photo.items[0].html = "<p><img src=\"https://example.com/a.jpg\" alt=\"A\" /></p>"
        let xml = RSSFeed(photo, selfURL: "s").xml
        #expect(try XMLQuery(xml).at("rss/channel/item/description") == [photo.items[0].html, ""])
    }

    @Test("hostile text leaves the feed well-formed")
    func hostile() throws {
        var hostile = feed
        hostile.title = "]]></title><script>\u{0}\u{FFFE}&amp;"
        hostile.items[0].html = "<p>]]> \u{B}</p>"
        hostile.items[0].summary = "<b>&\u{1}"
        #expect(try XMLText(of: RSSFeed(hostile, selfURL: "s").xml).text.contains("<p>]]> </p>"))
    }
}

private let feed = Feed(
    title: "Alice & notes",
    summary: "Small notes",
    homeURL: "https://example.com/",
    language: "en",
    authorName: "Alice",
    items: [
        Feed.Item(
            permalink: "https://example.com/note/b",
            title: nil,
            summary: "1 < 2",
            html: "<p>1 &lt; 2</p>\n",
            published: Date(timeIntervalSince1970: 1_763_496_600),
            updated: Date(timeIntervalSince1970: 1_763_500_000),
            categories: ["IndieWeb", "Photo"],
            images: [
                Feed.Image(
                    original: file("a.jpg", 2048, 1365, 182_344),
                    copies: [file("a_small.jpg", 320, 213, 15_010)],
                    thumbnail: file("a_thumb.jpg", 150, 150, 6_021),
                    caption: "The harbour"
                ),
                Feed.Image(original: file("b.jpg", nil, nil, 12)),
            ]
        ),
        Feed.Item(
            permalink: "https://example.com/note/a",
            title: "First",
            summary: "",
            html: "",
            published: Date(timeIntervalSince1970: 0),
            updated: Date(timeIntervalSince1970: 0)
        ),
    ]
)

private func file(_ name: String, _ width: Int?, _ height: Int?, _ bytes: Int) -> Feed.Image.File {
    Feed.Image.File(
        url: "https://example.com/media/\(name)",
        mimeType: "image/jpeg",
        byteCount: bytes,
        width: width,
        height: height
    )
}

private let expected = """
    <?xml version="1.0" encoding="UTF-8"?>
    <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
      <channel>
        <title>Alice &amp; notes</title>
        <link>https://example.com/</link>
        <description>Small notes</description>
        <language>en</language>
        <lastBuildDate>Tue, 18 Nov 2025 21:06:40 GMT</lastBuildDate>
        <generator>StarPunk</generator>
        <docs>https://www.rssboard.org/rss-specification</docs>
        <atom:link rel="self" type="application/rss+xml" href="https://example.com/feed.rss"/>
        <item>
          <link>https://example.com/note/b</link>
          <guid isPermaLink="true">https://example.com/note/b</guid>
          <pubDate>Tue, 18 Nov 2025 20:10:00 GMT</pubDate>
          <dc:creator>Alice</dc:creator>
          <category>IndieWeb</category>
          <category>Photo</category>
          <description>1 &amp;lt; 2</description>
          <content:encoded><![CDATA[<p>1 &lt; 2</p>
    ]]></content:encoded>
          <enclosure url="https://example.com/media/a.jpg" length="182344" type="image/jpeg"/>
          <media:group>
            <media:content url="https://example.com/media/a_small.jpg" fileSize="15010" type="image/jpeg" \
    medium="image" isDefault="true" width="320" height="213"/>
            <media:content url="https://example.com/media/a.jpg" fileSize="182344" type="image/jpeg" \
    medium="image" width="2048" height="1365"/>
            <media:thumbnail url="https://example.com/media/a_thumb.jpg" width="150" height="150"/>
            <media:description type="plain">The harbour</media:description>
          </media:group>
          <media:group>
            <media:content url="https://example.com/media/b.jpg" fileSize="12" type="image/jpeg" medium="image" \
    isDefault="true"/>
          </media:group>
        </item>
        <item>
          <title>First</title>
          <link>https://example.com/note/a</link>
          <guid isPermaLink="true">https://example.com/note/a</guid>
          <pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>
          <dc:creator>Alice</dc:creator>
          <description></description>
          <content:encoded><![CDATA[]]></content:encoded>
        </item>
      </channel>
    </rss>

    """
