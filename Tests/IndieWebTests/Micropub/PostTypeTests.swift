import IndieWeb
import Testing

@Suite("Post type discovery")
struct PostTypeTests {
    private static let url: JSONValue = "https://a.example/"

    @Test(
        "the order of the Note: the first property that is there decides",
        arguments: [
            (["rsvp": ["yes"], "in-reply-to": [url], "content": ["a"]], .rsvp), (["rsvp": ["Interested"]], .rsvp),
            (["rsvp": ["perhaps"], "in-reply-to": [url]], .reply),
            (["in-reply-to": [url], "repost-of": [url], "photo": ["p"]], .reply),
            (["repost-of": [url], "like-of": [url], "name": ["n"]], .repost),
            (["like-of": [url], "video": ["v"]], .like),
            (["bookmark-of": [url], "photo": ["p"]], .bookmark), (["like-of": [url], "bookmark-of": [url]], .like),
            (["checkin": [["type": ["h-card"]]], "photo": ["p"]], .checkin),
            (["video": ["v"], "photo": ["p"]], .video),
            (["photo": [["value": "/p.jpg", "alt": "a"]], "name": ["n"], "content": ["c"]], .photo),
            (["photo": [["url": "/p.jpg"]], "content": ["c"]], .photo),
            (["video": [["type": ["h-cite"], "properties": ["url": ["/v.mp4"]]]]], .video),
            (["audio": ["a"], "content": ["c"]], .audio),
            (["name": ["n"], "content": ["c"]], .article), (["content": ["c"]], .note), ([:], .note),
            (["category": ["c"]], .note), (["name": ["n"]], .note),
        ] as [(MicroformatsProperties, PostType)]
    )
    func order(properties: MicroformatsProperties, expected: PostType) {
        #expect(PostType(of: properties) == expected)
    }

    @Test(
        "an address counts when it is one",
        arguments: [
            ("https://a.example/", true), ("HTTP://a.example", true), (["value": "https://a.example/"], true),
            (["type": ["h-cite"], "properties": ["url": ["https://a.example/"]]], true),
            (["properties": ["url": "https://a.example/"]], true), ("", false), ("https://", false), ("a", false),
            ("javascript:alert(1)", false), ([:], false), (1, false),
            (["properties": ["url": []]], false),
        ] as [(JSONValue, Bool)]
    )
    func addresses(value: JSONValue, counts: Bool) {
        for (name, type) in [
            ("in-reply-to", PostType.reply), ("repost-of", .repost), ("like-of", .like), ("bookmark-of", .bookmark),
        ] {
            #expect(PostType(of: [name: [value]]) == (counts ? type : .note))
            #expect(PostType(of: [name: ["", value]]) == (counts ? type : .note))
        }
    }

    @Test(
        "a name that is the beginning of the text is no title",
        arguments: [
            ("Hello", "Hello world", .note), ("Hello world", "Hello world", .note),
            (" Hello \n\t world ", "Hello   world, again", .note), ("hello", "Hello world", .article),
            ("world", "Hello world", .article),
            ("Hello world!", "Hello world", .article), ("", "Hello", .note), (" ", "Hello", .note),
            ("Title", "", .note), ("Title", " ", .note), ("Caf", "Café", .note),
        ] as [(String, String, PostType)]
    )
    func titles(name: String, content: String, expected: PostType) {
        #expect(PostType(of: ["name": [.string(name)], "content": [.string(content)]]) == expected)
        #expect(
            PostType(of: ["name": [.string(name)], "content": [["html": "<p>…</p>"]]], plainText: content) == expected
        )
        #expect(PostType(of: ["name": [.string(name)], "summary": [.string(content)]]) == expected)
    }

    @Test("each kind has a name for people", arguments: PostType.allCases)
    func names(type: PostType) {
        #expect(type.name.first?.isUppercase == true && !type.name.contains("_"))
    }
}
