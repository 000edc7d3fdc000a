import Foundation
import IndieWeb
import Testing
import Web

@Suite("Posts without content in feeds")
struct FeedOfPostsTests {
    private struct JSONFeed: Decodable {
        struct Item: Decodable {
            let title: String?
            let summary: String?
            let content_html: String
        }

        let items: [Item]
    }

    private let site: FixtureSite

    init() throws {
        site = try FixtureSite()
    }

    private func item(_ properties: MicroformatsProperties, words: String = "") async throws -> JSONFeed.Item {
        try await site.publish(words, "it", properties)
        let text = try await site.get("/feed.json").text
        return try #require(try JSONDecoder().decode(JSONFeed.self, from: Data(text.utf8)).items.first)
    }

    private static let cafe: JSONValue = [
        "type": ["h-card"],
        "properties": ["name": ["Cafe <Zorro>"], "url": ["https://cafe.example/"], "postal-code": ["89073"]],
    ]

    @Test(
        "all that a page shows is there",
        arguments: [
            (
                ["checkin": [cafe]],
                "<p>At <a href=\"https://cafe.example/\">Cafe &lt;Zorro&gt;</a>, 89073</p>\n"
            ),
            (["location": ["geo:52.1,4.5"]], "<p>52.1, 4.5</p>\n"),
            (
                [
                    "summary": ["Ate <soup>\nwith bread"],
                    "ate": [["type": ["h-food"], "properties": ["name": ["Soup"]]]],
                ],
                "<p>Ate: Soup</p>\n<p>Ate &lt;soup&gt;<br />\nwith bread</p>\n"
            ),
            (
                [
                    "read-of": [["properties": ["name": ["Moby Dick"], "author": ["Herman Melville"]]]],
                    "read-status": ["to-read"],
                ], "<p>To read: Moby Dick, Herman Melville</p>\n"
            ),
            (["listen-of": ["A song"], "watch-of": ["A film"]], "<p>Listen: A song</p>\n<p>Watch: A film</p>\n"),
            (
                ["follow-of": ["https://a.example/"]],
                "<p>Follow: <a href=\"https://a.example/\">https://a.example/</a></p>\n"
            ),
            (
                ["rsvp": ["YES"], "in-reply-to": [["type": ["h-cite"], "properties": ["name": ["A party"]]]]],
                "<p>In reply to A party</p>\n<p>RSVP: yes</p>\n"
            ),
            (
                ["like-of": ["https://a.example/", "https://b.example/"]],
                """
                <p>Likes <a href="https://a.example/">https://a.example/</a></p>
                <p>Likes <a href="https://b.example/">https://b.example/</a></p>

                """
            ),
            (
                [
                    "quotation-of": [
                        [
                            "properties": [
                                "url": ["https://a.example/"], "content": [["html": "<p>So <b>it</b><p>goes"]],
                            ]
                        ]
                    ]
                ],
                """
                <p>Quotation: <a href="https://a.example/">https://a.example/</a></p>
                <blockquote><p>So it<br />
                goes</p>
                </blockquote>

                """
            ),
            (
                ["repost-of": [["type": ["h-cite"], "properties": ["content": ["So it goes"]]]]],
                "<p>Reposts So it goes</p>\n"
            ),
            (
                ["start": ["2026-12-01T18:00:00+02:00"], "end": ["2026-12-02"], "location": ["Delft"], "name": ["P"]],
                "<p>1 December 2026, 18:00 – 2 December 2026</p>\n<p>Delft</p>\n"
            ),
            (["x": ["y"]], "<p>Note of 22 November 2026</p>\n"),
        ] as [(MicroformatsProperties, String)]
    )
    func content(properties: MicroformatsProperties, html: String) async throws {
        #expect(try await item(properties).content_html == html)
    }

    @Test("every item of RSS has a title or a description, and every entry of Atom its words")
    func descriptions() async throws {
        for (number, properties) in [
            ["checkin": [Self.cafe]], ["summary": ["In short"]], ["drank": ["Tea"]], ["x": ["y"]],
        ].enumerated() as EnumeratedSequence<[MicroformatsProperties]> {
            try await site.publish("", "p\(number)", properties)
        }
        let rss = try await site.get("/feed.rss").text
        #expect(!rss.contains("<description></description>") && !rss.contains("<description/>"))
        #expect(!rss.contains("<content:encoded></content:encoded>") && rss.contains("Drank: Tea"))
        let atom = try await site.get("/feed.atom").text
        #expect(atom.contains("<title>At Cafe &lt;Zorro&gt;</title>") && atom.contains("Drank: Tea"))
    }

    @Test("a summary of the author is the summary")
    func summary() async throws {
        let item = try await item(["name": ["T"], "summary": ["My summary here"]], words: "Long content here")
        #expect(item.summary == "My summary here" && item.content_html.contains("Long content here"))
        let rss = try await site.get("/feed.rss").text
        #expect(rss.contains("<description>My summary here</description>"))
        let long = String(repeating: "A sentence. ", count: 300)
        try await site.publish("Words", "long", ["summary": [.string(long)]])
        let cut = try await site.get("/feed.rss").text
        #expect(cut.contains("A sentence. A…</description>") && cut.ranges(of: "A sentence.").count < 320)
    }
}
