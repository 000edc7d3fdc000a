import Foundation
import TestSupport
import Testing

@Suite("POST /micropub: create", .served)
struct CreateTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    @Test("201 with only a name, and with only a photo")
    func littleContent() throws {
        let named = try site.create(#""name":["Nothing but a title"]"#)
        #expect(try site.page(named).text.contains("Nothing but a title"))
        #expect(try site.strings("name", of: named) == ["Nothing but a title"])
        let photo = "https://photos.example/one.jpg"
        let pictured = try site.create(#""photo":["\#(photo)"]"#)
        #expect(try site.entry(pictured).attributes("src", of: "u-photo") == [photo])
    }

    @Test("201 without a type, and with single values in JSON")
    func lenient() throws {
        let answer = try site.post(json: #"{"properties":{"content":"One value","category":"one"}}"#)
        let url = try site.location(of: answer)
        #expect(try site.strings("content", of: url) == ["One value"])
        #expect(try site.strings("category", of: url) == ["one"])
        #expect(try site.post(form: "content=No+type").status == 201)
    }

    @Test("a form knows %, + and repeated names")
    func formSyntax() throws {
        let form = "h=entry&content=1%2B1+%3D+2+%26+so+%E2%9C%93%0D%0Aon&category=a&category=b&category%5B%5D=c"
        let url = try site.location(of: site.post(form: form))
        #expect(try site.strings("content", of: url) == ["1+1 = 2 & so ✓\r\non"])
        #expect(try Set(site.strings("category", of: url)) == ["a", "b", "c"])
    }

    @Test("400 for brackets with a name, which are no property")
    func brackets() throws {
        expectRefusal(try site.post(form: "h=entry&content=x&foo[bar]=y"), 400)
        expectRefusal(try site.post(form: "h=entry&content=x&foo[0]=z"), 400)
    }

    @Test("unknown properties are kept, commands and reserved names are not")
    func properties() throws {
        let url = try site.create(
            #""content":["x"],"weather":["rain"],"my_prop":["v"],"Foo":["w"],"mp-slug":["kept"],"mp-unheard-of":["y"]"#
        )
        #expect(try site.update(url, #""add":{"my_prop":["v2"],"other_Prop":["u"]}"#).status == 204)
        let properties = try site.source(url)
        #expect(properties["weather"] as? [String] == ["rain"])
        #expect(properties["my_prop"] as? [String] == ["v", "v2"])
        #expect(properties["Foo"] as? [String] == ["w"] && properties["other_Prop"] as? [String] == ["u"])
        #expect(properties.keys.filter { $0.hasPrefix("mp-") }.isEmpty)
        for name in ["h", "action", "access_token"] { #expect(properties[name] == nil) }
    }

    @Test("numbers, truth values and nested values come back as they were written")
    func values() throws {
        let values = #"[1.50,12345678901234567890,-0.0,1e3,true,false,{"a":[{"b":"c"}]}]"#
        let url = try site.create(#""content":["x"],"measure":\#(values)"#)
        let text = try site.query("q=source&url=\(MicropubSite.escaped(url))").text
        #expect(text.filter { !$0.isWhitespace }.contains(#""measure":\#(values)"#), "\(text)")
    }

    @Test(
        "400 for a date that is none",
        arguments: [
            "yesterday", "2025-13-01T00:00:00Z", "2025-02-30T12:00:00Z", "2025-11-18T25:00:00Z", "2025-11-18T12:61:00Z",
            "2025-11-18T12:00:00+99:00", "18 November 2025", "1763493000", "2025-11-18T20:10:00Z and more",
            "99999999999999999999-01-01", "-1", "2025-11-18T20:10:00+01:00\\n",
        ]
    )
    func badDate(date: String) throws {
        let answer = try site.post(
            json: #"{"type":["h-entry"],"properties":{"content":["x"],"published":["\#(date)"]}}"#
        )
        expectRefusal(answer, 400)
    }

    @Test("400 for two dates, two states, two names")
    func twoValues() throws {
        let properties = [
            #""published":["2025-01-01","2025-01-02"]"#, #""post-status":["draft","published"]"#,
            #""visibility":["public","private"]"#, #""content":["a","b"]"#,
        ]
        for property in properties {
            let content = property.contains("content") ? "" : #""content":["x"],"#
            expectRefusal(try site.post(json: #"{"type":["h-entry"],"properties":{\#(content)\#(property)}}"#), 400)
        }
    }

    @Test(
        "400 for an unknown state or visibility",
        arguments: ["post-status=queued", "visibility=friends", "post-status=Draft "]
    )
    func unknownState(field: String) throws {
        expectRefusal(try site.post(form: "h=entry&content=x&\(field)"), 400)
    }

    @Test(
        "the date keeps its offset",
        arguments: [
            "2025-11-18T20:10:00+01:00", "2025-11-18T08:10:00-08:00", "2025-11-18T20:10:00Z",
            "2025-11-18T20:10:00+05:45",
        ]
    )
    func offset(date: String) throws {
        let url = try site.create(#""content":["Somewhere else"],"published":["\#(date)"]"#)
        #expect(try site.strings("published", of: url) == [date])
        let shown = try #require(try site.entry(url).attributes("datetime", of: "dt-published").first)
        let acceptable = [date, date.replacing("Z", with: "+00:00")]
        #expect(acceptable.contains(shown))
    }

    @Test(
        "other spellings of a date are taken",
        arguments: ["2025-11-18", "2025-11-18T20:10", "2025-11-18 20:10:00+0100"]
    )
    func spelling(date: String) throws {
        let url = try site.create(#""content":["x"],"published":["\#(date)"]"#)
        #expect(try site.entry(url).attributes("datetime", of: "dt-published").first?.hasPrefix("2025-11-18") == true)
    }

    @Test("without a date it is now, and q=source tells it")
    func now() throws {
        let before = Date().timeIntervalSince1970.rounded(.down)
        let url = try site.create(#""content":["Just now"]"#)
        let published = try #require(try site.strings("published", of: url).first)
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: published.contains("."))
        let time = try style.parse(published).timeIntervalSince1970
        #expect(before - 1...before + 30 ~= time)
    }

    @Test("alternative texts come beside the photos", arguments: [true, false])
    func alternativeTexts(hasBrackets: Bool) throws {
        let brackets = hasBrackets ? "[]" : ""
        let form =
            "h=entry&content=x&photo\(brackets)=https://photos.example/1.jpg"
            + "&photo\(brackets)=https://photos.example/2.jpg"
            + "&mp-photo-alt\(brackets)=First&mp-photo-alt\(brackets)=Second+%22quoted%22"
        let url = try site.location(of: site.post(form: form))
        #expect(try site.entry(url).attributes("alt", of: "u-photo") == ["First", #"Second "quoted""#])
    }

    @Test("Markdown in the content is rendered, and comes back as it was written")
    func markdown() throws {
        let url = try site.create(#""content":["Some **bold** words\nand `code`"]"#)
        let entry = try site.entry(url)
        #expect(entry.elements("strong") == ["bold"])
        #expect(entry.elements("code") == ["code"])
        #expect(try site.strings("content", of: url) == ["Some **bold** words\nand `code`"])
    }

    @Test("an Idempotency-Key makes one post of a repeated request, also of eight at once")
    func idempotency() async throws {
        let site = site
        let json = #"{"type":["h-entry"],"properties":{"content":["Only once"]}}"#
        let key = [("Idempotency-Key", "7c1f6d0e-0001")]
        let first = try site.location(of: site.post(json: json, headers: key))
        #expect(try site.location(of: site.post(json: json, headers: key)) == first)
        #expect(try site.location(of: site.post(json: json)) != first)

        _ = try site.token(MicropubSite.everything)
        let answers = try await Many.times(8) { _ in
            try site.post(json: json, headers: [("Idempotency-Key", "7c1f6d0e-0002")])
        }
        #expect(answers.allSatisfy { $0.status == 201 })
        #expect(Set(answers.map { $0["Location"] }).count == 1)
    }

    @Test("a request is the same with its token in the body, in a part or in the header")
    func idempotencyOfTokens() throws {
        let token = try site.token(MicropubSite.everything)
        func post(_ body: String, _ headers: [(String, String)]) throws -> MicropubSite.Answer {
            let fields = [("Content-Type", "application/x-www-form-urlencoded"), ("Idempotency-Key", "7c1f6d0e-0005")]
            return try site.client.send("POST", "/micropub", headers: fields + headers, body: body)
        }
        let url = try site.location(of: post("content=same&access_token=\(token)", []))
        #expect(try site.location(of: post("content=same", [("Authorization", "Bearer \(token)")])) == url)
        #expect(try site.location(of: post("access_token[]=\(token)&content=same", [])) == url)
        expectRefusal(try post("content=other&access_token=\(token)", []), 400)
    }

    @Test("a number as a category is a tag, and comes back as a number")
    func numberedCategory() throws {
        let url = try site.create(#""content":["nt"],"category":[2024,"y2025"]"#)
        #expect(try site.entry(url).texts("p-category") == ["2024", "y2025"])
        #expect(try site.page("/tag/2024").text.contains(site.path(of: url)))
        #expect(
            try site.query("q=source&url=\(MicropubSite.escaped(url))").text.contains(#""category":[2024,"y2025"]"#)
        )
    }

    @Test("photos, films and sounds are shown from nested objects, too")
    func nestedMedia() throws {
        for (name, path) in [("photo", "n.jpg"), ("video", "n.mp4"), ("audio", "n.mp3")] {
            let address = "https://media.example/\(path)"
            let nested = #"{"type":["h-cite"],"properties":{"url":["\#(address)"],"name":["n"]}}"#
            for value in [nested, #"{"url":"\#(address)"}"#] {
                let url = try site.create(#""content":["po"],"\#(name)":[\#(value)]"#)
                #expect(try site.entry(url).attributes("src", of: "u-\(name)") == [address])
                let source = try site.query("q=source&url=\(MicropubSite.escaped(url))").text
                #expect(source.contains(#""\#(name)":[\#(value)]"#), "\(source)")
            }
        }
    }

    @Test("an empty Idempotency-Key is none, and one of 256 bytes is refused")
    func idempotencyKeys() throws {
        func post(_ content: String, key: String) throws -> MicropubSite.Answer {
            let json = #"{"type":["h-entry"],"properties":{"content":["\#(content)"]}}"#
            return try site.post(json: json, headers: [("Idempotency-Key", key)])
        }
        for key in ["", "\"\""] {
            #expect(try post("One", key: key).status == 201)
            #expect(try post("Another", key: key).status == 201)
        }
        let first = try site.location(of: post("Quoted", key: "\"7c1f6d0e-0003\""))
        #expect(try site.location(of: post("Quoted", key: "7c1f6d0e-0003")) == first)
        expectRefusal(try post("Other words", key: "7c1f6d0e-0003"), 400)
        #expect(try post("x", key: String(repeating: "k", count: 255)).status == 201)
        expectRefusal(try post("x", key: String(repeating: "k", count: 256)), 400)
    }

    @Test("400 for a request that is repeated with its Idempotency-Key after its post was deleted")
    func idempotencyOfDeleted() throws {
        let json = #"{"type":["h-entry"],"properties":{"content":["Taken back"]}}"#
        let key = [("Idempotency-Key", "7c1f6d0e-0004")]
        let url = try site.location(of: site.post(json: json, headers: key))
        #expect(try site.post(form: "action=delete&url=\(url)").status == 204)
        let answer = try site.post(json: json, headers: key)
        expectRefusal(answer, 400)
        #expect(answer.text.contains("deleted"))
        #expect(try site.post(form: "action=undelete&url=\(url)").status == 204)
        #expect(try site.location(of: site.post(json: json, headers: key)) == url)
    }

    @Test("the Location of a post is absolute and answers at once")
    func location() throws {
        let url = try site.create(#""content":["Where is it"]"#)
        #expect(url.hasPrefix(site.root + "note/"))
        #expect(try site.page(url).status == 200)
        #expect(try site.client.send("HEAD", site.path(of: url)).status == 200)
        #expect(try site.page("/").text.contains(site.path(of: url)))
        #expect(try site.page("/feed.rss").text.contains(url))
        let entry = try site.entry(url)
        #expect(entry.attributes("href", of: "u-url").map(site.path).contains(site.path(of: url)))
    }
}
