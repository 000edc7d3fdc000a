import IndieWeb
import Testing

@Suite("Micropub queries")
struct MicropubQueryTests {
    private func query(_ text: String) throws -> MicropubQuery {
        try MicropubQuery(FormURLEncoded(parsing: text.utf8))
    }

    @Test(
        "MP-080 MP-081 MP-084 queries by their names",
        arguments: [
            ("q=config", .config), ("q=syndicate-to", .syndicateTo), ("q=category", .category(MicropubCategoryList())),
            ("q=channel", .channel), ("q=post-types", .postTypes),
            ("q=contact", .contact(search: nil)), ("q=contact&search=a", .contact(search: "a")),
            ("q=contact&filter=a", .contact(search: "a")), ("q=contact&filter=", .contact(search: nil)),
            ("q=destination", .destination), ("q=visibility", .visibility), ("q=post-status", .postStatus),
            ("q=media-endpoint", .mediaEndpoint), ("q=source", .sourceList(MicropubSourceList())),
            ("site=1&q=config&x[]=2", .config), ("q=config&q=config", .config),
        ] as [(String, MicropubQuery)]
    )
    func names(text: String, expected: MicropubQuery) throws {
        #expect(try query(text) == expected)
    }

    @Test("every name that is advertised is answered", arguments: MicropubQuery.words)
    func words(word: String) {
        #expect(throws: Never.self) { try query("q=\(word)") }
    }

    @Test(
        "MP-085 a missing or unknown q is refused",
        arguments: [
            "", "q=", "q", "url=https://example.com/", "q=unknown", "q=Config", "q=config&q=source", "Q=config",
            "q[]=config", "q=geo", "q=%20config",
        ]
    )
    func refused(text: String) {
        expectInvalidRequest { try query(text) }
    }

    @Test(
        "MP-011 a token in the address is never accepted",
        arguments: ["access_token=x", "access_token=", "access_token[]=x"]
    )
    func token(parameter: String) {
        for text in ["q=config&\(parameter)", "\(parameter)&q=source&url=a", parameter] {
            expectInvalidRequest { try query(text) }
            expectInvalidRequest { try MicropubMediaQuery(FormURLEncoded(parsing: text.utf8)) }
        }
    }

    @Test(
        "MP-082 the source of a post, whole or some properties",
        arguments: [
            ("url=https://example.com/a", []), ("url=https%3A%2F%2Fexample.com%2Fa&properties=content", ["content"]),
            ("properties=&url=https://example.com/a", []),
            ("properties%5B%5D=content&properties%5B%5D=category&url=https://example.com/a", ["content", "category"]),
            ("url=https://example.com/a&properties=b&properties[]=a", ["b", "a"]),
            ("url=https://example.com/a&limit=x", []),
        ]
    )
    func source(text: String, properties: [String]) throws {
        #expect(try query("q=source&\(text)") == .source(url: "https://example.com/a", properties: properties))
    }

    @Test(
        "MP-082 an empty address or two are refused",
        arguments: ["q=source&url=", "q=source&url=a&url=b", "q=source&url"]
    )
    func badSource(text: String) {
        expectInvalidRequest { try query(text) }
    }

    @Test("MP-083 a list with every parameter")
    func list() throws {
        let text = """
            q=source&limit=20&offset=40&after=A&filter=two+words&post-type=photo&post-status=draft&visibility=unlisted\
            &category[]=a&category=b&exists=photo&exists[]=name&not-exists=like-of&order=asc&mp-channel=c&properties[]=url
            """
        var expected = MicropubSourceList()
        (expected.limit, expected.offset, expected.after) = (20, 40, "A")
        (expected.filter, expected.postType, expected.postStatus) = ("two words", .photo, .draft)
        (expected.visibility, expected.categories, expected.exists) = (.unlisted, ["a", "b"], ["photo", "name"])
        (expected.notExists, expected.order, expected.channel, expected.properties) = (
            ["like-of"], .ascending, "c", ["url"]
        )
        #expect(try query(text) == .sourceList(expected))
    }

