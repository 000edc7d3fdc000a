import IndieWeb
import Testing

@Suite("Micropub update")
struct MicropubUpdateTests {
    private let post: MicroformatsProperties = [
        "content": ["a"], "category": ["x", "y"], "photo": ["p", ["value": "q", "alt": "Q"]], "name": ["n"],
    ]

    @Test(
        "MP-043 MP-044 MP-045 what changes and what stays",
        arguments: [
            (
                #""replace":{"content":["b"]}"#,
                #"{"content":["b"],"category":["x","y"],"photo":["p",{"value":"q","alt":"Q"}],"name":["n"]}"#
            ),
            (
                #""replace":{"summary":["s"]}"#,
                #"{"content":["a"],"category":["x","y"],"photo":["p",{"value":"q","alt":"Q"}],"name":["n"],"summary":["s"]}"#
            ),
            (#""replace":{"category":[]},"delete":["photo"]"#, #"{"content":["a"],"name":["n"]}"#),
            (#""replace":{"name":[""],"photo":[]}"#, #"{"content":["a"],"category":["x","y"]}"#),
            (
                #""replace":{"category":["z","x"]},"delete":["photo","name"]"#,
                #"{"content":["a"],"category":["z","x"]}"#
            ),
            (#""add":{"category":["z"]},"delete":["photo","name"]"#, #"{"content":["a"],"category":["x","y","z"]}"#),
            (
                #""add":{"category":["y","z","z","x"]},"delete":["photo","name"]"#,
                #"{"content":["a"],"category":["x","y","z"]}"#
            ),
            (
                #""add":{"syndication":["s"]},"delete":["photo","name","category"]"#,
                #"{"content":["a"],"syndication":["s"]}"#
            ),
            (#""add":{"category":["z"]},"delete":["photo","name","category"]"#, #"{"content":["a"],"category":["z"]}"#),
            (#""delete":{"category":["y"],"photo":["p","q"],"name":["n"]}"#, #"{"content":["a"],"category":["x"]}"#),
            (
                #""delete":{"category":["x","y"],"photo":[{"value":"p"},{"value":"q"}],"name":["other"]}"#,
                #"{"content":["a"],"name":["n"]}"#
            ),
            (#""delete":["photo","name","category","absent","category"]"#, #"{"content":["a"]}"#),
            (
                #""delete":{"absent":["a"],"category":["absent"],"photo":[]}"#,
                #"{"content":["a"],"category":["x","y"],"photo":["p",{"value":"q","alt":"Q"}],"name":["n"]}"#
            ),
            (
                #""add":{"photo":["q",{"value":"p","alt":"P"},{"value":"r","alt":"R"},"r"]},"delete":["category","name"]"#,
                #"{"content":["a"],"photo":[{"value":"p","alt":"P"},{"value":"q","alt":"Q"},{"value":"r","alt":"R"}]}"#
            ),
            (
                #""replace":{"content":["b"]},"add":{"category":["z"]},"delete":{"category":["x"],"photo":["p","q"],"name":["n"]}"#,
                #"{"content":["b"],"category":["y","z"]}"#
            ),
            (
                #""replace":{},"add":{},"delete":[]"#,
                #"{"content":["a"],"category":["x","y"],"photo":["p",{"value":"q","alt":"Q"}],"name":["n"]}"#
            ),
        ]
    )
    func applied(members: String, expected: String) throws {
        let update = try Body.update(members)
        #expect(update.applied(to: post).json.text == expected)
        #expect(update.applied(to: update.applied(to: post)) == update.applied(to: post), "twice is as once")
    }

    @Test("MP-045 values are compared as values, whatever the order of members")
    func nestedValues() throws {
        let update = try Body.update(#""delete":{"measure":[{"b":2,"a":1},2,true]}"#)
        let changed = update.applied(to: ["measure": [["a": 1, "b": 2], "2", 2, true, "true"]])
        #expect(changed == ["measure": ["2", "true"]])
    }

    @Test(
        "MP-041 MP-042 an update that is not one is refused",
        arguments: [
            #""x":1"#, #""mp-slug":"a""#, #""properties":{"content":["a"]}"#,
            #""replace":"This is not a valid update request.""#, #""replace":["content"]"#, #""replace":null"#,
            #""replace":1"#,
            #""replace":{"content":"a"}"#, #""replace":{"content":null}"#, #""replace":{"content":{"html":"a"}}"#,
            #""replace":{"content":1}"#, #""replace":{"mp-slug":"a"}"#,
            #""add":"a""#, #""add":["category"]"#, #""add":{"category":"a"}"#, #""add":{"category":["a"],"name":"b"}"#,
            #""add":null"#,
            #""delete":"category""#, #""delete":{"category":"a"}"#, #""delete":{"category":true}"#, #""delete":[1]"#,
            #""delete":[["a"]]"#, #""delete":[null]"#, #""delete":null"#, #""delete":true"#,
            #""replace":{"content":["a"]},"delete":"x""#, #""replace":{"content":[null]}"#,
            #""add":{"category":[["a"]]}"#,
        ]
    )
    func refused(members: String) {
        expectInvalidRequest { try Body.update(members) }
    }

    @Test(
        "MP-048 a value that a post cannot have is refused before anything changes",
        arguments: [
            #""replace":{"content":["a","b"]}"#, #""replace":{"name":["a","b"]}"#,
            #""replace":{"published":["garbage"]}"#, #""add":{"published":["garbage"]}"#,
            #""replace":{"post-status":["x"]}"#, #""replace":{"visibility":["x"]}"#,
            #""replace":{"photo":[{"alt":"a"}]}"#, #""replace":{"content":[{}]}"#,
            #""replace":{"post-status":["draft","published"]}"#,
        ]
    )
    func badValues(members: String) {
        expectInvalidRequest { try Body.update(members) }
    }

    @Test(
        "MP-048 a post that is unsound after the change is found out",
        arguments: [
            #""add":{"content":["b"]}"#, #""add":{"name":["m"]}"#, #""delete":["content","photo","name","category"]"#,
        ]
    )
    func unsoundResult(members: String) throws {
        let changed = try Body.update(members).applied(to: post)
        expectInvalidRequest { try changed.validatePost() }
        #expect(throws: Never.self) { try post.validatePost() }
    }

    @Test(
        "MP-048 commands in replace, in add and at the top",
        arguments: [
            #""replace":{"mp-slug":["b"],"mp-syndicate-to":["s"]}"#,
            #""add":{"mp-slug":["b"],"mp-syndicate-to":["s"]}"#, #""mp-slug":"b","mp-syndicate-to":["s"],"replace":{}"#,
            #""mp-slug":["b"],"add":{"mp-syndicate-to":["s"]},"delete":["mp-slug","mp-x"]"#,
        ]
    )
    func commands(members: String) throws {
        let update = try Body.update(members)
        #expect(update.commands.slug == "b" && update.commands.syndicateTo == ["s"])
        #expect(update.applied(to: post) == post)
    }

    @Test("MP-012 MP-029 reserved names are no properties in an update either")
    func reserved() throws {
        let update = try Body.update(
            #""replace":{"access_token":["x"],"content":["b"]},"add":{"access_token":["x"],"h":["x"]},"delete":["access_token","action"]"#
        )
        #expect(update.replace == ["content": ["b"]] && update.add.isEmpty && update.deletedNames.isEmpty)
    }

    @Test("MP-096 mp-photo-alt describes the photos that come")
    func photoAlt() throws {
        let replacing = try Body.update(#""replace":{"photo":["r","s"],"mp-photo-alt":["R","S"]}"#)
        #expect(replacing.replace["photo"] == [["value": "r", "alt": "R"], ["value": "s", "alt": "S"]])
        let adding = try Body.update(#""add":{"photo":["r","s"],"mp-photo-alt":["","S"]}"#)
        #expect(adding.add["photo"] == ["r", ["value": "s", "alt": "S"]])
    }

    @Test("at most 100 properties and 1,000 values in all")
    func limits() throws {
        func names(_ range: Range<Int>) -> String { range.map { #""p\#($0)":["x"]"# }.joined(separator: ",") }
        func values(_ count: Int) -> String { Array(repeating: "1", count: count).joined(separator: ",") }
        #expect(throws: Never.self) { try Body.update(#""replace":{\#(names(0..<50))},"add":{\#(names(50..<100))}"#) }
        expectInvalidRequest {
            try Body.update(#""replace":{\#(names(0..<50))},"add":{\#(names(50..<100))},"delete":["a"]"#)
        }
        #expect(throws: Never.self) {
            try Body.update(#""add":{"a":[\#(values(500))]},"delete":{"a":[\#(values(500))]}"#)
        }
        expectInvalidRequest { try Body.update(#""add":{"a":[\#(values(500))]},"delete":{"a":[\#(values(501))]}"#) }
        expectInvalidRequest { try Body.update(#""delete":{\#(names(0..<50_000))}"#) }
    }
}
