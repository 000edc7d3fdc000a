import IndieWeb
import Testing
import Web

@Suite("Where a post was written")
struct PlaceOfPostTests {
    private let site: FixtureSite

    init() throws {
        site = try FixtureSite()
    }

    private static let home: JSONValue = [
        "type": ["h-card"],
        "properties": [
            "name": ["Homename"], "url": ["https://homeurl.example/"], "street-address": ["1 Homelane"],
            "locality": ["Hometown"], "postal-code": ["HO 123"], "label": ["Homelabel"], "tel": ["+31 98765"],
            "latitude": ["52.1234"], "longitude": ["4.5678"],
        ],
    ]
    private static let exact = [
        "homeurl", "Homelane", "Hometown", "HO 123", "Homelabel", "+31 98765", "52.1234", "4.5678",
    ]
    private static let places = [
        "/note/here", "/", "/tag/travel", "/feed.rss", "/feed.atom", "/feed.json", "/search?q=Words",
    ]

    private func publish(_ visibility: String?, _ property: String, _ value: JSONValue) async throws {
        var properties: MicroformatsProperties = [property: [value], "category": ["travel"]]
        properties["location-visibility"] = visibility.map { [.string($0)] } ?? []
        try await site.publish("Words", "here", properties)
    }

    @Test("MP-095 MP-097 a private one is nowhere", arguments: ["location", "checkin"])
    func `private`(property: String) async throws {
        try await publish("private", property, Self.home)
        for path in Self.places {
            let text = try await site.get(path).text
            for mark in Self.exact + ["Homename"] { #expect(!text.contains(mark), "\(mark) in \(path)") }
        }
    }

    @Test("MP-095 MP-097 of a protected one the name alone is shown", arguments: ["location", "checkin"])
    func protected(property: String) async throws {
        try await publish("protected", property, Self.home)
        for path in Self.places {
            let text = try await site.get(path).text
            for mark in Self.exact { #expect(!text.contains(mark), "\(mark) in \(path)") }
        }
        let page = try MarkupQuery(try await site.get("/note/here").text)
        #expect(page.classed("p-\(property)").map(\.text) == ["Homename"])
    }

    @Test(
        "MP-095 MP-097 of a protected one that is but a text nothing is shown",
        arguments: [
            "Homename", "1 Homelane, Hometown", "52.1234,4.5678", "geo:52.1234, 4.5678", "geo:52.1234,4.5678,null",
            " geo:52.1234;4.5678",
        ]
    )
    func protectedText(text: String) async throws {
        for property in ["location", "checkin"] {
            try await site.publish(
                "Words",
                property,
                [property: [.string(text)], "location-visibility": ["protected"], "category": ["travel"]]
            )
        }
        for path in ["/note/location", "/note/checkin"] + Self.places.dropFirst() {
            let shown = try await site.get(path).text
            for mark in Self.exact + ["Homename"] { #expect(!shown.contains(mark), "\(mark) in \(path)") }
        }
    }

    @Test("a geo: address that cannot be read is shown to nobody", arguments: ["location", "checkin"])
    func unreadable(property: String) async throws {
        try await publish(nil, property, "geo:52.1234;4.5678")
        let text = try await site.get("/note/here").text
        for mark in Self.exact + ["geo:"] { #expect(!text.contains(mark)) }
    }

    @Test("a public one is shown whole", arguments: ["location", "checkin"], ["public", nil])
    func `public`(property: String, visibility: String?) async throws {
        try await publish(visibility, property, Self.home)
        let text = try await site.get("/note/here").text
        for mark in Self.exact + ["Homename"] { #expect(text.contains(mark), "\(mark)") }
        let page = try MarkupQuery(text)
        #expect(
            page.classed("h-card").contains { $0.classes.contains(property == "checkin" ? "u-checkin" : "p-location") }
        )
    }

    @Test("a geo: address is a point, with its name where it has one", arguments: ["location", "checkin"])
    func geo(property: String) async throws {
        try await publish(nil, property, "geo:52.10,4.5;u=35")
        let point = try MarkupQuery(try await site.get("/note/here").text)
        #expect(point.classed("h-geo").map(\.text) == ["52.10, 4.5"])
        #expect(
            point.classed("p-latitude").map(\.text) == ["52.10"] && point.classed("p-longitude").map(\.text) == ["4.5"]
        )
        try await site.update("here") {
            $0.replace[property] = ["geo:52.10,4.5;name=Caf%C3%A9;url=https://cafe.example/"]
        }
        let named = try MarkupQuery(try await site.get("/note/here").text)
        #expect(named.classed("h-geo").map(\.text) == ["Café"])
        #expect(named.classed("p-latitude").map(\.attributes["value"]) == ["52.10"])
        #expect(named.classed("u-url").contains { $0.attributes["href"] == "https://cafe.example/" })
    }

    @Test("words are words", arguments: ["location", "checkin"])
    func words(property: String) async throws {
        try await publish(nil, property, "At <home>")
        let page = try MarkupQuery(try await site.get("/note/here").text)
        #expect(page.classed("p-\(property)").map(\.text) == ["At <home>"])
    }
}
