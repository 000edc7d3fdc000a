import Foundation
import IndieWeb

extension Feed {
    /// A note with photos, a bookmark whose address has changed, and an article.
    static let sample = Feed(
        title: "Alice & notes",
        summary: "Small notes",
        homeURL: "https://example.com/",
        language: "en",
        authorName: "Alice",
        authorURL: "https://example.com/",
        authorPhoto: "https://example.com/media/alice.jpg",
        icon: "https://example.com/media/icon.png",
        hubs: ["https://hub.example/", "https://hub.example/?a=1&b=2"],
        aboutURL: "https://starpunk.example/feeds",
        items: [.note, .bookmark, .article]
    )

    /// A document of a feed, at the address of its format.
    func document(_ format: Format, nextURL: String? = nil) -> String {
        format.document(of: self, selfURL: "https://example.com/feed.\(format.rawValue)", nextURL: nextURL)
    }

    /// The feed with every text of it changed.
    func replacingTexts(_ change: (String) -> String) -> Feed {
        var feed = self
        feed.title = change(title)
        feed.summary = change(summary)
        feed.authorName = authorName.map(change)
        feed.items = items.map { item in
            var item = item
            item.title = item.title.map(change)
            item.fallbackTitle = item.fallbackTitle.map(change)
            item.summary = change(item.summary)
            item.html = change(item.html)
            item.categories = item.categories.map { Category(term: change($0.term), label: change($0.label)) }
            item.images = item.images.map { image in
                var image = image
                image.caption = image.caption.map(change)
                return image
            }
            return item
        }
        return feed
    }
}

extension Feed.Item {
    fileprivate static let note = Feed.Item(
        permalink: "https://example.com/note/harbour",
        title: nil,
        fallbackTitle: "1 < 2 at the harbour",
        summary: "1 < 2 at the harbour, and more",
        html: "<p>1 &lt; 2 at the harbour,\nand more ]]&gt; ]]></p>\n",
        published: Date(timeIntervalSince1970: 1_763_496_600),
        updated: Date(timeIntervalSince1970: 1_763_500_000.75),
        categories: [.init(term: "indieweb", label: "IndieWeb"), .init(term: "photo", label: "Photo")],
        images: [
            Feed.Image(
                original: .sample("a.jpg", 2048, 1365, 182_344),
                copies: [
                    .sample("a_large.jpg", 1280, 853, 90_010, .large),
                    .sample("a_medium.jpg", 640, 427, 40_010, .medium),
                    .sample("a_small.jpg", 320, 213, 15_010, .small),
                ],
                thumbnail: .sample("a_thumb.jpg", 150, 150, 6_021),
                caption: "The \"harbour\" at dawn"
            ),
            Feed.Image(original: .sample("b.jpg", nil, nil, 12)),
        ],
        wordCount: 9
    )

    fileprivate static let bookmark = Feed.Item(
        id: "tag:example.com,2025:note/41",
        permalink: "https://example.com/note/renamed",
        title: nil,
        summary: "",
        html: "<p><a href=\"https://other.example/?a=1&amp;b=2\">Zoë’s page</a></p>\n",
        published: Date(timeIntervalSince1970: 1_763_400_000),
        updated: Date(timeIntervalSince1970: 1_763_400_000),
        externalURL: "https://other.example/?a=1&b=2"
    )

    fileprivate static let article = Feed.Item(
        permalink: "https://example.com/note/first",
        title: "First & foremost",
        fallbackTitle: "First & foremost",
        summary: "It begins",
        html: "<p>It begins</p>\n",
        published: Date(timeIntervalSince1970: 1_000_000_000),
        // Written before it was published.
        updated: Date(timeIntervalSince1970: 900_000_000)
    )
}

extension Feed.Image.File {
    fileprivate static func sample(
        _ name: String,
        _ width: Int?,
        _ height: Int?,
        _ bytes: Int,
        _ copy: Feed.Image.Copy? = nil
    ) -> Feed.Image.File {
        Feed.Image.File(
            url: "https://example.com/media/\(name)",
            mimeType: "image/jpeg",
            byteCount: bytes,
            width: width,
            height: height,
            copy: copy
        )
    }
}
