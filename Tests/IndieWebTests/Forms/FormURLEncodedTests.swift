import IndieWeb
import TestSupport
import Testing

@Suite("application/x-www-form-urlencoded")
struct FormURLEncodedTests {
    @Test(
        "names and values as the WHATWG URL standard parses them",
        arguments: [
            ("", []), ("&", []), ("&&&", []), ("a", [("a", "")]), ("a=", [("a", "")]), ("=", [("", "")]),
            ("=b", [("", "b")]), ("a=b", [("a", "b")]),
            ("a=b&c=d", [("a", "b"), ("c", "d")]), ("a=b&a=c", [("a", "b"), ("a", "c")]),
            ("&a=b&&c=d&", [("a", "b"), ("c", "d")]), ("a=b=c", [("a", "b=c")]),
            ("a==", [("a", "=")]), ("a+b=c+d", [("a b", "c d")]), ("a=%2B", [("a", "+")]), ("a=%20+", [("a", "  ")]),
            ("a%3Db=c%26d", [("a=b", "c&d")]),
            ("a=%C3%A9", [("a", "é")]), ("a=%c3%a9", [("a", "é")]), ("%F0%9F%92%A9=x", [("💩", "x")]),
            ("a=é€", [("a", "é€")]), ("a=%", [("a", "%")]),
            ("a=%2", [("a", "%2")]), ("a=%zz", [("a", "%zz")]), ("a=%2z%41", [("a", "%2zA")]),
            ("a=%%41", [("a", "%A")]), ("a=%25%34%31", [("a", "%41")]),
            ("a=%0D%0A", [("a", "\r\n")]), ("category[]=x", [("category[]", "x")]),
            ("category%5B%5D=x", [("category[]", "x")]), ("a;b=c", [("a;b", "c")]),
            ("?a=b", [("?a", "b")]), ("a=%EF%BB%BFb", [("a", "\u{FEFF}b")]),
            ("url=https://a.example/?x=1#y", [("url", "https://a.example/?x=1#y")]),
            ("a=\u{1}", [("a", "\u{1}")]), ("a=%ef%bf%bd", [("a", "\u{FFFD}")]),
        ]
    )
    func pairs(text: String, expected: [(String, String)]) throws {
        let form = try FormURLEncoded(parsing: text.utf8)
        #expect(form == FormURLEncoded(expected.map { FormURLEncoded.Pair(name: $0.0, value: $0.1) }))
        #expect(form.pairs.map { Array($0.value.utf8) } == expected.map { Array($0.1.utf8) })
    }

    @Test(
        "text that is not UTF-8 is an error, not U+FFFD",
        arguments: [
            ("a=%FF", 0), ("a=b&%C3=x", 1), ("a=%ED%A0%80", 0), ("a=%C0%AF", 0), ("a=1&b=2&c=%E2%82", 2),
            ("a=%C3+%A9", 0),
        ]
    )
    func notUTF8(text: String, pair: Int) {
        #expect(throws: FormURLEncoded.Fault.invalidUTF8(pair: pair)) { try FormURLEncoded(parsing: text.utf8) }
    }

    @Test("raw bytes that are not UTF-8 are an error")
    func rawBytes() {
        #expect(throws: FormURLEncoded.Fault.invalidUTF8(pair: 0)) {
            try FormURLEncoded(parsing: [UInt8(ascii: "a"), UInt8(ascii: "="), 0xE9])
        }
    }

    @Test("U+0000 is an error", arguments: ["a=%00", "%00=a", "a=b%00c", "a=\u{0}"])
    func nul(text: String) {
        #expect(throws: FormURLEncoded.Fault.nulCharacter(pair: 0)) { try FormURLEncoded(parsing: text.utf8) }
    }

    @Test("there can be as many pairs as the caller allows")
    func limit() throws {
        let thousand = Array(repeating: "a=1", count: 1_000).joined(separator: "&")
        #expect(try FormURLEncoded(parsing: thousand.utf8).pairs.count == 1_000)
        #expect(throws: FormURLEncoded.Fault.tooManyPairs(limit: 1_000)) {
            try FormURLEncoded(parsing: "\(thousand)&b".utf8)
        }
        #expect(throws: FormURLEncoded.Fault.tooManyPairs(limit: 1)) {
            try FormURLEncoded(parsing: "a&b".utf8, maximumPairs: 1)
        }
        #expect(try FormURLEncoded(parsing: "a&&&&".utf8, maximumPairs: 1).pairs.count == 1)
    }

    @Test("values by name: the first, all, and a list with and without brackets")
    func values() throws {
        let form = try FormURLEncoded(parsing: "a=1&b[]=2&a=3&b=4&a[]=5".utf8)
        #expect(form.first("a") == "1" && form.first("c") == nil)
        #expect(form.all("a") == ["1", "3"] && form.all("c") == [])
        #expect(form.list("a") == ["1", "3", "5"] && form.list("b") == ["2", "4"] && form.list("c") == [])
    }

    @Test(
        "a fault can be said in a sentence",
        arguments: [
            (FormURLEncoded.Fault.tooManyPairs(limit: 9), "The form has more than 9 fields."),
            (.invalidUTF8(pair: 0), "Field 1 of the form is not UTF-8."),
            (.nulCharacter(pair: 2), "Field 3 of the form contains the character U+0000."),
        ]
    )
    func sentences(fault: FormURLEncoded.Fault, sentence: String) {
        #expect(fault.description == sentence)
    }

    @Test("no bytes at all stop the parser")
    func mutations() {
        var generator = SeededGenerator(seed: 1_866)
        let alphabet = Array("a=&%+[]4CFf\u{0}é".utf8)
        var refused = 0
        for _ in 0..<4_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            if (try? FormURLEncoded(parsing: bytes)) == nil { refused += 1 }
        }
        #expect((1..<4_000).contains(refused))
    }
}
