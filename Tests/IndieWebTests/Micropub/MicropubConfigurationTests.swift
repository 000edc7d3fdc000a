import IndieWeb
import Testing

@Suite("Micropub configuration")
struct MicropubConfigurationTests {
    private var configuration: MicropubConfiguration {
        var configuration = MicropubConfiguration(mediaEndpoint: "https://example.com/micropub/media")
        configuration.categories = ["a", "b"]
        configuration.channels = [MicropubTarget(uid: "pages", name: "Pages")]
        configuration.destinations = [MicropubTarget(uid: "https://example.com/", name: "Example")]
        return configuration
    }

    @Test("MP-070 MP-080 MP-092 q=config names everything")
    func whole() throws {
        let json = try #require(configuration.json(for: .config))
        #expect(json == configuration.json)
        #expect(
            json.names == [
                "media-endpoint", "syndicate-to", "q", "mp", "properties", "post-types", "categories", "channels",
                "destination", "visibility", "post-status",
            ]
        )
        #expect(json["media-endpoint"] == "https://example.com/micropub/media")
        #expect(json["q"]?.arrayValue?.contains("source") == true)
        #expect(json["mp"]?.arrayValue?.contains("slug") == true)
        #expect(try JSONValue(parsing: Array(json.text.utf8)) == .object(json))
    }

    @Test(
        "MP-081 MP-084 MP-093 each part alone",
        arguments: [
            (.syndicateTo, #"{"syndicate-to":[]}"#), (.category(MicropubCategoryList()), #"{"categories":["a","b"]}"#),
            (.channel, #"{"channels":[{"uid":"pages","name":"Pages"}]}"#),
            (.destination, #"{"destination":[{"uid":"https://example.com/","name":"Example"}]}"#),
            (.visibility, #"{"visibility":["public","unlisted","private"]}"#),
            (.postStatus, #"{"post-status":["published","draft"]}"#),
            (.mediaEndpoint, #"{"media-endpoint":"https://example.com/micropub/media"}"#),
            (.source(url: "a", properties: []), nil), (.sourceList(MicropubSourceList()), nil),
            (.contact(search: nil), nil),
        ] as [(MicropubQuery, String?)]
    )
    func parts(query: MicropubQuery, expected: String?) {
        #expect(configuration.json(for: query)?.text == expected)
    }

    @Test("MP-084 post types say what a client should ask for")
    func postTypes() throws {
        let list = try #require(configuration.json(for: .postTypes)?["post-types"]?.arrayValue)
        let types = list.compactMap(\.objectValue)
        #expect(
            types.map { $0["type"]?.stringValue } == [
                "note", "article", "photo", "reply", "like", "repost", "bookmark", "rsvp", "checkin",
            ]
        )
        for type in types {
            #expect(type.names == ["type", "name", "h", "properties", "required-properties"] && type["h"] == "entry")
            let properties = try #require(type["properties"]?.arrayValue)
            let required = try #require(type["required-properties"]?.arrayValue)
            #expect(
                !required.isEmpty && Set(required).isSubset(of: properties) && Set(properties).count == properties.count
            )
        }
        #expect(types.last?["name"] == "Check-in" && types[7]["name"] == "RSVP" && types[0]["name"] == "Note")
    }

    @Test("a post of what a kind requires is of that kind", arguments: PostTypeDescription.offered.map(\.type))
    func required(type: PostType) throws {
        let description = try #require(PostTypeDescription.offered.first { $0.type == type })
        var properties = MicroformatsProperties()
        for name in description.requiredProperties {
            properties[name] = [
                ["content": "Some text", "name": "A title", "rsvp": "yes"][name] ?? "https://a.example/"
            ]
        }
        #expect(PostType(of: properties) == type)
    }
}
