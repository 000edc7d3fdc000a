import IndieWeb
import Testing
import Web

@Suite("ContentNegotiation")
struct ContentNegotiationTests {
    @Test(
        "the format of /feed",
        arguments: [
            // What a client says that does not care
            ([], .rss), (["*/*"], .rss), (["application/*"], .rss), ([""], .rss), ([" , ,"], .rss),
            (["*/*;q=0.1"], .rss),
            // What it asks for
            (["application/rss+xml"], .rss), (["application/atom+xml"], .atom), (["application/feed+json"], .json),
            (["application/json"], .json), (["APPLICATION/Atom+XML"], .atom),
            (["application/atom+xml; charset=utf-8"], .atom), (["application/atom+xml;charset=\"UTF-8\""], .atom),
            // What it likes better
            (["application/rss+xml;q=0.8, application/atom+xml"], .atom),
            (["application/atom+xml;q=0.9, application/feed+json;q=0.8, application/rss+xml;q=0.7"], .atom),
            (["application/json;q=0.5, application/feed+json;q=0.9, application/atom+xml;q=0.8"], .json),
            (["application/rss+xml;q=0.5", "application/atom+xml;q=0.6"], .atom),
            (["application/atom+xml, application/rss+xml"], .rss),
            // A closer wish counts more than a star
            (["application/json, */*"], .json), (["application/json, text/plain, */*"], .json),
            (["application/atom+xml, */*;q=0.8"], .atom), (["*/*, application/feed+json;q=0.9"], .rss),
            (["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"], .rss),
            // What it excludes
            (["application/rss+xml;q=0, */*"], .atom),
            (["application/rss+xml;q=0, application/atom+xml;q=0, */*"], .json),
            (["application/*;q=0.2, application/rss+xml;q=0.1"], .atom),
            (["application/json;q=0, application/feed+json"], .json),
            (["application/rss+xml;q=0.000, application/json;q=0.001"], .json),
            // 406
            (["text/html"], nil), (["application/xml"], nil), (["text/*"], nil), (["*/*;q=0"], nil),
            (["application/rss+xml;q=0"], nil), (["application/rss+xml;level=1"], nil),
            (["application/rss+xml;charset=iso-8859-1"], nil),
            // What is malformed is passed over
            (["x, application/atom+xml"], .atom), (["*/json, application/atom+xml"], .atom),
            (["application/rss+xml;q=2, application/atom+xml;q=0.1"], .atom),
            (["application/rss+xml;q=x, text/html"], nil),
            (["x"], .rss), (["*/json"], .rss), (["application/rss+xml q=1, application/atom+xml"], .atom),
            (["a/b;c=\"d,e\\\",\", application/atom+xml"], .atom), (["a/b;c=\"d, application/atom+xml"], .rss),
            (["application/atom+xml ; q=0.5 ; ext=1, application/feed+json;;q=0.4;"], .atom),
        ] as [([String], Feed.Format?)]
    )
    func feed(accept: [String], format: Feed.Format?) {
        let negotiation = ContentNegotiation(accept: accept)
        #expect(negotiation.preferred(among: Feed.Format.allCases, mediaTypes: \.mediaTypes) == format)
    }

    /// The example of RFC 9110, section 12.5.1.
    @Test(
        "the closest range decides how much a type is liked",
        arguments: [
            ("text/plain;format=flowed", 1000), ("text/plain", 700), ("text/html", 300), ("image/jpeg", 500),
            ("text/plain;format=fixed", 400), ("text/html;level=3", 300), ("no type", 0),
        ]
    )
    func specificity(mediaType: String, thousandths: Int) {
        let accept =
            "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5"
        #expect(ContentNegotiation(accept: [accept]).quality(of: mediaType).thousandths == thousandths)
    }

    @Test("a page for a browser, JSON for a program")
    func pages() {
        let types = ["text/html", "application/json"]
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
        #expect(ContentNegotiation(accept: [browser]).preferred(among: types) == "text/html")
        #expect(ContentNegotiation(accept: ["application/json"]).preferred(among: types) == "application/json")
        #expect(ContentNegotiation(accept: ["image/png"]).preferred(among: types) == nil)
    }

    @Test("a field with very many ranges is read in time")
    func long() {
        let field = String(repeating: "a/b;c=d;q=0.5,", count: 5_000) + "application/atom+xml"
        let negotiation = ContentNegotiation(accept: [field])
        #expect(negotiation.preferred(among: Feed.Format.allCases, mediaTypes: \.mediaTypes) == .atom)
    }
}
