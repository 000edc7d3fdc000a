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
        #expect(create.type == "h-entry")
        #expect(create.properties == ["content": ["Hello world"]])
        #expect(create.commands.isEmpty)
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
        #expect(try Body.create("\(name)=y").properties == [name: ["y"]])
    }

    @Test(
        "MP-027 fields whose names are no microformats names are left out",
        arguments: [
            "A", "1a", "-a", "a_b", "a.b", "a%20b", "é", "a%0A", "", String(repeating: "a", count: 65), "../a", "<b>",
        ]
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
        #expect(create.commands.isEmpty)
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

    @Test("HTML may come as content[html], as some clients send it")
    func htmlByForm() throws {
        #expect(try Body.create("content[html]=<b>x</b>").properties == ["content": [["html": "<b>x</b>"]]])
    }

    @Test(
        "what only tells about a post is none",
        arguments: ["category=a", "url=https://a.example/", "name=+", "summary=+&published=2025-01-01", "photo="]
    )
    func nothingSaid(form: String) {
        expectInvalidRequest { try Body.create("content=&\(form)") }
    }

    @Test("at most 100 properties and 1,000 values")
    func limits() throws {
        func properties(_ count: Int) -> String { (0..<count).map { "p\($0)=x" }.joined(separator: "&") }
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

    @Test("MP-024 uploaded files are photos, videos and audio after the addresses of the form")
    func uploads() throws {
        let form = try FormURLEncoded(parsing: "h=entry&content=Nice&photo=https://a.example/1.jpg".utf8)
        let uploads = [
            ("photo[]", "https://example.com/2.jpg"), ("photo", "https://example.com/3.jpg"),
            ("video", "https://example.com/4.mp4"), ("audio[]", "https://example.com/5.mp3"),
        ]
        let request = try MicropubRequest(form: form, uploads: uploads.map { (property: $0.0, url: $0.1) })
        let expected: MicroformatsProperties = [
            "content": ["Nice"],
            "photo": ["https://a.example/1.jpg", "https://example.com/2.jpg", "https://example.com/3.jpg"],
            "video": ["https://example.com/4.mp4"],
            "audio": ["https://example.com/5.mp3"],
        ]
        #expect(request == .create(MicropubCreate(properties: expected)))
    }

    @Test("MP-024 an upload alone makes a post")
    func uploadAlone() throws {
        let request = try MicropubRequest(
            form: FormURLEncoded([]),
            uploads: [(property: "photo", url: "https://example.com/1.jpg")]
        )
        #expect(request == .create(MicropubCreate(properties: ["photo": ["https://example.com/1.jpg"]])))
    }

    @Test(
        "MP-024 a file for anything else is refused",
        arguments: ["content", "file", "featured", "photo[0]", "photo[x]", "", "mp-photo", "access_token"]
    )
    func uploadElsewhere(property: String) {
        expectInvalidRequest {
            try MicropubRequest(
                form: FormURLEncoded([]),
                uploads: [(property: property, url: "https://example.com/1.jpg")]
            )
        }
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

    @Test("MP-096 mp-photo-alt describes an upload too")
    func photoAltOfUpload() throws {
        let form = try FormURLEncoded(parsing: "photo=a&mp-photo-alt[]=A&mp-photo-alt[]=B".utf8)
        let request = try MicropubRequest(form: form, uploads: [(property: "photo", url: "b")])
        guard case .create(let create) = request else { return }
        #expect(create.properties["photo"] == [["value": "a", "alt": "A"], ["value": "b", "alt": "B"]])
    }
}
