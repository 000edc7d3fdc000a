import IndieWeb
import Testing

@Suite("Values of Micropub properties")
struct PropertyValidationTests {
    @Test(
        "MP-032 content is a text, or an object with html, markdown, text or value",
        arguments: [
            ("\"a\"", .markdown("a")), (#"{"html":"<p>a</p>"}"#, .html("<p>a</p>")),
            (#"{"html":"<p>a</p>","value":"a"}"#, .html("<p>a</p>")),
            (#"{"value":"a"}"#, .markdown("a")), (#"{"markdown":"*a*","value":"a"}"#, .markdown("*a*")),
            (#"{"text":"*a*"}"#, .text("*a*")), ("42", .markdown("42")),
        ] as [(String, MicropubContent)]
    )
    func content(json: String, expected: MicropubContent) throws {
        let create = try Body.create(properties: #""content":[\#(json)]"#)
        let value = try #require(create.properties.first("content"))
        #expect(value.text == json && MicropubContent(value) == expected)
    }

    @Test(
        "content of another form is refused",
        arguments: ["{}", #"{"html":1}"#, #"{"html":["a"]}"#, #"{"type":["h-entry"]}"#, #"{"value":null}"#, "[\"a\"]"]
    )
    func badContent(json: String) {
        expectInvalidRequest { try Body.create(properties: #""content":[\#(json)],"name":["a"]"#) }
    }

    @Test(
        "content without a word says nothing",
        arguments: [#""""#, #"" \n\t""#, #"{"html":""}"#, #"{"value":" "}"#, #""\u00a0\u2003""#]
    )
    func emptyContent(json: String) throws {
        expectInvalidRequest { try Body.create(properties: #""content":[\#(json)]"#) }
        #expect(throws: Never.self) { try Body.create(properties: #""content":[\#(json)],"photo":["a"]"#) }
    }

    @Test(
        "a property that can have one value is refused two",
        arguments: [
            ("content", "a", "b"), ("name", "a", "b"), ("published", "2025-11-18", "2025-11-19"),
            ("updated", "2025-11-18", "2025-11-19"), ("post-status", "draft", "published"),
            ("visibility", "public", "private"),
        ]
    )
    func singleValues(name: String, first: String, second: String) throws {
        #expect(throws: Never.self) { try Body.create("like-of=https://a.example/&\(name)=\(first)") }
        expectInvalidRequest { try Body.create("like-of=https://a.example/&\(name)=\(first)&\(name)=\(second)") }
        expectInvalidRequest { try Body.create("like-of=https://a.example/&\(name)[]=\(first)&\(name)[]=\(second)") }
        expectInvalidRequest {
            try Body.create(properties: #""like-of":["https://a.example/"],"\#(name)":["\#(first)","\#(second)"]"#)
        }
    }

    @Test(
        "MP-033 published and updated are dates",
        arguments: ["2025-11-18T20:10:00+01:00", "2025-11-18", "9999-01-01T00:00:00Z"]
    )
    func dates(text: String) throws {
        for name in ["published", "updated"] {
            #expect(
                try Body.create(properties: #""content":["a"],"\#(name)":["\#(text)"]"#).properties.text(name) == text
            )
        }
    }

    @Test(
        "MP-033 what is no date is refused",
        arguments: [#""garbage""#, #""now""#, "2025", "true", "{}", #"{"value":"x"}"#, #""2025-02-30""#]
    )
    func badDates(value: String) {
        for name in ["published", "updated"] {
            expectInvalidRequest { try Body.create(properties: #""content":["a"],"\#(name)":[\#(value)]"#) }
        }
    }

    @Test(
        "MP-094 MP-095 post-status and visibility have their words",
        arguments: [("post-status", ["published", "draft"]), ("visibility", ["public", "unlisted", "private"])]
    )
    func words(name: String, words: [String]) throws {
        for word in words { #expect(try Body.create("content=a&\(name)=\(word)").properties.text(name) == word) }
        for word in ["Published", "PUBLIC", "scheduled", "protected", " draft", "1"] {
            expectInvalidRequest { try Body.create(properties: #""content":["a"],"\#(name)":["\#(word)"]"#) }
        }
        for value in ["1", "true", "{}", #"{"value":"draft"}"#] {
            expectInvalidRequest { try Body.create(properties: #""content":["a"],"\#(name)":[\#(value)]"#) }
        }
    }

    @Test(
        "MP-097 location-visibility has its words",
        arguments: [
            ("public", true), ("protected", true), ("private", true), ("Private", false), ("hidden", false),
            ("1", false),
        ]
    )
    func locationVisibility(word: String, isOne: Bool) throws {
        let form = "content=a&location-visibility=\(word)"
        guard isOne else { return expectInvalidRequest { try Body.create(form) } }
        #expect(try Body.create(form).properties.text("location-visibility") == word)
    }

    @Test("name and summary are texts, in whatever form", arguments: ["name", "summary"])
    func texts(name: String) throws {
        for value in [#"{"html":"<b>b</b>"}"#, #"{"text":"b"}"#, #"{"value":"b"}"#, #""b""#] {
            let properties = try Body.create(properties: #""\#(name)":[\#(value)]"#).properties
            #expect(properties.first(name)?.text == value && properties.text(name) == "b")
        }
        for value in ["{}", #"{"alt":"b"}"#, #"{"html":1}"#] {
            expectInvalidRequest { try Body.create(properties: #""content":["a"],"\#(name)":[\#(value)]"#) }
        }
    }

    @Test(
        "rsvp has its words",
        arguments: [
            (#""yes""#, true), (#""No""#, true), (#"{"value":"maybe"}"#, true),
            (#"{"html":"<b>interested</b>"}"#, true),
            (#""perhaps""#, false), ("true", false), ("{}", false),
        ]
    )
    func answers(value: String, isOne: Bool) throws {
        let properties = #""content":["a"],"rsvp":[\#(value)]"#
        guard isOne else { return expectInvalidRequest { try Body.create(properties: properties) } }
        #expect(throws: Never.self) { try Body.create(properties: properties) }
    }

    @Test(
        "what names another post says which, and cannot be run",
        arguments: [
            (#""https://a.example/""#, true), (#""gemini://a.example/b""#, true), (#""doi:10.1000/182""#, true),
            (#""urn:isbn:9780140328721""#, true), (#""tag:a.example,2026:b""#, true), (#""mailto:a@a.example""#, true),
            (#""acct:a@a.example""#, true), (#""nostr:note1x""#, true), (#""a.example/b""#, true),
            (#""Note: a book""#, true), (#"{"value":"https://a.example/"}"#, true),
            (#"{"type":["h-cite"],"properties":{"url":["https://a.example/"]}}"#, true),
            (#"{"type":["h-cite"],"properties":{"uid":["urn:isbn:1"]}}"#, true),
            (#"{"type":["h-cite"],"properties":{"content":[{"html":"<p>x</p>"}]}}"#, true),
            (#"{"type":["h-cite"],"properties":{"name":["A book"]}}"#, true),
            (#"{"type":["h-cite"],"url":"https://a.example/"}"#, true), (#"{"name":"A book"}"#, true), ("{}", false),
            (#"" \n""#, false), (#"{"type":["h-cite"],"properties":{}}"#, false), (#"{"name":" "}"#, false),
            (#""javascript:alert(1)""#, false), (#"" java\nscript:alert(1)""#, false), (#""DATA:text/html,x""#, false),
            (#""vbscript:x""#, false), (#""https:""#, false), (#""http:///x""#, false),
            (#"{"name":"x","url":"javascript:alert(1)"}"#, false),
        ]
    )
    func references(value: String, isOne: Bool) {
        for name in ["in-reply-to", "like-of", "repost-of", "bookmark-of"] {
            let properties = #""content":["a"],"\#(name)":[\#(value)]"#
            if isOne {
                #expect(throws: Never.self) { try Body.create(properties: properties) }
            } else {
                expectInvalidRequest { try Body.create(properties: properties) }
            }
        }
    }

    @Test(
        "no post is refused for its place, and a place alone is one where it can be shown",
        arguments: [
            (#""Vienna""#, true), (#""geo:52.1,4.5""#, true), (#""https://a.example/""#, true), ("{}", false),
            (#""geo:north""#, false), (#"{"value":"geo:1"}"#, false), (#""geo:null,null""#, false),
            (#""geo:""#, false), (#""geo:5.2e-5, +4.5""#, true),
            (#"{"type":["h-adr"],"properties":{"postal-code":["89073"],"label":["Weg 1"]}}"#, true),
            (#"{"type":["h-card"],"properties":{"tel":["+49 1"]}}"#, true), (#"{"note":["By the sea"]}"#, true),
            (#"{"type":["h-card"],"properties":{"adr":[{"properties":{"note":["x"]}}]}}"#, true),
            (#"{"type":["h-card"],"properties":{}}"#, false), (#"{"type":["h-card"]}"#, false),
            (#"{"properties":{"name":["geo:north"],"tel":[" "]}}"#, false), (#"{"properties":{"name":[]}}"#, false),
        ]
    )
    func places(value: String, isShown: Bool) throws {
        for name in ["location", "checkin"] {
            let create = try Body.create(properties: #""content":["a"],"\#(name)":[\#(value)]"#)
            #expect(create.properties.first(name)?.text == value)
            if isShown {
                #expect(throws: Never.self) { try Body.create(properties: #""\#(name)":[\#(value)]"#) }
            } else {
                expectInvalidRequest { try Body.create(properties: #""\#(name)":[\#(value)]"#) }
            }
        }
    }

    @Test(
        "a file that a browser would run is refused",
        arguments: [
            (#""javascript:alert(1)""#, false), (#"{"value":"data:text/html,x"}"#, false), (#""vbscript:x""#, false),
            (#""https:""#, false), (#""https://a.example/b.mp4""#, true), (#""media/2026/11/x.png""#, true),
        ]
    )
    func files(value: String, isTaken: Bool) throws {
        for name in ["photo", "video", "audio"] {
            let properties = #""\#(name)":[\#(value)]"#
            if isTaken {
                #expect(throws: Never.self) { try Body.create(properties: properties) }
            } else {
                expectInvalidRequest { try Body.create(properties: properties) }
            }
        }
    }

    @Test("values that a post had before are not checked again")
    func formerValues() throws {
        let former: MicroformatsProperties = ["content": ["a"], "like-of": ["https:"]]
        expectInvalidRequest { try former.validatePost() }
        var changed = former
        changed["content"] = ["b"]
        #expect(throws: Never.self) { try changed.validatePost(unlike: former) }
        changed.append("https://a.example/", to: "like-of")
        #expect(throws: Never.self) { try changed.validatePost(unlike: former) }
        changed.append("http:", to: "like-of")
        expectInvalidRequest { try changed.validatePost(unlike: former) }
    }

    @Test("what said nothing before a change may say nothing after it")
    func formerSilence() throws {
        let former: MicroformatsProperties = ["published": ["2025-01-01"], "author": ["a"]]
        expectInvalidRequest { try former.validatePost() }
        var changed = former
        changed["category"] = ["a"]
        #expect(throws: Never.self) { try changed.validatePost(unlike: former) }
        expectInvalidRequest { try changed.validatePost(unlike: ["content": ["a"]]) }
    }

    @Test("MP-097 location-visibility is not taken away")
    func hiddenPlace() throws {
        let former: MicroformatsProperties = ["content": ["a"], "location-visibility": ["private"]]
        expectInvalidRequest { try MicroformatsProperties(["content": ["a"]]).validatePost(unlike: former) }
        #expect(throws: Never.self) {
            try MicroformatsProperties(["content": ["a"], "location-visibility": ["public"]])
                .validatePost(unlike: former)
        }
    }

    @Test(
        "MP-032 a content is taken apart into its words and all else, and put together again",
        arguments: [
            (#"{"html":"<p>a</p>","value":"a","lang":"en"}"#, #"{"html":null,"value":"a","lang":"en"}"#),
            (#"{"lang":"en","text":"a"}"#, #"{"lang":"en","text":null}"#), (#"{"value":"a"}"#, #"{"value":null}"#),
            (#"{"markdown":"a","value":null}"#, #"{"markdown":null,"value":null}"#),
            (#"{"html":1,"text":"a"}"#, #"{"html":1,"text":null}"#),
        ]
    )
    func frames(json: String, frame: String) throws {
        let value = try JSONValue(parsing: Array(json.utf8))
        let found = try #require(MicropubContent.frame(of: value))
        #expect(found.text == frame)
        let source = try #require(MicropubContent(value)).source
        #expect(MicropubContent.value(source, in: found).text == json)
        #expect(MicropubContent.frame(of: "a") == nil)
    }

    @Test(
        "names of properties",
        arguments: [
            ("a", true), ("in-reply-to", true), ("p3k", true), ("a-", true), ("type", true), ("", false), ("-a", false),
            ("3a", false), ("aB", false), ("a\u{301}", false),
        ]
    )
    func names(name: String, isName: Bool) {
        #expect(MicroformatsProperties.isName(name) == isName)
    }
}
