import IndieWeb
import Testing

@Suite("Microformats properties")
struct MicroformatsPropertiesTests {
    @Test("names keep their order, a changed property its place, an emptied one goes")
    func order() {
        var properties: MicroformatsProperties = ["c": ["1"], "a": ["2", "3"]]
        properties["b"] = [4]
        properties["c"] = ["5"]
        #expect(properties.json.text == #"{"c":["5"],"a":["2","3"],"b":[4]}"#)
        properties["a"] = []
        properties["absent"] = []
        #expect(properties.names == ["c", "b"] && properties["a"] == [] && properties.valueCount == 2)
        properties.append("6", to: "b")
        properties.append("7", to: "a")
        #expect(properties.json.text == #"{"c":["5"],"b":[4,"6"],"a":["7"]}"#)
    }

    @Test("JSON is read leniently: one value without its list, null is none")
    func lenient() {
        let object: JSONObject = ["a": "1", "b": ["2", nil, 3], "c": nil, "d": [], "e": ["f": 1], "g": false]
        let properties = MicroformatsProperties(object)
        #expect(properties == ["a": ["1"], "b": ["2", 3], "e": [["f": 1]], "g": [false]])
        #expect(MicroformatsProperties(properties.json) == properties)
    }

    @Test("equal whatever the order of the names, not of the values")
    func equality() {
        let properties: MicroformatsProperties = ["a": ["1", "2"], "b": ["3"]]
        #expect(properties == ["b": ["3"], "a": ["1", "2"]] && properties != ["b": ["3"], "a": ["2", "1"]])
        #expect(MicroformatsProperties().isEmpty && !properties.isEmpty)
    }

    @Test(
        "the plain text of a value",
        arguments: [
            ("a", "a"), (1, "1"), (true, "true"), (["value": "a", "alt": "b"], "a"), (["html": "<p>"], nil),
            (["value": 1], nil), (nil, nil), (["a"], nil),
        ] as [(JSONValue, String?)]
    )
    func plainText(value: JSONValue, expected: String?) {
        #expect(value.plainText == expected)
    }

    @Test("what an object says, be it flat or not")
    func details() {
        let nested: JSONValue = ["type": ["h-cite"], "properties": ["name": ["n"]]]
        let flat: JSONValue = ["type": "h-cite", "name": "n"]
        #expect(nested.details == ["name": ["n"]] && flat.details == ["type": ["h-cite"], "name": ["n"]])
        #expect(("n" as JSONValue).details == nil)
    }

    @Test(
        "the text of a value to read",
        arguments: [
            ("a", "a"), (1, "1"), (["value": "a", "html": "<p>b</p>"], "a"), (["text": "<a>"], "<a>"),
            (["html": "<p>a <b>b</b></p>"], "a b"), (["html": 1], nil), ([:], nil), (nil, nil), (["a"], nil),
        ] as [(JSONValue, String?)]
    )
    func readableText(value: JSONValue, expected: String?) {
        #expect(value.readableText == expected)
        let properties: MicroformatsProperties = ["x": [value, "z"]]
        #expect(properties.text("x") == expected && properties.first("x") == value)
        #expect(properties.texts("x") == [expected, "z"].compactMap(\.self) && properties.text("y") == nil)
    }
}
