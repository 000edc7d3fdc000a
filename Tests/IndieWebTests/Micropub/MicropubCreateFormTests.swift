import IndieWeb
import Testing

@Suite("Micropub create by form")
struct MicropubCreateFormTests {
    @Test(
        "MP-020 a form makes an h-entry, with or without h",
        arguments: [
            "h=entry&content=Hello+world", "content=Hello+world", "h=&content=Hello+world",
            "h=h-entry&content=Hello%20world", "action=create&content=Hello+world",
        ]
    )
    func entry(form: String) throws {
        let create = try Body.create(form)
        #expect(create.properties == ["content": ["Hello world"]])
        #expect(create.commands == MicropubCommands())
    }

    @Test(
        "MP-020 other types are refused",
        arguments: ["h=event&name=a", "h=entry&h=event&content=a", "h=Entry&content=a", "h[]=card&name=a"]
    )
    func otherType(form: String) {
        expectInvalidRequest { try Body.create(form) }
    }

    @Test(
        "MP-021 one value, several, with brackets or without: a list in order",
        arguments: [
            ("category=a", ["a"]), ("category[]=a", ["a"]), ("category[]=a&category[]=b", ["a", "b"]),
            ("category=a&category=b", ["a", "b"]),
            ("category[]=b&category=a&category[]=c", ["b", "a", "c"]),
            ("category%5B%5D=a&category%5b%5d=b", ["a", "b"]), ("category[]=&category[]=a", ["a"]),
        ]
    )
    func lists(form: String, expected: [String]) throws {
        #expect(try Body.create("content=x&\(form)").properties.texts("category") == expected)
    }

    @Test(
        "MP-021 nested brackets are refused",
        arguments: ["a[0]=x", "a[b]=x", "a[][]=x", "a[=x", "a]=x", "a[b][]=x"]
    )
    func nested(field: String) {
        expectInvalidRequest { try Body.create("content=x&\(field)") }
    }

    @Test(
        "MP-012 MP-028 MP-029 reserved names and commands are no properties",
        arguments: [
            "access_token=secret", "access_token[]=secret", "h=entry", "mp-slug=a", "mp-syndicate-to[]=a",
            "mp-unknown=a", "action=create",
        ]
    )
    func reserved(field: String) throws {
        #expect(try Body.create("content=x&\(field)").properties == ["content": ["x"]])
    }

    @Test(
        "MP-012 what a page's form or a header holds for the server is no property, in whatever spelling",
        arguments: [
            "access_token%20=secret", "%20access_token=secret", "access-token=secret", "accessToken=secret",
            "Access+Token[]=secret", "Authorization=Bearer+secret", "authorization=secret", "csrf_token=secret",
            "csrfToken=secret", "CSRF-Token=secret", "_wpnonce=secret", "_=secret", "+x=secret", "x+=secret",
        ]
    )
    func tokens(field: String) throws {
        #expect(try Body.create("content=x&\(field)").properties == ["content": ["x"]])
    }

    @Test("MP-029 q is an ordinary name in a new post, and where it is, is not for it to say")
    func notReserved() throws {
        let properties = try Body.create("content=x&q=a&url=https://a.example/").properties
        #expect(properties.names == ["content", "q"])
    }

    @Test(
        "MP-027 unknown properties are kept",
        arguments: ["p3k-mood", "drank", "x", "a1", String(repeating: "a", count: 64)]
    )
    func unknown(name: String) throws {
        #expect(try Body.create("content=x&\(name)=y").properties == ["content": ["x"], name: ["y"]])
    }

    @Test(
        "MP-027 fields that are no properties of microformats are kept, too",
        arguments: ["A", "1a", "-a", "a_b", "a.b", "a b", String(repeating: "a", count: 255), "../a", "<b>"]
    )
    func otherName(name: String) throws {
        let field = name.replacing(" ", with: "%20")
        #expect(try Body.create("content=x&\(field)=y").properties == ["content": ["x"], name: ["y"]])
        expectInvalidRequest { try Body.create("content=&\(field)=y") }
    }

    @Test(
        "MP-027 fields that can be no name are passed over",
        arguments: ["é", "a%0A", "", "a%22", String(repeating: "a", count: 256)]
    )
    func badName(name: String) throws {
        #expect(try Body.create("content=x&\(name)=y").properties == ["content": ["x"]])
    }

