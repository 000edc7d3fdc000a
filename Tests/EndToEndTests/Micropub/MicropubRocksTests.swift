import Foundation
import TestSupport
import Testing

/// The server tests of micropub.rocks, by number, with the requests that the site sends.
///
/// What a person looks at there, the page's h-entry and `q=source` tell here.
@Suite("micropub.rocks server tests", .served)
struct MicropubRocksTests {
    let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    static let sunset = "https://micropub.rocks/media/sunset.jpg"
    static let city = "https://micropub.rocks/media/city-at-night.jpg"

    /// Makes a post and expects it to be there.
    func created(form: String) throws -> String { try site.location(of: site.post(form: form)) }

    func created(json: String) throws -> String { try site.location(of: site.post(json: json)) }

    @Test("100 creates an h-entry by form")
    func form() throws {
        let url = try created(form: "h=entry&content=Micropub+test+of+creating+a+basic+h-entry")
        let content = "Micropub test of creating a basic h-entry"
        #expect(try site.entry(url).texts("e-content").first?.contains(content) == true)
        #expect(try site.strings("content", of: url) == [content])
    }

    @Test("101 creates an h-entry with several categories by form")
    func formCategories() throws {
        let url = try created(
            form: "h=entry&content=Micropub+test+of+creating+an+h-entry+with+categories.+This+post+should+have+two+"
                + "categories,+test1+and+test2&category[]=test1&category[]=test2"
        )
        #expect(try site.entry(url).texts("p-category") == ["test1", "test2"])
        #expect(try site.strings("category", of: url) == ["test1", "test2"])
    }

    @Test("104 creates an h-entry with the address of a photo by form")
    func formPhoto() throws {
        let url = try created(
            form: "h=entry&content=Micropub+test+of+creating+a+photo+referenced+by+URL&photo="
                + "https%3A%2F%2Fmicropub.rocks%2Fmedia%2Fsunset.jpg"
        )
        #expect(try site.entry(url).attributes("src", of: "u-photo") == [Self.sunset])
        #expect(try site.strings("photo", of: url) == [Self.sunset])
    }

    @Test("107 creates an h-entry with one category by form, without brackets")
    func formCategory() throws {
        let url = try created(
            form: "h=entry&content=Micropub+test+of+creating+an+h-entry+with+one+category.+This+post+should+have+one+"
                + "category,+test1&category=test1"
        )
        #expect(try site.entry(url).texts("p-category") == ["test1"])
        #expect(try site.strings("category", of: url) == ["test1"])
    }

