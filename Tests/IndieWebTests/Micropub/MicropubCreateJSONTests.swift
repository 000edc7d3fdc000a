import IndieWeb
import Testing

@Suite("Micropub create by JSON")
struct MicropubCreateJSONTests {
    @Test(
        "MP-022 JSON makes an h-entry, with or without its type",
        arguments: [
            #"{"type":["h-entry"],"properties":{"content":["a"]}}"#, #"{"properties":{"content":["a"]}}"#,
            #"{"type":"h-entry","properties":{"content":["a"]}}"#,
            #"{"type":null,"properties":{"content":["a"]}}"#, #"{"type":[],"properties":{"content":["a"]}}"#,
            #"{"action":"create","properties":{"content":["a"]}}"#,
            #"{"action":null,"properties":{"content":["a"]}}"#, #"{"properties":{"content":"a"}}"#,
            #"{"properties":{"content":["a",null],"name":null,"photo":[null]}}"#,
            #"{"extra":1,"properties":{"content":["a"]}}"#,
        ]
    )
    func entry(json: String) throws {
        #expect(try Body.create(json) == MicropubCreate(properties: ["content": ["a"]]))
    }

    @Test(
        "MP-022 what is no create is refused",
        arguments: [
            "[]", "\"a\"", "null", "1", "{}", #"{"properties":{}}"#, #"{"properties":null}"#, #"{"properties":[]}"#,
            #"{"properties":"a"}"#,
            #"{"properties":[{"content":["a"]}]}"#,
            #"{"type":["h-event"],"properties":{"name":["a"]}}"#, #"{"type":"h-card","properties":{"name":["a"]}}"#,
            #"{"type":["h-entry","h-event"],"properties":{"name":["a"]}}"#,
            #"{"type":"entry","properties":{"name":["a"]}}"#, #"{"type":{},"properties":{"name":["a"]}}"#,
            #"{"content":["a"]}"#, #"{"type":["h-entry"]}"#,
            #"{"action":["create"],"properties":{"name":["a"]}}"#, #"{"action":"post","properties":{"name":["a"]}}"#,
            #"{"action":1}"#, #"{"action":""}"#,
        ]
    )
    func refused(json: String) {
        expectInvalidRequest { try Body.json(json) }
    }

    @Test(
        "MP-012 MP-028 MP-029 reserved names and commands are no properties, wherever they stand",
        arguments: [
            #"{"access_token":"x","properties":{"content":["a"]}}"#,
            #"{"properties":{"content":["a"],"access_token":["x"]}}"#,
            #"{"properties":{"content":["a"],"h":["entry"]}}"#,
            #"{"properties":{"content":["a"],"action":["x"]}}"#, #"{"properties":{"content":["a"],"mp-x":["x"]}}"#,
            #"{"mp-x":"x","properties":{"content":["a"]}}"#,
        ]
    )
    func reserved(json: String) throws {
        #expect(try Body.create(json).properties == ["content": ["a"]])
    }

    @Test("MP-026 nested objects stay as they are, numbers to the digit")
    func nested() throws {
        let checkin =
            #"{"type":["h-card"],"properties":{"name":["Los Gorditos"],"latitude":[45.524330801154],"longitude":[-122.68068808051]}}"#
        let create = try Body.create(
            properties:
                #""published":["2017-05-31T12:03:36-07:00"],"content":["Lunch meeting"],"checkin":[\#(checkin)]"#
        )
        #expect(create.properties.first("checkin")?.text == checkin)
        #expect(create.properties.text("published") == "2017-05-31T12:03:36-07:00")
    }