    @Test(
        "MP-032 a text comes back byte for byte",
        arguments: ["  a\r\nb  ", "é", "e\u{301}", "<b>&amp;", "# *x*\n\n- y", "\u{FEFF}a", "\t"]
    )
    func exactText(text: String) throws {
        let form = FormURLEncoded([.init(name: "content", value: text), .init(name: "name", value: "n")])
        guard case .create(let create) = try MicropubRequest(form: form) else { return }
        #expect(create.properties.text("content").map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test("fields that nobody filled in are as if they were not there")
    func emptyFields() throws {
        let create = try Body.create(
            "content=x&name=&photo=&category[]=&published=&post-status=&mp-slug=&mp-destination=&in-reply-to="
        )
        #expect(create.properties == ["content": ["x"]])
        #expect(create.commands == MicropubCommands())
    }

    @Test(
        "a post that says nothing is refused",
        arguments: [
            "", "h=entry", "content=", "h=entry&content=+%0A", "content=&post-status=draft", "published=2025-11-18",
            "mp-slug=a", "access_token=a", "name=",
        ]
    )
    func nothing(form: String) {
        expectInvalidRequest { try Body.create(form) }
    }

    @Test(
        "one property is enough",
        arguments: [
            "name=a", "photo=https://a.example/b.jpg", "like-of=https://a.example/", "rsvp=yes",
            "content=+&name=a",
        ]
    )
    func enough(form: String) throws {
        #expect(try !Body.create(form).properties.isEmpty)
    }

    @Test(
        "the content may come as the members of one object, as some clients send it",
        arguments: [
            ("content[html]=<b>x</b>", ["html": "<b>x</b>"]), ("content[value]=x", "x"),
            ("content[markdown]=*x*", "*x*"),
            ("content[text]=*x*", ["text": "*x*"]),
            ("content=x&content[html]=<b>x</b>", ["html": "<b>x</b>", "value": "x"]),
            ("content[html]=<b>x</b>&content[value]=x", ["html": "<b>x</b>", "value": "x"]),
            ("content=&content[html]=<b>x</b>", ["html": "<b>x</b>"]), ("content=x&content[html]=", "x"),
            ("content=x&content[value]=x", "x"),
        ] as [(String, JSONValue)]
    )
    func contentObject(form: String, content: JSONValue) throws {
        #expect(try Body.create(form).properties == ["content": [content]])
    }

    @Test(
        "what is said twice was said once",
        arguments: [
            "content=x&content=x", "content=x&content[]=x",
            "content=x&name=n&name=n&published=2025-01-01&published=2025-01-01",
        ]
    )
    func repeated(form: String) throws {
        let properties = try Body.create(form).properties
        #expect(properties.valueCount == properties.names.count)
    }

    @Test(
        "two values are refused where there can be one",
        arguments: [
            "content=x&content=y", "content=x&content[value]=y", "content[html]=x&content[html]=y",
            "content=x&name=a&name=b",
        ]
    )
    func contradiction(form: String) {
        expectInvalidRequest { try Body.create(form) }
    }

    @Test("MP-033 a date whose plus was not escaped keeps its offset")
    func unescapedPlus() throws {
        let create = try Body.create("content=x&published=2026-05-31T12:03:36+02:00")
        #expect(create.properties.text("published") == "2026-05-31T12:03:36+02:00")
        #expect(try Body.create("content=x+02:00&name=a+b").properties == ["content": ["x 02:00"], "name": ["a b"]])
    }

    @Test(
        "what only tells about a post is none",
        arguments: [
            "category=a", "url=https://a.example/", "name=+", "summary=+&published=2025-01-01", "photo=",
            "author=a", "location=+&location-visibility=public", "uid=a", "submit=Post", "csrf-token=a",
        ]
    )
    func nothingSaid(form: String) {
        expectInvalidRequest { try Body.create("content=&\(form)") }
    }

    @Test(
        "MP-027 an unknown property is enough",
        arguments: [
            "read-of", "read-status", "watch-of", "listen-of", "jam-of", "play-of", "drank", "ate", "follow-of",
            "tag-of",
            "quotation-of", "featured", "item", "trip", "weight", "exercise", "syndication", "contents", "x-num",
        ]
    )
    func unknownAlone(name: String) throws {
        #expect(try Body.create("content=&category=c&\(name)=1").properties[name] == ["1"])
    }

    @Test("at most 100 properties and 1,000 values")
    func limits() throws {
        func properties(_ count: Int) -> String { "name=x&" + (1..<count).map { "p\($0)=x" }.joined(separator: "&") }
        func values(_ count: Int, _ name: String) -> FormURLEncoded {
            FormURLEncoded(
                [.init(name: "content", value: "x")] + Array(repeating: .init(name: name, value: "x"), count: count)
            )
        }
        #expect(try Body.create(properties(100)).properties.names.count == 100)
        expectInvalidRequest { try Body.create(properties(101)) }
        #expect(throws: Never.self) { try MicropubRequest(form: values(999, "category[]")) }
        expectInvalidRequest { try MicropubRequest(form: values(1_000, "category[]")) }
        expectInvalidRequest { try MicropubRequest(form: values(1_001, "mp-syndicate-to[]")) }
    }

    @Test("U+0000 in a part of a multipart body is refused")
    func nul() {
        expectInvalidRequest { try MicropubRequest(form: FormURLEncoded([.init(name: "content", value: "a\u{0}b")])) }
    }

    @Test("MP-025 MP-096 mp-photo-alt describes the photo in the same place")
    func photoAlt() throws {
        let create = try Body.create(
            "photo[]=a&photo[]=b&photo[]=c&mp-photo-alt[]=A&mp-photo-alt[]=&mp-photo-alt[]=C&mp-photo-alt[]=D"
        )
        #expect(create.properties["photo"] == [["value": "a", "alt": "A"], "b", ["value": "c", "alt": "C"]])
        #expect(create.commands.photoAlt == ["A", "", "C", "D"])
    }

    @Test("MP-025 MP-096 an empty photo field takes its description with it")
    func photoAltOfNothing() throws {
        let create = try Body.create("photo[]=&photo[]=b&mp-photo-alt[]=A&mp-photo-alt[]=B")
        #expect(create.properties["photo"] == [["value": "b", "alt": "B"]])
    }
}
