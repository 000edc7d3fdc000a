import IndieWeb
import Testing

@Suite("JSON values")
struct JSONValueTests {
    @Test("an object keeps the order of its members and the place of a changed one")
    func order() {
        var object: JSONObject = ["c": 1, "a": 2]
        object["b"] = 3
        object["c"] = 4
        #expect(object.names == ["c", "a", "b"])
        #expect(object.text == "{\"c\":4,\"a\":2,\"b\":3}")
        object["a"] = Optional<JSONValue>.none
        #expect(object.names == ["c", "b"] && object.count == 2)
        object["absent"] = Optional<JSONValue>.none
        #expect(object.names == ["c", "b"])
    }

    @Test("null is a member, not an absent one")
    func null() {
        let object: JSONObject = ["a": .null]
        #expect(object["a"] == .some(.null))
        #expect(object["b"] == Optional<JSONValue>.none)
        #expect(object.count == 1 && !object.isEmpty)
        #expect(JSONObject().isEmpty)
    }

    @Test("objects are equal whatever the order, arrays are not")
    func equality() {
        let (left, right): (JSONValue, JSONValue) = (
            ["a": 1, "b": ["c": 2, "d": 3]], ["b": ["d": 3, "c": 2], "a": 1]
        )
        #expect(left == right && left.hashValue == right.hashValue)
        #expect(left != ["a": 1] && JSONValue.array([1, 2]) != [2, 1] && "1" != JSONValue(integerLiteral: 1))
    }

    @Test("of members with one name the last counts")
    func repeated() {
        #expect(JSONObject([("a", 1), ("b", 2), ("a", 3)]).text == "{\"a\":3,\"b\":2}")
    }

    @Test("a value gives what it is and nothing else")
    func access() {
        #expect(JSONValue.string("a").stringValue == "a" && JSONValue.string("a").arrayValue == nil)
        #expect(JSONValue.array([1]).arrayValue == [1] && JSONValue.array([1]).objectValue == nil)
        #expect(JSONValue.object(["a": 1]).objectValue == ["a": 1] && JSONValue.object([:]).stringValue == nil)
        #expect(JSONValue.null.isNull && !JSONValue.bool(false).isNull)
    }

    @Test(
        "texts that are no numbers make none",
        arguments: ["", " 1", "1 ", "+1", "01", ".5", "1.", "1e", "NaN", "0x1", "1,5", "١"]
    )
    func noNumber(text: String) {
        #expect(JSONNumber(text) == nil)
    }

    @Test(
        "numbers give their value where Swift has one",
        arguments: [
            ("12", 12, 12.0), ("-0", 0, -0.0), ("1.5", nil, 1.5), ("1e2", nil, 100),
            ("99999999999999999999", nil, 1e20),
        ] as [(String, Int?, Double)]
    )
    func numbers(text: String, whole: Int?, double: Double) throws {
        let number = try #require(JSONNumber(text))
        #expect(number.intValue == whole && number.doubleValue == double)
    }
}
