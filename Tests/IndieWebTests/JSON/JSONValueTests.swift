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

    @Test("texts and names are the same when their bytes are")
    func bytes() {
        let (one, other): (JSONValue, JSONValue) = ("caf\u{E9}", "cafe\u{301}")
        #expect(one != other && one == "caf\u{E9}" && Set([one, other]).count == 2)
        var object: JSONObject = ["caf\u{E9}": 1]
        object["cafe\u{301}"] = 2
        #expect(object.count == 2 && object["caf\u{E9}"] == 1)
        object["cafe\u{301}"] = Optional<JSONValue>.none
        #expect(object.text == "{\"caf\u{E9}\":1}")
    }

    @Test(
        "numbers of one value have one form, and are equal as they are written alone",
        arguments: [
            ("1.50", "15e-1"), ("15E-1", "15e-1"), ("0.015e2", "15e-1"), ("2", "2e0"), ("2.0", "2e0"), ("100", "1e2"),
            ("1e+2", "1e2"), ("-0.0", "0"), ("0e9", "0"), ("-1.20", "-12e-1"),
            ("12345678901234567890.10", "123456789012345678901e-1"),
            ("1e99999999999999999999", "1e99999999999999999999"),
        ]
    )
    func normalizedNumbers(text: String, expected: String) throws {
        let number = try #require(JSONNumber(text))
        #expect(number.normalized.text == expected)
        #expect(number.text == text)
        #expect(JSONValue.array([["a": .number(number)]]).normalized == [["a": .number(number.normalized)]])
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
