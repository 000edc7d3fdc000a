import Testing
import Web

@Suite("MultipartParser")
struct MultipartParserTests {
    static func part(_ name: String, _ content: String) -> String {
        "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(content)\r\n"
    }

    /// Bodies that tempt a search to lose its way, and what is in them.
    static let samples: [(String, [String])] = [
        (part("a", "1") + part("b", "2") + "--b--\r\n", ["a=1", "b=2"]),
        (part("a", "") + "--b--", ["a="]),
        ("--b--\r\n", []),
        ("preamble\r\n-- b\r\n\r\n\(part("a", "1"))--b--\r\nepilogue\r\n--b\r\n", ["a=1"]),
        ("\r\n\(part("a", "1"))--b--", ["a=1"]),
        ("--b \t \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b-- \r\n", ["a=1"]),
        (
            part("a", "\r\n\r\n--\r\n-\r\r\n--c\r\n-b\n--b--\r\r") + "--b--",
            ["a=\r\n\r\n--\r\n-\r\r\n--c\r\n-b\n--b--\r\r"]
        ),
        (part("a", "\r\r\r\n\r") + part("b", "--") + "--b--", ["a=\r\r\r\n\r", "b=--"]),
        // The line break that ends a header may be the one that begins the delimiter (RFC 2046, section 5.1.1).
        ("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--", ["a="]),
        (part("a", "-") + part("a", "\r\n-") + part("a", "\r\n--") + "--b--", ["a=-", "a=\r\n-", "a=\r\n--"]),
    ]

    @Test("every sample, split at every byte, gives its parts", arguments: samples)
    func splits(body: String, summary: [String]) throws {
        let bytes = Array(body.utf8)
        for index in 0...bytes.count {
            let form = try ParsedForm([bytes[..<index], bytes[index...]])
            #expect(form.summary == summary, "split at \(index)")
        }
        #expect(try ParsedForm(bytes.indices.map { bytes[$0...$0] }).summary == summary)
    }

    @Test("what a browser sends")
    func browser() throws {
        let boundary = "----WebKitFormBoundaryx8Jj9mG7kW3TQ2aL"
        let body = """
            --\(boundary)\r
            Content-Disposition: form-data; name="content"\r
            \r
            Hello,\r
            wörld\r
            --\(boundary)\r
            Content-Disposition: form-data; name="photo"; filename="a.png"\r
            Content-Type: image/png\r
            \r
            \u{89}PNG\r\n\u{1A}\n\r
            --\(boundary)--\r

            """
        let form = try ParsedForm(body, boundary: boundary)
        #expect(form.summary == ["content=Hello,\r\nwörld", "photo=\u{89}PNG\r\n\u{1A}\n"])
        #expect(form.fields.last?.part.contentType == MediaType("image/png"))
    }

    @Test(
        "what is wrong, at every split",
        arguments: [
            ("", MultipartError.unterminated), ("--b", .unterminated), ("--b-", .unterminated),
            ("--b\r\n", .unterminated),
            ("text", .unterminated), (part("a", "1"), .unterminated), (part("a", "1") + "--b\r\n", .unterminated),
            (part("a", "1") + "--b-", .unterminated), (part("a", "1") + "--B--", .unterminated),
            ("x--b--", .unterminated), ("\n--b--", .unterminated),
            (part("a", "1") + "--bx--", .malformedDelimiter), ("--b-x", .malformedDelimiter),
            ("--b -", .malformedDelimiter),
            ("--b\r\r\n", .malformedDelimiter), ("--b x\r\n", .malformedDelimiter), ("--b\r--", .malformedDelimiter),
            ("--b\nContent-Disposition: form-data; name=a\n\n1\n--b--\n", .bareLineFeed),
            ("--b \n", .bareLineFeed), ("--b\r\n\n", .bareLineFeed), ("--b\r\n\r\n", .missingName),
            ("--b\r\n--b--\r\n", .unterminated), ("--b\r\n--b--\r\n\r\n", .malformedHeader),
        ]
    )
    func refusals(body: String, error: MultipartError) throws {
        let bytes = Array(body.utf8)
        for index in 0...bytes.count {
            #expect(throws: error, "split at \(index)") { try ParsedForm([bytes[..<index], bytes[index...]]) }
        }
    }

    @Test(
        "boundaries that cannot be",
        arguments: ["", " ", "a ", "a\r", "a\nb", "ä", "a\u{0}", String(repeating: "a", count: 71)]
    )
    func boundaries(boundary: String) {
        #expect(throws: MultipartError.invalidBoundary) { try MultipartParser(boundary: boundary) }
    }

    @Test(
        "boundaries of all that clients send",
        arguments: ["*****", "---", "a b", "'()+_,-./:=?", "{b}", String(repeating: "-", count: 70)]
    )
    func odd(boundary: String) throws {
        let content = "\r\n--\(boundary.dropLast())\r\n"
        let header = "Content-Disposition: form-data; name=a\r\n\r\n"
        let form = try ParsedForm("--\(boundary)\r\n\(header)\(content)\r\n--\(boundary)--", boundary: boundary)
        #expect(form.summary == ["a=\(content)"])
    }

    @Test("an error stays")
    func dead() throws {
        var parser = try MultipartParser(boundary: "b")
        #expect(throws: MultipartError.malformedDelimiter) { try parser.feed(ArraySlice("--bx".utf8)) }
        #expect(throws: MultipartError.malformedDelimiter) { try parser.feed(ArraySlice("\r\n--b--".utf8)) }
        #expect(throws: MultipartError.malformedDelimiter) { try parser.finish() }
    }

    @Test("content goes on in as few events as there are pieces, however like a delimiter it looks")
    func events() throws {
        var parser = try MultipartParser(boundary: "bound")
        _ = try parser.feed(ArraySlice("--bound\r\nContent-Disposition: form-data; name=a\r\n\r\n".utf8))
        let piece = ArraySlice(String(repeating: "\r\n--boun\r\r\n-", count: 1_000).utf8)
        let first = try parser.feed(piece)
        #expect(first == [.bytes(piece.dropLast(3))])
        #expect(try parser.feed(piece) == [.bytes(ArraySlice("\r\n-".utf8)), .bytes(piece.dropLast(3))])
    }
}
