import Publishing
import Testing

@Suite("MarkdownSummary")
struct MarkdownSummaryTests {
    @Test(
        "only a heading with # on the first line is a name",
        arguments: [
            ("# First *light*\n\ntext", "First light"), ("## `a` & b", "a & b"), ("\r\n# A\r\n", "A"),
            ("\u{FEFF}# A", "A"),
            ("text\n\n# B", nil), ("#hashtag text", nil), ("", nil), ("A\n===", nil), ("#", nil), ("    # code", nil),
        ] as [(String, String?)]
    )
    func name(markdown: String, name: String?) {
        #expect(MarkdownSummary(markdown).name == name)
    }

    @Test(
        "the first line has no markup",
        arguments: [
            ("**Bold** and [a link](https://a.example/)\nmore", "Bold and a link"), ("- one\n- two", "one"),
            ("> quoted", "quoted"), ("![alt](a.png) b", "alt b"), ("<em>a</em> b", "a b"), ("# Name\n\ntext", "text"),
            ("a[^1]\n\n[^1]: foot", "a"), ("```\ncode\n```", "code"), ("", ""), ("# Name", ""),
        ]
    )
    func firstLine(markdown: String, line: String) {
        #expect(MarkdownSummary(markdown).firstLine == line)
    }

    @Test("a long line is cut after a word, at 100 characters at most")
    func cut() {
        let line = MarkdownSummary(String(repeating: "seven77 ", count: 40)).firstLine
        #expect(line.count <= 100)
        #expect(line.hasSuffix("seven77…"))
    }

    @Test("a line of 100 characters is whole, one without spaces is cut where it must be")
    func limits() {
        let exact = String(repeating: "字", count: 100)
        #expect(MarkdownSummary(exact).firstLine == exact)
        #expect(MarkdownSummary(exact + "字").firstLine == exact.dropLast() + "…")
    }

    @Test("the excerpt runs over lines, and stops before footnotes")
    func excerpt() {
        #expect(MarkdownSummary("# T\n\na\nb[^1]\n\nc\n\n[^1]: d").excerpt == "a b c")
        #expect(MarkdownSummary(String(repeating: "word ", count: 100)).excerpt.count <= 200)
    }

    @Test(
        "the first line is cut after a word at 100 characters",
        arguments: [
            (String(repeating: "a", count: 100), String(repeating: "a", count: 100)),
            (String(repeating: "a", count: 101), String(repeating: "a", count: 99) + "…"),
            (String(repeating: "word ", count: 20) + "more", String(repeating: "word ", count: 19) + "word…"),
            (String(repeating: "é", count: 100), String(repeating: "é", count: 100)),
            (String(repeating: "日", count: 150), String(repeating: "日", count: 99) + "…"),
            ("two  spaces\r\nand a line", "two spaces"),
        ]
    )
    func cut(markdown: String, firstLine: String) {
        #expect(MarkdownSummary(markdown).firstLine == firstLine)
    }
}
