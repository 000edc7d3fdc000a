import IndieWeb
import TestSupport
import Testing

@Suite("JSON parser")
struct JSONParserTests {
    @Test(
        "values of every kind, with the white space that RFC 8259 allows",
        arguments: [
            ("null", nil), (" true ", true), ("\tfalse\n", false), ("\r\n0", 0), ("-5", -5),
            ("\"\"", ""), ("\"a\"", "a"), ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]),
            ("[1,2 , 3]", [1, 2, 3]), ("[[],[[]],{}]", [[], [[]], [:]]), ("{\"a\":1}", ["a": 1]),
            ("{ \"a\" : [ true , null ] , \"b\" : { } }", ["a": [true, nil], "b": [:]]),
            ("{\"\":0}", ["": 0]), ("{\"a\":null}", ["a": nil]), ("[null]", [nil]), ("\u{FEFF}1", 1),
        ] as [(String, JSONValue)]
    )
    func values(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == expected)
    }

    @Test(
        "strings with escapes and text of every plane",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
            (#""\uD834\uDD1E""#, "\u{1D11E}"), (#""\udbff\udfff""#, "\u{10FFFF}"),
            (#""\u2028\uFFFE""#, "\u{2028}\u{FFFE}"),
            (#""\\u0000""#, #"\u0000"#), (#""a\u0301""#, "a\u{301}"), (#""\"""#, "\""), ("\"\u{7F}\"", "\u{7F}"),
            ("\"é€𝄞\u{10FFFF}\"", "é€𝄞\u{10FFFF}"), ("\"\u{FEFF}\u{2028}\"", "\u{FEFF}\u{2028}"),
            (#""/*c*/ //""#, "/*c*/ //"),
            (#""\u005c\u0022""#, "\\\""), (#""x\ny\nz""#, "x\ny\nz"),
        ] as [(String, String)]
    )
    func strings(text: String, expected: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        let string = try #require(value.stringValue)
        #expect(Array(string.utf8) == Array(expected.utf8))
    }

    @Test(
        "numbers keep their text",
        arguments: [
            "0", "-0", "0.0", "45.524330801154", "-122.68068808051", "1e5", "1E+5", "1e-5", "0e0", "-0.0e-0",
            "123456789012345678901234567890",
            "1.0", "1.00", "1e400", "4.9E-324", "0.1e0000001",
        ]
    )
    func numbers(text: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)).text == text)
        #expect(try JSONValue(parsing: Array("[\(text)]".utf8)) == .array([.number(number(text))]))
    }

    @Test(
        "what is not JSON is refused, with the place",
        arguments: [
            ("", .unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("nul", .unexpectedEnd, 3), ("nulL", .unexpectedByte, 3),
            ("True", .unexpectedByte, 0), ("NaN", .unexpectedByte, 0), ("Infinity", .unexpectedByte, 0),
            ("'a'", .unexpectedByte, 0),
            ("\u{A0}1", .unexpectedByte, 0), ("\u{C}1", .unexpectedByte, 0), ("// c\n1", .unexpectedByte, 0),
            ("1 2", .trailingText, 2), ("{}}", .trailingText, 2), ("[]]", .trailingText, 2),
            ("truex", .trailingText, 4),
            ("1/**/", .trailingText, 1), ("\"a\",", .trailingText, 3), ("0x1", .trailingText, 1),
            ("1_000", .trailingText, 1),
            ("\"a\"\u{0}", .trailingText, 3),
            ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2), ("[1,", .unexpectedEnd, 3),
            ("[1,]", .unexpectedByte, 3),
            ("[,1]", .unexpectedByte, 1), ("[1 2]", .unexpectedByte, 3), ("[1:2]", .unexpectedByte, 2),
            ("[1}", .unexpectedByte, 2),
            ("{", .unexpectedEnd, 1), ("{\"a\"", .unexpectedEnd, 4), ("{\"a\":", .unexpectedEnd, 5),
            ("{\"a\":1", .unexpectedEnd, 6),
            ("{\"a\":1,}", .unexpectedByte, 7), ("{a:1}", .unexpectedByte, 1), ("{1:1}", .unexpectedByte, 1),
            ("{\"a\" 1}", .unexpectedByte, 5),
            ("{\"a\":}", .unexpectedByte, 5), ("{,}", .unexpectedByte, 1), ("{\"a\":1]", .unexpectedByte, 6),
            ("{'a':1}", .unexpectedByte, 1),
            ("{\"a\":1 \"b\":2}", .unexpectedByte, 7), ("{null:1}", .unexpectedByte, 1),
            ("01", .invalidNumber, 0), ("-01", .invalidNumber, 0), ("00", .invalidNumber, 0), ("-", .invalidNumber, 0),
            ("1.", .invalidNumber, 0),
            ("1.e1", .invalidNumber, 0), ("1e", .invalidNumber, 0), ("1e+", .invalidNumber, 0),
            ("-a", .invalidNumber, 0), ("[--1]", .invalidNumber, 1),
            ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0), ("[-.5]", .invalidNumber, 1),
            ("1.2.3", .trailingText, 3),
            ("\"", .unexpectedEnd, 1), ("\"a", .unexpectedEnd, 2), ("\"\\", .unexpectedEnd, 2),
            ("\"\\\"", .unexpectedEnd, 3),
            (#""\a""#, .invalidEscape, 1), (#""\x41""#, .invalidEscape, 1), (#""\U0041""#, .invalidEscape, 1),
            (#""\u00g1""#, .invalidEscape, 1),
            (#""\u12""#, .invalidEscape, 1), (#""\u+041""#, .invalidEscape, 1), ("\"\\u00", .unexpectedEnd, 5),
            ("\"\\é\"", .invalidEscape, 1),
            (#""ab\uD800""#, .loneSurrogate, 3), (#""\uD800x""#, .loneSurrogate, 1),
            (#""\uD800\n""#, .loneSurrogate, 1),
            (#""\uD800\u0041""#, .loneSurrogate, 1), (#""\uDC00""#, .loneSurrogate, 1),
            (#""\uDC00\uD800""#, .loneSurrogate, 1),
            (#""\uD800\uD800\uDC00""#, .loneSurrogate, 1), (#""\uD800\u12""#, .invalidEscape, 7),
            ("\"a\nb\"", .controlCharacter, 2), ("\"\t\"", .controlCharacter, 1), ("\"\u{1F}\"", .controlCharacter, 1),
            ("\"\u{0}\"", .nulCharacter, 1), (#""x\u0000""#, .nulCharacter, 2), (#"{"\u0000":1}"#, .nulCharacter, 2),
            (#"{"a":1,"a":2}"#, .duplicateName, 7), (#"{"a":null,"a":null}"#, .duplicateName, 10),
            (#"{"a":1,"\u0061":1}"#, .duplicateName, 7),
            (#"[{"b":{"a":1,"c":2,"a":3}}]"#, .duplicateName, 19),
        ] as [(String, JSONError.Fault, Int)]
    )
    func refused(text: String, fault: JSONError.Fault, position: Int) {
        #expect(throws: JSONError(fault, at: position)) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test(
        "bytes that are not UTF-8 are refused, with the first bad one",
        arguments: [
            ([0xFF], 0), ([0x61, 0x80], 1), ([0xC3], 0), ([0xC0, 0xAF], 0), ([0xC1, 0xBF], 0), ([0xE0, 0x80, 0xAF], 0),
            ([0xED, 0xA0, 0x80], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0), ([0xC3, 0xA9, 0xE2, 0x82], 2),
            ([0xF0, 0x9F, 0x98], 0),
        ] as [([UInt8], Int)]
    )
    func notUTF8(bytes: [UInt8], offset: Int) {
        for text in [[0x22] + bytes + [0x22], [0x22] + bytes + [0x5C, 0x6E, 0x22]] as [[UInt8]] {
            #expect(throws: JSONError(.invalidUTF8, at: 1 + offset)) { try JSONValue(parsing: text) }
        }
        #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    }

    @Test(
        "UTF-16 is not JSON",
        arguments: [[0xFF, 0xFE, 0x31, 0], [0xFE, 0xFF, 0, 0x31], [0x31, 0], [0, 0x31]] as [[UInt8]]
    )
    func utf16(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    }

    @Test("nesting is allowed up to the limit and no deeper", arguments: [1, 2, 64, 100])
    func depth(limit: Int) throws {
        let arrays = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
        let objects = String(repeating: "{\"a\":", count: limit - 1) + "{}" + String(repeating: "}", count: limit - 1)
        for text in [arrays, objects] {
            #expect(throws: Never.self) { try JSONValue(parsing: Array(text.utf8), maximumDepth: limit) }
            #expect(throws: JSONError(.tooDeep, at: 1)) {
                try JSONValue(parsing: Array("[\(text)]".utf8), maximumDepth: 1)
            }
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array("[\(text)]".utf8), maximumDepth: limit) }
        }
        #expect(throws: JSONError(.tooDeep, at: 64)) {
            try JSONValue(parsing: Array(repeating: UInt8(ascii: "["), count: 1_000_000))
        }
    }

    @Test("brothers do not add to the depth")
    func brothers() throws {
        let text = "[" + Array(repeating: "[{}]", count: 500).joined(separator: ",") + "]"
        #expect(try JSONValue(parsing: Array(text.utf8), maximumDepth: 3).arrayValue?.count == 500)
    }

    @Test("twice the text takes about twice the time")
    func linearTime() throws {
        for unit in ["\"\\u00e9\",", "{\"a\":[1.5]},", "\"\(String(repeating: "x", count: 30))\","] {
            func duration(of count: Int) throws -> Duration {
                let bytes = Array("[\(String(repeating: unit, count: count))0]".utf8)
                return try ContinuousClock().measure { _ = try JSONValue(parsing: bytes) }
            }
            _ = try duration(of: 2_000)
            // Quadratic time would be a hundred times as long as a tenth of the text; the machine may be busy.
            #expect(try duration(of: 40_000) < duration(of: 4_000) * 60 + .milliseconds(500))
        }
    }

    @Test("members keep their order, and 20,000 of them are no trouble")
    func manyMembers() throws {
        let names = (0..<20_000).map { "n\($0 * 7_919 % 20_000)" }
        let text = "{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try JSONValue(parsing: Array(text.utf8)).objectValue?.names == names)
    }

    @Test("no mutation of a text stops the parser, and what it takes it writes and takes again")
    func mutations() throws {
        let sample = Array(
            #"{"type":["h-entry"],"properties":{"content":[{"html":"<p>\u00e9\n𝄞</p>"}],"n":[-1.5e+3,true,null,[]]}}"#
                .utf8
        )
        var generator = SeededGenerator(seed: 8_259)
        for _ in 0..<4_000 {
            var bytes = sample
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<max(1, bytes.count), using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes = Array(bytes.prefix(index))
                case 1 where !bytes.isEmpty: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 2: bytes.insert(sample[Int.random(in: 0..<sample.count, using: &generator)], at: index)
                default: if !bytes.isEmpty { bytes.remove(at: index) }
                }
                if bytes.isEmpty { break }
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            #expect(try JSONValue(parsing: Array(value.text.utf8)) == value)
        }
    }

    @Test("every fault can be said in a sentence", arguments: JSONError.Fault.allCases)
    func sentence(fault: JSONError.Fault) {
        #expect(JSONError(fault, at: 7).description.hasSuffix("(byte 7)."))
    }
}

/// The number that a text writes.
private func number(_ text: String) throws -> JSONNumber {
    try #require(JSONNumber(text))
}
