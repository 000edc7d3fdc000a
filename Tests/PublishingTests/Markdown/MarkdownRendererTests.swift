import Microformats
import Publishing
import Testing

@Suite("MarkdownRenderer")
struct MarkdownRendererTests {
    private func render(_ markdown: String) -> String {
        MarkdownRenderer().render(markdown).markup
    }

    @Test("a single line break is a line break, with CRLF too", arguments: ["a\nb", "a\r\nb", "a  \nb"])
    func hardBreaks(markdown: String) {
        #expect(render(markdown) == "<p>a<br />\nb</p>\n")
    }

    @Test(
        "GitHub's tables, strikethrough, autolinks and task lists",
        arguments: [
            (
                "| a | b |\n|:-:|--:|\n| 1 | ~~2~~ |",
                "<table>\n<thead>\n<tr>\n<th align=\"center\">a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n"
                    + "<tbody>\n<tr>\n<td align=\"center\">1</td>\n<td align=\"right\"><del>2</del></td>\n</tr>\n"
                    + "</tbody>\n</table>\n"
            ),
            ("www.example.com", "<p><a href=\"http://www.example.com\">www.example.com</a></p>\n"),
            (
                "- [x] done\n- [ ] open",
                "<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\" aria-label=\"done\" /> done</li>\n"
                    + "<li><input type=\"checkbox\" disabled=\"\" aria-label=\"to do\" /> open</li>\n</ul>\n"
            ),
            (
                "```swift\nlet a = \"<\"\n```",
                "<pre><code class=\"language-swift\">let a = &quot;&lt;&quot;\n</code></pre>\n"
            ),
        ]
    )
    func extensions(markdown: String, html: String) {
        #expect(render(markdown) == html)
    }

    @Test("a footnote and the way back")
    func footnotes() {
        let html = render("a[^n]\n\n[^n]: note")
        #expect(html.contains("<sup class=\"footnote-ref\"><a href=\"#fn-n\" id=\"fnref-n\">1</a></sup>"))
        #expect(html.contains("<section class=\"footnotes\">"))
        #expect(html.contains("<a href=\"#fnref-n\" class=\"footnote-backref\""))
    }

    @Test("HTML in the text is cleaned together with what Markdown makes of the rest")
    func rawHTML() {
        #expect(render("a <b onclick=x>b</b> <script>c</script>") == "<p>a <b>b</b> </p>\n")
        #expect(render("[x](javascript:alert)") == "<p><a>x</a></p>\n")
    }

    @Test(
        "a title on the first line is not repeated in the text",
        arguments: [
            ("# A\n\nb", "<p>b</p>\n"), ("## A\nb", "<p>b</p>\n"), ("\n# A\n\nb", "<p>b</p>\n"), ("# A", ""),
            ("#a tag\n\nb", "<p>#a tag</p>\n<p>b</p>\n"), ("a\n\n# B", "<p>a</p>\n<h1>B</h1>\n"),
            ("A\n===\n\nb", "<h1>A</h1>\n<p>b</p>\n"),
        ]
    )
    func title(markdown: String, html: String) {
        #expect(render(markdown) == html)
    }

    @Test(
        "a NUL, a byte order mark and no text at all are no trouble",
        arguments: [
            ("", ""), ("a\u{0}b", "<p>a\u{FFFD}b</p>\n"), ("\u{FEFF}# A\n\nb", "<p>b</p>\n"),
        ]
    )
    func oddTexts(markdown: String, html: String) {
        #expect(render(markdown) == html)
    }

    @Test(
        "what would cost far more than its size is shown as it was written",
        .timeLimit(.minutes(1)),
        arguments: [
            String(repeating: "a", count: (1 << 20) + 1),
            String(repeating: "![[]()", count: 160_000),
            String(repeating: "a@", count: 400_000),
            String(repeating: "|", count: 20_000) + "\n" + String(repeating: "|-", count: 20_000) + "|\n"
                + String(repeating: "a\n", count: 200_000),
            String(repeating: ">", count: 100_000) + " <b>",
            // What follows asks for hundreds of times its size, in the tree or in the HTML.
            String(repeating: ">", count: 1 << 20),
            String(repeating: "[", count: 1 << 20),
            String(repeating: "[a](<", count: 200_000),
            String(repeating: "*a_b ", count: 200_000),
            String(repeating: "a@b.c ", count: 40_000),
            "[a]: " + String(repeating: "b", count: 100_000) + "\n\n" + String(repeating: "[a]", count: 100_000),
            "<p " + (1...20_000).map { "a\($0)=1" }.joined(separator: " ") + ">",
        ]
    )
    func costly(markdown: String) {
        let html = render(markdown)
        #expect(html.hasPrefix("<pre>"))
        #expect(html.utf8.count < markdown.utf8.count * 6 + 20)
    }

    @Test("texts that are rendered at the same time do not disturb each other")
    func concurrent() async {
        let markdown = "~~a~~ www.example.com ~~b~~"
        let alone = render(markdown)
        #expect(alone.hasPrefix("<p><del>a</del> <a "))
        let others = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<2_000).count { _ in render(markdown) != alone } }
            }
            return await group.reduce(0, +)
        }
        #expect(others == 0)
    }

    @Test("a long note of prose is rendered")
    func longProse() {
        let sentence = "The *quick* fox jumps over the [lazy](https://example.com/dog) dog, and `runs`.\n"
        let html = render(String(repeating: String(repeating: sentence, count: 5) + "\n", count: 2_500))
        #expect(html.hasPrefix("<p>The <em>quick</em> fox"))
    }

    @Test("a long table of ordinary width is rendered")
    func longTable() {
        let rows = String(repeating: "| 1 | -2 | 3 |\n", count: 5_000)
        #expect(render("| a | b | c |\n|---|---|---|\n\(rows)").hasPrefix("<table>"))
    }
}