    @Test(
        "MP-083 limits and offsets",
        arguments: [
            ("", 10, 0), ("limit=", 10, 0), ("limit=1", 1, 0), ("limit=100", 100, 0), ("limit=101", 100, 0),
            ("limit=99999999999999999999999", 100, 0), ("limit=007", 7, 0), ("offset=0", 10, 0),
            ("offset=5&limit=2", 2, 5), ("offset=9223372036854775807", 10, 1_000_000_000),
            ("offset=9223372036854775808", 10, 1_000_000_000),
        ]
    )
    func numbers(text: String, limit: Int, offset: Int) throws {
        var list = MicropubSourceList()
        (list.limit, list.offset) = (limit, offset)
        #expect(try query("q=source&\(text)") == .sourceList(list))
    }

    @Test(
        "MP-083 what is no number or no known word is refused",
        arguments: [
            "limit=0", "limit=-1", "limit=x", "limit=1.5", "limit=+1", "limit=1e3", "limit=%201", "limit=١",
            "limit=1&limit=2", "offset=-1", "offset=x", "order=up", "order=ASC", "post-type=poem",
            "post-status=x", "visibility=x", "after=1&after=2", "after=1&before=2",
        ]
    )
    func badList(text: String) {
        expectInvalidRequest { try query("q=source&\(text)") }
        if text.hasPrefix("limit") || text.hasPrefix("offset") {
            expectInvalidRequest { try query("q=category&\(text)") }
        }
    }

    @Test("MP-083 search and channel are other names for filter and mp-channel; the first counts")
    func synonyms() throws {
        var expected = MicropubSourceList()
        (expected.filter, expected.channel) = ("a", "b")
        #expect(try query("q=source&search=a&channel=b") == .sourceList(expected))
        #expect(try query("q=source&search=x&filter=a&channel=x&mp-channel=b") == .sourceList(expected))
    }

    @Test("MP-083 MP-084 a filter of white space is none", arguments: ["%20", "+%09", "%C2%A0", "%0D%0A", ""])
    func blankFilter(text: String) throws {
        var expected = MicropubSourceList()
        for name in ["filter", "search"] {
            #expect(try query("q=source&\(name)=\(text)") == .sourceList(expected))
            #expect(try query("q=category&\(name)=\(text)") == .category(MicropubCategoryList()))
            #expect(try query("q=contact&\(name)=\(text)") == .contact(search: nil))
        }
        expected.filter = " a"
        #expect(try query("q=source&filter=\(text)&search=+a") == .sourceList(expected))
    }

    @Test(
        "MP-084 categories by text, limit and offset",
        arguments: [
            ("", ["Alpha", "beta", "gamma", "delta"]), ("filter=TA", ["beta", "delta"]), ("search=alp", ["Alpha"]),
            ("filter=x", []), ("limit=2", ["Alpha", "beta"]), ("offset=3", ["delta"]),
            ("offset=9", []), ("filter=ta&limit=1&offset=1", ["delta"]),
            ("limit=500", ["Alpha", "beta", "gamma", "delta"]),
        ]
    )
    func categories(text: String, expected: [String]) throws {
        guard case .category(let list) = try query("q=category&\(text)") else { return }
        #expect(list.selected(from: ["Alpha", "beta", "gamma", "delta"]) == expected)
    }

    @Test("MP-073 queries of the media endpoint")
    func media() throws {
        func media(_ text: String) throws -> MicropubMediaQuery {
            try MicropubMediaQuery(FormURLEncoded(parsing: text.utf8))
        }
        var list = MicropubMediaList()
        #expect(try media("q=config") == .config && media("q=last") == .last && media("q=source") == .source(list))
        (list.limit, list.offset, list.after, list.before, list.url, list.mimeType) = (
            100, 1, "A", "B", "https://example.com/m", "image/png"
        )
        #expect(
            try media("q=source&limit=200&offset=1&after=A&before=B&url=https://example.com/m&mime_type=image/png")
                == .source(list)
        )
        for text in ["", "q=", "q=media", "q=syndicate-to", "q=source&limit=0", "q=source&offset=x", "q=last&q=config"]
        {
            expectInvalidRequest { try media(text) }
        }
        for word in MicropubMediaQuery.words { #expect(throws: Never.self) { try media("q=\(word)") } }
        #expect(
            MicropubMediaQuery.configuration.text.hasPrefix(#"{"q":["config","source","last"],"properties":["url","#)
        )
    }
}
