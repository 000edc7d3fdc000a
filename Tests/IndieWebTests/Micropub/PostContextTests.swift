import IndieWeb
import Testing

@Suite("What a post is about")
struct PostContextTests {
    private static let book: JSONValue = [
        "type": ["h-cite"], "properties": ["name": ["Moby Dick"], "author": ["Herman Melville"]],
    ]

    @Test(
        "what to call a post that is about something",
        arguments: [
            (["like-of": ["https://x.example/1", "https://x.example/2"]], "Like of https://x.example/1"),
            (["repost-of": [["properties": ["url": ["https://x.example/1"], "name": ["T"]]]]], "Repost of T"),
            (["in-reply-to": [["type": ["h-cite"], "properties": ["name": ["A post"]]]]], "Reply to A post"),
            (["bookmark-of": ["https://x.example/"]], "Bookmark of https://x.example/"),
            (["rsvp": ["YES"], "in-reply-to": [["name": "A party"]]], "RSVP yes to A party"),
            (["rsvp": ["maybe"]], "RSVP maybe"),
            (["checkin": [["type": ["h-card"], "properties": ["name": ["Cafe Zorro"]]]]], "At Cafe Zorro"),
            (["checkin": ["geo:52.1,4.5"]], "At 52.1, 4.5"),
            (["checkin": [["properties": ["street-address": ["Weg 1"], "locality": ["Delft"]]]]], "At Weg 1, Delft"),
            (["read-of": [book], "read-status": ["to-read"]], "To read: Moby Dick"),
            (["drank": [["type": ["h-food"], "properties": ["name": ["Tea"]]]]], "Drank: Tea"),
            (["quotation-of": [["properties": ["content": ["So it goes."]]]]], "Quotation: So it goes."),
            (["content": ["x"], "read-status": ["reading"]], nil),
        ] as [(MicroformatsProperties, String?)]
    )
    func title(properties: MicroformatsProperties, expected: String?) {
        #expect(PostContext.title(of: PostContext.all(in: properties)) == expected)
    }

    @Test(
        "the words of read-of are those of read-status",
        arguments: [
            ("to-read", "To read:"), ("reading", "Reading:"), ("finished", "Read:"), ("Finished", "Read:"),
            ("given-up", "Given up:"),
        ]
    )
    func readStatus(status: String, words: String) {
        let contexts = PostContext.all(in: ["read-of": [Self.book], "read-status": [.string(status)]])
        #expect(contexts.map(\.words) == [words] && contexts.map(\.readStatus) == [status.lowercased()])
        #expect(PostContext.all(in: ["read-of": [Self.book]]).map(\.words) == ["Read:"])
        #expect(
            PostContext.all(in: ["watch-of": [Self.book], "read-status": [.string(status)]]).map(\.words) == ["Watch:"]
        )
    }

    @Test("every value of every kind is there, in one order")
    func all() {
        let contexts = PostContext.all(in: [
            "checkin": ["Here"], "rsvp": ["No"], "listen-of": ["A song"], "like-of": ["https://a.example/", "b"],
            "in-reply-to": ["https://c.example/", " "], "content": ["x"],
        ])
        #expect(contexts.map(\.property) == ["in-reply-to", "like-of", "like-of", "listen-of", "rsvp", "checkin"])
        #expect(contexts.map(\.address) == ["https://c.example/", "https://a.example/", nil, nil, nil, nil])
        #expect(contexts.map(\.isReference) == [true, true, true, false, false, false])
    }

    @Test("who wrote it is named, as a text, as an address or as an object")
    func authors() throws {
        let values: [JSONValue] = [
            "Ann", "https://bob.example/",
            ["type": ["h-card"], "properties": ["name": ["Eve"], "url": ["https://e.example/"]]],
        ]
        let citation = try #require(Citation(["properties": ["name": ["T"], "author": .array(values)]]))
        #expect(citation.authors.map(\.title) == ["Ann", "https://bob.example/", "Eve"])
        #expect(citation.authors.map(\.isObject) == [false, false, true])
    }

    @Test("words of others are passed on in reposts and quotations, and nowhere else")
    func quotations() {
        let cite: JSONValue = ["properties": ["name": ["T"], "content": [["html": "<p>quoted <b>words</b></p>"]]]]
        for (property, quotation) in [
            ("repost-of", "quoted words"), ("quotation-of", "quoted words"), ("in-reply-to", nil), ("like-of", nil),
        ] {
            #expect(PostContext.all(in: [property: [cite]]).map(\.quotation) == [quotation], "\(property)")
            // Words that are all there is are what it is called.
            let words = PostContext.all(in: [property: [["properties": ["content": ["quoted words"]]]]])
            #expect(words.map(\.quotation) == [nil] && words.map(\.searchableWords) == [["quoted words"]])
        }
    }
}
