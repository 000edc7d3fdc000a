import IndieWeb
import Testing

@Suite("Micropub commands")
struct MicropubCommandsTests {
    @Test(
        "MP-090 MP-091 MP-092 MP-093 commands come in forms and JSON, at the top or among properties, in lists or not",
        arguments: [
            "content=x&mp-slug=a&mp-syndicate-to=s&mp-destination=d&mp-channel=c",
            "content=x&mp-slug[]=a&mp-syndicate-to[]=s&mp-destination[]=d&mp-channel[]=c",
            #"{"properties":{"content":["x"],"mp-slug":["a"],"mp-syndicate-to":["s"],"mp-destination":["d"],"mp-channel":["c"]}}"#,
            #"{"properties":{"content":["x"],"mp-slug":"a","mp-syndicate-to":"s","mp-destination":"d","mp-channel":"c"}}"#,
            #"{"mp-slug":"a","mp-syndicate-to":["s"],"mp-destination":"d","mp-channel":["c"],"properties":{"content":["x"]}}"#,
            #"{"mp-slug":"a","mp-syndicate-to":["s"],"properties":{"content":["x"],"mp-slug":["a"],"mp-destination":"d","mp-channel":["c"]}}"#,
        ]
    )
    func everywhere(body: String) throws {
        let commands = try Body.create(body).commands
        #expect(
            commands.slug == "a" && commands.syndicateTo == ["s"] && commands.destination == "d"
                && commands.channels == ["c"]
        )
        #expect(commands.photoAlt.isEmpty)
    }

    @Test("MP-090 an empty mp-slug is none", arguments: ["mp-slug=", "mp-slug[]=&mp-slug[]="])
    func emptySlug(field: String) throws {
        #expect(try Body.create("content=x&\(field)").commands == MicropubCommands())
        #expect(try Body.create(properties: #""content":["x"],"mp-slug":["",null]"#).commands.slug == nil)
    }

    @Test("MP-090 a slug may look like a number")
    func numberSlug() throws {
        #expect(try Body.create(properties: #""content":["x"],"mp-slug":[2024]"#).commands.slug == "2024")
    }

    @Test("MP-091 several targets and channels keep their order")
    func several() throws {
        let commands = try Body.create(
            "content=x&mp-syndicate-to[]=b&mp-syndicate-to[]=&mp-syndicate-to[]=a&mp-channel[]=d&mp-channel[]=c"
        ).commands
        #expect(commands.syndicateTo == ["b", "a"] && commands.channels == ["d", "c"])
    }

    @Test("one slug and one destination, no two", arguments: ["mp-slug", "mp-destination"])
    func single(name: String) throws {
        expectInvalidRequest { try Body.create("content=x&\(name)=a&\(name)=b") }
        #expect(throws: Never.self) { try Body.create("content=x&\(name)=a&\(name)=a") }
    }

    @Test(
        "a known command that is no text is refused",
        arguments: ["mp-slug", "mp-syndicate-to", "mp-destination", "mp-channel", "mp-photo-alt"]
    )
    func kinds(name: String) {
        for value in ["{}", "[[]]", "true", #"[{"uid":"a"}]"#] {
            expectInvalidRequest { try Body.create(#"{"\#(name)":\#(value),"properties":{"content":["x"]}}"#) }
        }
    }

    @Test("MP-028 unknown commands are passed over, and are no properties")
    func unknown() throws {
        let create = try Body.create(properties: #""content":["x"],"mp-a":[{"b":1}],"mp-c":"d""#)
        #expect(create.commands == MicropubCommands() && create.properties == ["content": ["x"]])
    }
}
