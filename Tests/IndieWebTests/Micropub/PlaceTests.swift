import IndieWeb
import Testing

@Suite("Places")
struct PlaceTests {
    private static let home: JSONValue = [
        "type": ["h-card"],
        "properties": [
            "name": ["Home"], "url": ["https://home.example/"], "street-address": ["1 Lane"], "locality": ["Delft"],
            "latitude": ["52.10"], "longitude": ["4.5"],
        ],
    ]

    @Test("an h-card says what it says")
    func card() throws {
        let place = try #require(Place(Self.home))
        #expect(place.name == "Home" && place.url == "https://home.example/" && place.type == "h-card")
        #expect(place.address.map(\.text) == ["1 Lane", "Delft"] && place.isObject)
        #expect(place.latitude == "52.10" && place.longitude == "4.5" && place.altitude == nil)
    }

    @Test("an address and coordinates may be objects of their own")
    func nested() throws {
        let place = try #require(
            Place([
                "type": ["h-card"],
                "properties": [
                    "name": ["Home"], "adr": [["type": ["h-adr"], "properties": ["locality": ["Delft"]]]],
                    "geo": ["geo:1,2"],
                ],
            ])
        )
        #expect(place.address.map(\.text) == ["Delft"] && place.latitude == "1" && place.longitude == "2")
    }

    @Test("every part of a postal address is there, and the telephone number, in the order in which people read them")
    func address() throws {
        let parts = [
            "tel", "label", "country-name", "region", "locality", "postal-code", "post-office-box", "extended-address",
            "street-address",
        ]
        for part in parts {
            let place = try #require(Place(["type": ["h-card"], "properties": [part: ["89073"]]]), "\(part)")
            #expect(place.text == "89073" && place.address.map(\.property) == [part])
        }
        let whole = JSONObject(parts.map { ($0, [.string($0)]) })
        let place = try #require(Place(["type": ["h-adr"], "properties": .object(whole)]))
        #expect(
            place.address.map(\.property) == [
                "street-address", "extended-address", "post-office-box", "postal-code", "locality", "region",
                "country-name", "label", "tel",
            ]
        )
    }

    @Test("a text is words, an address, or coordinates")
    func texts() throws {
        let (words, address) = (try #require(Place("Delft")), try #require(Place("https://a.example/")))
        #expect(words.name == "Delft" && !words.isObject && address.url == "https://a.example/" && address.name == nil)
        let point = try #require(Place(["value": "geo:1,2;name=Home"]))
        #expect(point.name == "Home" && point.latitude == "1" && point.type == "h-geo" && point.isObject)
    }

    @Test(
        "what can be shown to nobody is none",
        arguments: [
            "", " ", [:], ["properties": ["x": ["y"]]], "geo:", "geo:null,null", " geo:north", ["value": "geo:91,0"],
            ["properties": ["name": ["geo:x"]]],
        ] as [JSONValue]
    )
    func nothing(value: JSONValue) {
        #expect(Place(value) == nil)
    }

    @Test(
        "MP-095 MP-097 what others may see of a place",
        arguments: [
            ("public", home, [home]), ("protected", home, ["Home"]), ("private", home, []),
            ("protected", ["properties": ["street-address": ["1 Lane"], "locality": ["Delft"]]], ["Delft"]),
            ("protected", ["properties": ["street-address": ["1 Lane"]]], []), ("protected", "Delft", []),
            ("protected", ["properties": ["label": ["1 Lane"], "postal-code": ["1"], "tel": ["2"]]], []),
            ("protected", "Main Street 1, Delft", []), ("protected", "52.1234,4.5678", []),
            ("protected", ["value": "1 Lane"], []), ("protected", " geo:52.4321, north", []),
            ("protected", ["name": "geo:52.1,4.5", "locality": "Delft"], ["Delft"]),
            ("protected", ["name": "https://maps.example/?q=52.1,4.5", "locality": "Delft"], ["Delft"]),
            ("protected", "geo:1,2", []), ("protected", "geo:52.4321, 4.5678", []),
            ("protected", "geo:1,2;name=Home", ["Home"]),
            ("protected", "https://a.example/", []), ("something new", home, []),
        ] as [(JSONValue, JSONValue, [JSONValue])]
    )
    func visibility(word: JSONValue, value: JSONValue, expected: [JSONValue]) {
        for name in ["location", "checkin"] {
            let properties: MicroformatsProperties = ["location-visibility": [word], name: [value], "content": ["x"]]
            #expect(properties.withoutHiddenPlaces[name] == expected)
            #expect(properties.withoutHiddenPlaces["content"] == ["x"])
        }
    }

    @Test("a post that says nothing of it shows its places")
    func unsaid() {
        let properties: MicroformatsProperties = ["location": [Self.home]]
        #expect(properties.withoutHiddenPlaces == properties)
    }
}
