import Foundation
import IndieWeb
import TestSupport
import Testing

@Suite("Feeds of all formats")
struct FeedFormatTests {
    @Test("a note, a bookmark and an article, byte for byte", arguments: Feed.Format.allCases)
    func snapshot(format: Feed.Format) throws {
        let document = Feed.sample.document(format, nextURL: "https://example.com/feed.\(format.rawValue)?before=3")
        try expectSnapshot(document, "feed.\(format.rawValue)")
    }

    @Test("the same feed gives the same bytes", arguments: Feed.Format.allCases)
    func deterministic(format: Feed.Format) {
        #expect(Set((0..<5).map { _ in Feed.sample.document(format) }).count == 1)
    }

    @Test("entries keep their order", arguments: Feed.Format.allCases)
    func order(format: Feed.Format) throws {
        let ids = Feed.sample.items.map(\.id)
        #expect(try Self.ids(of: Feed.sample, format) == ids)
        var reversed = Feed.sample
        reversed.items.reverse()
        #expect(try Self.ids(of: reversed, format) == ids.reversed())
    }

    @Test("an entry keeps its id when its address, title and words change", arguments: Feed.Format.allCases)
    func ids(format: Feed.Format) throws {
        var changed = Feed.sample
        for index in changed.items.indices {
            changed.items[index].permalink += "-2"
            changed.items[index].title = "Another"
            changed.items[index].html = "<p>Other words</p>"
            changed.items[index].updated = Date(timeIntervalSince1970: 2_000_000_000)
        }
        #expect(try Self.ids(of: changed, format) == Feed.sample.items.map(\.id))
    }

    @Test("hostile texts leave the document readable, without what XML cannot hold", arguments: Feed.Format.allCases)
    func hostile(format: Feed.Format) throws {
        let pieces = [
            "]]>", "]]", "<", ">", "&", "\"", "'", "\r\n", "\u{0}", "\u{B}", "\u{1F}", "\u{FFFE}", "é", "\u{301}", "😀",
            "&amp;", "<!--", "<?", "\\",
        ]
        var random = SeededGenerator(seed: 5)
        for _ in 0..<50 {
            let feed = Feed.sample.replacingTexts { text in
                (0..<8).map { _ in pieces.randomElement(using: &random) ?? text }.joined() + text
            }
            let document = feed.document(format)
            #expect(try Self.ids(of: feed, format) == Feed.sample.items.map(\.id))
            let allowed = document.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0 != "\u{FFFE}" || "\r\n".unicodeScalars.contains($0)
            }
            #expect(allowed)
            let html = feed.items[0].html.replacing(
                /[\u{0}\u{B}\u{1F}\u{FFFE}]/.matchingSemantics(.unicodeScalar),
                with: ""
            )
            let normalized = format == .json ? html : html.replacing("\r\n", with: "\n")
            #expect(try Self.html(in: document, format).first == normalized)
        }
    }

    @Test("a note has a title only where the format wants one of every entry")
    func titles() throws {
        #expect(try XMLQuery(Feed.sample.document(.rss)).at("rss/channel/item/title") == ["First & foremost"])
        #expect(try Self.items(Feed.sample.document(.json)).map { $0["title"] } == [nil, nil, "First & foremost"])
        #expect(
            try XMLQuery(Feed.sample.document(.atom)).at("feed/entry/title")
                == ["1 < 2 at the harbour", "17 November 2025", "First & foremost"]
        )
    }

    @Test("a feed without entries, author, picture and hubs is whole", arguments: Feed.Format.allCases)
    func empty(format: Feed.Format) throws {
        let feed = Feed(
            title: "A",
            summary: "B",
            homeURL: "https://a.example/",
            language: "en",
            authorName: nil,
            items: []
        )
        let document = feed.document(format)
        #expect(try Self.ids(of: feed, format) == [])
        for word in ["null", "hub", "next", "icon", "avatar", "<image>", "<uri>", "lastBuildDate"] {
            #expect(!document.contains(word), "\(word)")
        }
    }

    @Test("is served as what it is, and found under what readers ask for", arguments: Feed.Format.allCases)
    func mediaTypes(format: Feed.Format) throws {
        let first = try #require(format.mediaTypes.first)
        #expect(format.contentType == "\(first); charset=utf-8")
        #expect(Feed.Format.allCases.first == .rss)
    }

    static func ids(of feed: Feed, _ format: Feed.Format) throws -> [String] {
        let document = feed.document(format)
        switch format {
        case .rss: return try XMLQuery(document).at("rss/channel/item/guid")
        case .atom: return try XMLQuery(document).at("feed/entry/id")
        case .json: return try items(document).compactMap { $0["id"]?.stringValue }
        }
    }

    static func html(in document: String, _ format: Feed.Format) throws -> [String] {
        switch format {
        case .rss: try XMLQuery(document).at("rss/channel/item/content:encoded")
        case .atom: try XMLQuery(document).at("feed/entry/content")
        case .json: try items(document).compactMap { $0["content_html"]?.stringValue }
        }
    }

    static func items(_ document: String) throws -> [JSONObject] {
        let feed = try JSONValue(parsing: Array(document.utf8)).objectValue
        return try #require(feed?["items"]?.arrayValue).compactMap(\.objectValue)
    }
}
