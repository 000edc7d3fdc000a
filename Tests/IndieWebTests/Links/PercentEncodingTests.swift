import IndieWeb
import Testing

@Suite("Percent encoding")
struct PercentEncodingTests {
    @Test(
        "everything but letters, digits and four signs is encoded",
        arguments: [
            ("", ""), ("aZ09-._~", "aZ09-._~"), (" ", "%20"), ("a+b&c=d", "a%2Bb%26c%3Dd"), ("é", "%C3%A9"),
            ("\n\u{0}", "%0A%00"), ("%41", "%2541"), ("/?#", "%2F%3F%23"),
        ]
    )
    func encode(text: String, expected: String) {
        #expect(PercentEncoding.encode(text) == expected)
    }

    @Test("what is written as a form reads back as the same form")
    func roundTrip() throws {
        let pairs = [("a b", "c&d=é+%"), ("", "x"), ("y", ""), ("a b", "2")].map {
            FormURLEncoded.Pair(name: $0.0, value: $0.1)
        }
        #expect(try FormURLEncoded(parsing: PercentEncoding.query(pairs).utf8).pairs == pairs)
    }

    @Test(
        "names and values go behind the query that is there, and the fragment goes",
        arguments: [
            ("https://a.example/", "https://a.example/?x=1"), ("https://a.example/?b", "https://a.example/?b&x=1"),
            ("https://a.example/?b=1&c=2", "https://a.example/?b=1&c=2&x=1"),
            ("https://a.example?", "https://a.example?x=1"),
            ("https://a.example/?b&", "https://a.example/?b&x=1"), ("https://a.example/#c", "https://a.example/?x=1"),
            ("https://a.example/?b#c?d", "https://a.example/?b&x=1"), ("app:/back", "app:/back?x=1"),
        ]
    )
    func appending(address: String, expected: String) {
        #expect(PercentEncoding.appending([FormURLEncoded.Pair(name: "x", value: "1")], to: address) == expected)
    }

    @Test("nothing to append leaves the address")
    func nothing() {
        #expect(PercentEncoding.appending([], to: "https://a.example/?b") == "https://a.example/?b")
    }
}