    @Test("200 creates an h-entry by JSON")
    func json() throws {
        let content = "Micropub test of creating an h-entry with a JSON request"
        let url = try created(json: #"{"type":["h-entry"],"properties":{"content":["\#(content)"]}}"#)
        #expect(try site.entry(url).texts("e-content").first?.contains(content) == true)
        #expect(try site.strings("content", of: url) == [content])
    }

    @Test("201 creates an h-entry with several categories by JSON")
    func jsonCategories() throws {
        let url = try created(
            json: #"{"type":["h-entry"],"properties":{"content":["Micropub test of creating an h-entry with a JSON "#
                + #"request containing multiple categories. This post should have two categories, test1 and test2."],"#
                + #""category":["test1","test2"]}}"#
        )
        #expect(try site.entry(url).texts("p-category") == ["test1", "test2"])
        #expect(try site.strings("category", of: url) == ["test1", "test2"])
    }

    @Test("202 creates an h-entry with HTML content by JSON")
    func jsonHTML() throws {
        let html = "<p>This post has <b>bold</b> and <i>italic</i> text.</p>"
        let url = try created(json: #"{"type":["h-entry"],"properties":{"content":[{"html":"\#(html)"}]}}"#)
        let entry = try site.entry(url)
        #expect(entry.texts("e-content").first?.contains("This post has bold and italic text.") == true)
        #expect(entry.elements("b", "strong") == ["bold"])
        #expect(entry.elements("i", "em") == ["italic"])
        let content = try site.source(url)["content"] as? [[String: String]]
        #expect(content == [["html": html]])
    }

    @Test("203 creates an h-entry with the address of a photo by JSON")
    func jsonPhoto() throws {
        let url = try created(
            json: #"{"type":["h-entry"],"properties":{"content":["Micropub test of creating a photo referenced by "#
                + #"URL. This post should include a photo of a sunset."],"photo":["\#(Self.sunset)"]}}"#
        )
        #expect(try site.entry(url).attributes("src", of: "u-photo") == [Self.sunset])
        #expect(try site.strings("photo", of: url) == [Self.sunset])
    }

    @Test("204 creates an h-entry with a nested microformats object by JSON")
    func jsonNested() throws {
        let url = try created(
            json: #"{"type":["h-entry"],"properties":{"published":["2017-05-31T12:03:36-07:00"],"#
                + #""content":["Lunch meeting"],"checkin":[{"type":["h-card"],"properties":{"name":["Los Gorditos"],"#
                + #""url":["https://foursquare.com/v/502c4bbde4b06e61e06d1ebf"],"latitude":[45.524330801154],"#
                + #""longitude":[-122.68068808051],"street-address":["922 NW Davis St"],"locality":["Portland"],"#
                + #""region":["OR"],"country-name":["United States"],"postal-code":["97209"]}}]}}"#
        )
        let answer = try site.query("q=source&url=\(MicropubSite.escaped(url))")
        for number in ["45.524330801154", "-122.68068808051"] { #expect(answer.text.contains(number)) }
        let checkin = try #require((try site.source(url)["checkin"] as? [[String: Any]])?.first)
        #expect(checkin["type"] as? [String] == ["h-card"])
        let card = try #require(checkin["properties"] as? [String: Any])
        let texts = [
            "name": "Los Gorditos", "url": "https://foursquare.com/v/502c4bbde4b06e61e06d1ebf",
            "street-address": "922 NW Davis St", "locality": "Portland", "region": "OR",
            "country-name": "United States", "postal-code": "97209",
        ]
        for (name, text) in texts { #expect(card[name] as? [String] == [text]) }
        #expect(try site.strings("published", of: url) == ["2017-05-31T12:03:36-07:00"])
    }

    @Test("205 creates an h-entry with a photo and its alternative text by JSON")
    func jsonPhotoAlt() throws {
        let photo = #"{"value":"\#(Self.sunset)","alt":"Photo of a sunset"}"#
        let url = try created(
            json: #"{"type":["h-entry"],"properties":{"content":["Micropub test of creating a photo referenced by "#
                + #"URL with alt text. This post should include a photo of a sunset."],"photo":[\#(photo)]}}"#
        )
        let entry = try site.entry(url)
        #expect(entry.attributes("src", of: "u-photo") == [Self.sunset])
        #expect(entry.attributes("alt", of: "u-photo") == ["Photo of a sunset"])
        let stored = try site.source(url)["photo"] as? [[String: String]]
        #expect(stored == [["value": Self.sunset, "alt": "Photo of a sunset"]])
    }

    @Test("206 creates an h-entry with several photos by JSON")
    func jsonPhotos() throws {
        let url = try created(
            json: #"{"type":["h-entry"],"properties":{"content":["Micropub test of creating multiple photos "#
                + #"referenced by URL. This post should include a photo of a city at night."],"#
                + #""photo":["\#(Self.sunset)","\#(Self.city)"]}}"#
        )
        #expect(try site.entry(url).attributes("src", of: "u-photo") == [Self.sunset, Self.city])
        #expect(try site.strings("photo", of: url) == [Self.sunset, Self.city])
    }

    @Test("300 creates an h-entry with a photo by multipart")
    func multipartPhoto() throws {
        let parts = [Part("h", "entry"), Part("content", "Nice sunset tonight"), try Part("photo", .sunset)]
        let url = try site.location(of: site.post(parts))
        try expectServedPhotos(of: url, 1)
        #expect(try site.strings("content", of: url) == ["Nice sunset tonight"])
    }

    @Test("301 creates an h-entry with two photos by multipart")
    func multipartPhotos() throws {
        let parts = [Part("h", "entry"), Part("content", "Nice sunset tonight")]
        let photos = [try Part("photo[]", .sunset), try Part("photo[]", .city)]
        let url = try site.location(of: site.post(parts + photos))
        try expectServedPhotos(of: url, 2)
    }

    private func expectServedPhotos(of url: String, _ count: Int) throws {
        let sources = try site.entry(url).attributes("src", of: "u-photo")
        #expect(Set(sources).count == count)
        for source in sources {
            let answer = try site.page(source)
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "image/jpeg")
        }
        #expect(try site.strings("photo", of: url).count == count)
    }
}
