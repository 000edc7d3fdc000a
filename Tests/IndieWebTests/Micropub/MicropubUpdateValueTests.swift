import IndieWeb
import Testing

@Suite("Micropub update: values")
struct MicropubUpdateValueTests {
    private func applied(_ members: String, to properties: MicroformatsProperties) throws -> MicroformatsProperties {
        // As the rule for tags: without `#` and in lower case.
        try Body.update(members).applied(to: properties) { $0.drop { $0 == "#" }.lowercased() }
    }

    @Test(
        "MP-044 MP-045 numbers are compared by value, and stay as they are written",
        arguments: [
            ("1.50", "1.5"), ("2", "2.0"), ("1e2", "100"), ("-0", "0"), (#"{"a":[1.0]}"#, #"{"a":[1]}"#),
            (
                #"{"type":["h-geo"],"properties":{"latitude":[52.10]}}"#,
                #"{"properties":{"latitude":[52.1]},"type":["h-geo"]}"#
            ),
        ]
    )
    func numbers(kept: String, sent: String) throws {
        let value = try JSONValue(parsing: Array(kept.utf8))
        let properties: MicroformatsProperties = ["content": ["x"], "m": [value]]
        #expect(try applied(#""delete":{"m":[\#(sent)]}"#, to: properties) == ["content": ["x"]])
        #expect(try applied(#""add":{"m":[\#(sent)]}"#, to: properties)["m"].count == 1)
        if value.objectValue == nil { #expect(try applied(#""add":{"m":[\#(sent)]}"#, to: properties) == properties) }
    }

    @Test("MP-044 MP-045 a category is itself in every spelling")
    func categories() throws {
        let properties: MicroformatsProperties = ["content": ["x"], "category": ["indieweb", "b"]]
        let added = try applied(##""add":{"category":["IndieWeb","#indieweb","B","c","C"]}"##, to: properties)
        #expect(added["category"] == ["indieweb", "b", "c"])
        #expect(try applied(##""delete":{"category":["#INDIEWEB"]}"##, to: properties)["category"] == ["b"])
    }

    @Test(
        "MP-044 MP-045 a number as a category is its value among numbers, and its digits among texts",
        arguments: [
            ("1.5", "15", "[1.5,15]", "[1.5]"), ("-3", "3", "[-3,3]", "[-3]"), ("15", "1.5", "[15,1.5]", "[15]"),
            ("1.50", "1.5", "[1.50]", "[]"), ("100", "1e2", "[100]", "[]"), ("2024", #""2024""#, "[2024]", "[]"),
            (#""2024""#, "2024", #"["2024"]"#, "[]"), (#""15""#, "1.5", #"["15"]"#, "[]"),
        ]
    )
    func numericCategories(kept: String, sent: String, added: String, left: String) throws {
        func changed(_ change: String) throws -> String {
            let value = try JSONValue(parsing: Array(kept.utf8))
            let update = try Body.update(#""\#(change)":{"category":[\#(sent)]}"#)
            // As the rule for tags: letters and digits.
            let properties = update.applied(to: ["content": ["x"], "category": [value]]) { text in
                text.filter { $0.isLetter || $0.isNumber }
            }
            return JSONValue.array(properties["category"]).text
        }
        #expect(try changed("add") == added)
        #expect(try changed("delete") == left)
    }

    @Test("MP-043 texts that look the same and have other bytes are others")
    func bytes() throws {
        let properties: MicroformatsProperties = ["content": ["caf\u{E9}"], "x": ["caf\u{E9}"]]
        let changed = try applied(#""replace":{"content":["cafe\u0301"]}"#, to: properties)
        #expect(changed != properties && changed["content"] != properties["content"])
        #expect(try applied(#""delete":{"x":["cafe\u0301"]}"#, to: properties) == properties)
    }

    @Test(
        "what every post has cannot be taken away",
        arguments: [
            #""delete":["visibility"]"#, #""delete":["post-status"]"#, #""delete":{"post-status":["draft"]}"#,
            #""replace":{"visibility":[""]},"delete":["visibility"]"#,
            #""delete":{"visibility":["private"]}"#, #""delete":["visibility"],"add":{"post-status":["draft"]}"#,
        ]
    )
    func indispensable(members: String) {
        expectInvalidRequest { try Body.update(members) }
    }

    @Test(
        "MP-094 MP-095 MP-097 a state that nobody filled in stays as it is",
        arguments: ["post-status", "visibility", "location-visibility"],
        ["[]", #"[""]"#, #"["",""]"#, "[null]"]
    )
    func unfilled(name: String, values: String) throws {
        let properties: MicroformatsProperties = [
            "content": ["a"], "post-status": ["draft"], "visibility": ["private"], "location-visibility": ["private"],
        ]
        let members = #""replace":{"content":["b"],"\#(name)":\#(values)}"#
        var expected = properties
        expected["content"] = ["b"]
        #expect(try applied(members, to: properties) == expected)
        #expect(try !Body.update(members).concerns(name))
    }

    @Test("MP-097 location-visibility is set by add as by replace")
    func addedLocationVisibility() throws {
        let properties: MicroformatsProperties = ["content": ["x"], "location-visibility": ["private"]]
        for members in ["add", "replace"].map({ #""\#($0)":{"location-visibility":["protected"]}"# }) {
            #expect(try applied(members, to: properties)["location-visibility"] == ["protected"])
        }
    }

    @Test("what every post has is set by add as by replace")
    func addedState() throws {
        let properties: MicroformatsProperties = [
            "content": ["x"], "visibility": ["private"], "post-status": ["draft"],
        ]
        let changed = try applied(#""add":{"visibility":["unlisted"]}"#, to: properties)
        #expect(changed["visibility"] == ["unlisted"] && changed["post-status"] == ["draft"])
        let both = try applied(#""delete":["visibility"],"add":{"visibility":["unlisted"]}"#, to: properties)
        #expect(both["visibility"] == ["unlisted"])
        var byHand = MicropubUpdate()
        byHand.deletedNames = ["visibility", "post-status"]
        #expect(byHand.applied(to: properties) == properties)
    }

    @Test("MP-096 mp-photo-alt alone describes the photos that are there")
    func photoAlt() throws {
        let properties: MicroformatsProperties = ["photo": ["p", ["value": "q", "alt": "Q"], "r"]]
        let changed = try applied(#""replace":{"mp-photo-alt":["P","","R","S"]}"#, to: properties)
        #expect(
            changed["photo"] == [["value": "p", "alt": "P"], ["value": "q", "alt": "Q"], ["value": "r", "alt": "R"]]
        )
        let again = try applied(#""replace":{"mp-photo-alt":["","New"]}"#, to: properties)
        #expect(again["photo"] == ["p", ["value": "q", "alt": "New"], "r"])
    }

    @Test("MP-098 a number as a category is its digits")
    func numberedCategories() throws {
        let properties: MicroformatsProperties = ["content": ["x"], "category": [2024, "b"]]
        #expect(
            try applied(#""add":{"category":["2024",2024,2025]}"#, to: properties)["category"] == [2024, "b", 2025]
        )
        #expect(try applied(#""delete":{"category":["2024"]}"#, to: properties)["category"] == ["b"])
    }

    @Test("MP-044 MP-045 a nested photo is its address, like any other")
    func nestedPhotos() throws {
        let nested: JSONValue = ["type": ["h-cite"], "properties": ["url": ["p"], "name": ["n"]]]
        let properties: MicroformatsProperties = ["photo": [nested, ["url": "q"]]]
        #expect(try applied(#""add":{"photo":["p","q"]}"#, to: properties) == properties)
        #expect(try applied(#""delete":{"photo":["p"]}"#, to: properties) == ["photo": [["url": "q"]]])
    }

    @Test(
        "another address takes the place of the one that is read",
        arguments: [
            #""a""#, #"{"value":"a","alt":"A"}"#,
            #"{"url":"a"}"#, #"{"url":["a","c"]}"#, #"{"properties":{"url":["a"],"name":["n"]}}"#,
            #"{"value":"a","properties":{"url":["c"]}}"#,
        ]
    )
    func mediaAddresses(json: String) throws {
        let value = try JSONValue(parsing: Array(json.utf8))
        #expect(value.mediaAddress == "a")
        #expect(value.withMediaAddress("b").text == json.replacing("\"a\"", with: "\"b\""))
    }

    @Test("an object without members is an empty list to PHP")
    func emptyLists() throws {
        let members = #""replace":{"content":["b"]},"add":[],"delete":[]"#
        #expect(try applied(members, to: ["content": ["a"]]) == ["content": ["b"]])
        #expect(
            try applied(#""replace":[],"add":{"x":["y"]}"#, to: ["content": ["a"]]) == ["content": ["a"], "x": ["y"]]
        )
    }

    @Test("a member that is null is as if it were not there")
    func null() throws {
        let update = try Body.update(#""replace":{"content":["b"]},"add":null,"delete":null"#)
        #expect(update.applied(to: ["content": ["a"]]) == ["content": ["b"]])
        #expect(throws: Never.self) { try Body.update(#""delete":["content"],"replace":null"#) }
    }
}