    @Test(
        "MP-026 values of other kinds stay what they are",
        arguments: ["1", "1.50", "true", "false", #"{"a":null}"#, "{}", #"{"a":[1,[2]]}"#]
    )
    func kinds(value: String) throws {
        let create = try Body.create(properties: #""name":["n"],"x":[\#(value)]"#)
        #expect(create.properties.json.text == #"{"name":["n"],"x":[\#(value)]}"#)
    }

    @Test("a list in a list is no value", arguments: [#""category":[["a"]]"#, #""content":[[]]"#, #""x":["a",[1]]"#])
    func listInList(properties: String) {
        expectInvalidRequest { try Body.create(properties: properties) }
    }

    @Test("MP-098 a category can be a person")
    func personTag() throws {
        let create = try Body.create(
            properties:
                #""content":["a"],"category":["b",{"type":["h-card"],"properties":{"url":["https://c.example/"]}}]"#
        )
        #expect(create.properties["category"].count == 2 && create.properties.texts("category") == ["b"])
    }

    @Test("MP-025 a photo can bring its description, and mp-photo-alt does not overrule it")
    func photoAlt() throws {
        let create = try Body.create(
            properties: #""photo":[{"value":"a","alt":"A"},"b",null,"c"],"mp-photo-alt":["X","B",null,"C"]"#
        )
        #expect(
            create.properties["photo"] == [
                ["value": "a", "alt": "A"], ["value": "b", "alt": "B"], ["value": "c", "alt": "C"],
            ]
        )
    }

    @Test("MP-023 a photo, video or audio needs an address", arguments: ["photo", "video", "audio"])
    func media(name: String) throws {
        #expect(throws: Never.self) { try Body.create(properties: #""\#(name)":["https://a.example/1"]"#) }
        for value in [
            #"{"value":"a","alt":"A"}"#, #"{"url":"a"}"#, #"{"url":["a"],"alt":"A"}"#, #"{"value":null,"url":"a"}"#,
            #"{"type":["h-cite"],"properties":{"url":["a"],"alt":["A"]}}"#,
            #"{"type":["h-cite"],"properties":{"name":["n"]},"value":"a"}"#,
        ] {
            let kept = try Body.create(properties: #""\#(name)":[\#(value)]"#).properties.first(name)
            #expect(kept?.text == value && kept?.mediaAddress == "a", "\(value)")
            #expect(kept?.mediaDescription == (value.contains("alt") ? "A" : nil), "\(value)")
        }
        for value in [
            "{}", #"{"alt":"a"}"#, #"{"value":1}"#, #"{"value":["a"]}"#, #"{"url":[]}"#,
            #"{"type":["h-cite"],"properties":{"name":["a"]}}"#,
        ] {
            expectInvalidRequest { try Body.create(properties: #""\#(name)":[\#(value)]"#) }
        }
    }

    @Test("at most 100 properties and 1,000 values")
    func limits() throws {
        func properties(_ count: Int) -> String {
            #""name":[1],"# + (1..<count).map { #""p\#($0)":[1]"# }.joined(separator: ",")
        }
        func values(_ count: Int) -> String {
            #""name":[1],"x":[\#(Array(repeating: "1", count: count - 1).joined(separator: ","))]"#
        }
        #expect(try Body.create(properties: properties(100)).properties.names.count == 100)
        expectInvalidRequest { try Body.create(properties: properties(101)) }
        expectInvalidRequest { try Body.create(properties: properties(50_000)) }
        #expect(try Body.create(properties: values(1_000)).properties.valueCount == 1_000)
        expectInvalidRequest { try Body.create(properties: values(1_001)) }
    }

    @Test(
        "MP-027 members that are no properties of microformats are kept, and a post does not consist of them",
        arguments: ["A", "1a", "a b", "a_b", "-", "og:title", "a.b", String(repeating: "x", count: 255)]
    )
    func otherName(name: String) throws {
        let create = try Body.create(properties: #""content":["x"],"\#(name)":["y"]"#)
        #expect(create.properties == ["content": ["x"], name: ["y"]])
        expectInvalidRequest { try Body.create(properties: #""\#(name)":["y"]"#) }
        let update = try Body.update(#""add":{"\#(name)":["y"]}"#)
        #expect(update.applied(to: ["content": ["x"]]) == create.properties)
        for removal in [#"["\#(name)"]"#, #"{"\#(name)":["y"]}"#] {
            let update = try Body.update(#""delete":\#(removal)"#)
            #expect(update.applied(to: create.properties) == ["content": ["x"]])
        }
    }

    @Test(
        "MP-027 members that can be no name are passed over, when a post is made as when it is changed",
        arguments: [
            "", "é", "content[]", "access_token[]", "a\\n", #"a\""#, #"a\\"#, String(repeating: "x", count: 256),
        ]
    )
    func badName(name: String) throws {
        let create = try Body.create(properties: #""content":["x"],"\#(name)":["y"]"#)
        #expect(create.properties == ["content": ["x"]])
        for change in [#""add":{"\#(name)":["y"]}"#, #""replace":{"\#(name)":["y"]}"#, #""delete":["\#(name)"]"#] {
            #expect(try Body.update(change).applied(to: create.properties) == create.properties)
        }
    }

    @Test(
        "MP-012 a capital makes no other name of a reserved one",
        arguments: [
            "Access_Token", "ACCESS_TOKEN", "H", "Action", "accessToken", "Authorization", "csrf_token", "_x", "a ",
        ]
    )
    func reservedInCapitals(name: String) throws {
        for change in ["add", "replace"] {
            let update = try Body.update(#""\#(change)":{"\#(name)":["y"]}"#)
            #expect(update.applied(to: ["content": ["x"]]) == ["content": ["x"]])
        }
        #expect(try Body.create(properties: #""content":["x"],"\#(name)":["y"]"#).properties == ["content": ["x"]])
        #expect(try Body.create("content=x&\(name)=y").properties == ["content": ["x"]])
    }

    @Test(
        "MP-094 MP-095 MP-097 what can only be a misspelt state is refused, and not kept while the post is shown",
        arguments: [
            "Visibility", "VISIBILITY", "visibility ", "visibility[]", "Post-Status", "post_status", "postStatus",
            "POST STATUS", "location_visibility", "locationVisibility", "Published", "published\\t",
        ]
    )
    func misspeltState(name: String) throws {
        expectInvalidRequest { try Body.create(properties: #""content":["x"],"\#(name)":["private"]"#) }
        for change in ["add", "replace"] {
            expectInvalidRequest { try Body.update(#""\#(change)":{"\#(name)":["private"]}"#) }
        }
        let field = name.replacing("\\t", with: "%09").replacing(" ", with: "%20")
        // That is how forms spell a list.
        if !name.hasSuffix("[]") { expectInvalidRequest { try Body.create("content=x&\(field)=private") } }
        // A field that nobody filled in asks for nothing.
        #expect(try Body.create("content=x&\(field)=").properties == ["content": ["x"]])
        #expect(throws: Never.self) { try Body.update(#""replace":{"\#(name)":[""]},"delete":["\#(name)"]"#) }
    }

    @Test("MP-022 an object without members is an empty list to PHP")
    func emptyLists() throws {
        let create = try Body.create(
            properties: #""content":["x"],"checkin":[{"type":["h-card"],"properties":[],"value":"Here"}]"#
        )
        #expect(create.properties.text("checkin") == "Here")
        let error = #expect(throws: MicropubError.self) { try Body.create(#"{"type":["h-entry"],"properties":[]}"#) }
        #expect(error?.description.hasPrefix("The post says nothing") == true)
    }

    @Test(
        "MP-014 a draft token makes drafts",
        arguments: [#""content":["x"]"#, #""content":["x"],"post-status":["published"]"#]
    )
    func draft(properties: String) throws {
        let draft = try Body.create(properties: properties).asDraft()
        #expect(draft.properties == ["content": ["x"], "post-status": ["draft"]])
    }
}
