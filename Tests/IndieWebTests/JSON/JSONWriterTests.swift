import IndieWeb
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    @Test(
        "values are written compactly",
        arguments: [
            (nil, "null"), (true, "true"), (false, "false"), (0, "0"), (-12, "-12"), ("", "\"\""), ([], "[]"),
            ([:], "{}"),
            ([1, [2], "a"], "[1,[2],\"a\"]"), (["b": 1, "a": [nil]], "{\"b\":1,\"a\":[null]}"),
            ([["a": [:]]], "[{\"a\":{}}]"),
        ] as [(JSONValue, String)]
    )
    func compact(value: JSONValue, text: String) {
        #expect(value.text == text)
    }

    @Test(
        "what must be escaped is, and nothing else",
        arguments: [
            ("\"\\", #""\"\\""#), ("/", "\"/\""), ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
            ("\u{0}\u{1}\u{1F}", #""\u0000\u0001\u001f""#),
            ("\u{7F}\u{85}\u{9F}\u{A0}", "\"\\u007f\\u0085\\u009f\u{A0}\""),
            ("\u{2027}\u{2028}\u{2029}\u{202A}", "\"\u{2027}\\u2028\\u2029\u{202A}\""),
            ("é€𝄞\u{10FFFF}", "\"é€𝄞\u{10FFFF}\""), ("</script>", "\"</script>\""),
            ("e\u{301}\r\n", "\"e\u{301}\\r\\n\""),
        ]
    )
    func escapes(text: String, written: String) {
        #expect(Array(JSONValue.string(text).text.utf8) == Array(written.utf8))
        #expect(Array(JSONObject([(text, .null)]).text.utf8) == Array("{\(written):null}".utf8))
    }

    @Test(
        "a text comes back as itself",
        arguments: [
            "{\"z\":1,\"a\":{\"y\":[],\"b\":45.524330801154}}", "[1.0,1,1e0,-0]", "{\"\":\"\"}", "[[[[\"é\"]]]]",
            "\"\\\\\"",
        ]
    )
    func roundTrip(text: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)).text == text)
    }
}
