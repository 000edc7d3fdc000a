import IndieWeb
import Testing

@Suite("Values of Micropub properties")
struct PropertyValidationTests {
    @Test(
        "MP-032 content is a text, or an object with html, markdown, text or value",
        arguments: [
            ("\"a\"", .markdown("a")), (#"{"html":"<p>a</p>"}"#, .html("<p>a</p>", value: nil)),
            (#"{"html":"<p>a</p>","value":"a"}"#, .html("<p>a</p>", value: "a")),
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
            ("updated", "2025-11-18", "2025-11-19"), ("post-status", "draft", "draft"),
            ("visibility", "public", "private"),
        ]
    )
    func singleValues(name: String, first: String, second: String) throws {
        #expect(throws: Never.self) { try Body.create("like-of=x&\(name)=\(first)") }
        expectInvalidRequest { try Body.create("like-of=x&\(name)=\(first)&\(name)=\(second)") }
        expectInvalidRequest { try Body.create("like-of=x&\(name)[]=\(first)&\(name)[]=\(second)") }
        expectInvalidRequest { try Body.create(properties: #""like-of":["x"],"\#(name)":["\#(first)","\#(second)"]"#) }
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

    @Test("MP-097 location-visibility is kept")
    func locationVisibility() throws {
        #expect(
            try Body.create("content=a&location-visibility=protected").properties.text("location-visibility")
                == "protected"
        )
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
