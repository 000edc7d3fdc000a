import Microformats
import Testing

/// <https://microformats.org/wiki/microformats2-parsing#parse_an_element_for_properties>
@Suite("Microformats properties")
struct PropertyTests {
    @Test(
        "a p- property is its title, value or alt, or else its text",
        arguments: [
            ("<b class=p-x> a <i>b</i> </b>", "a b"),
            ("<abbr class=p-x title=' t '>a</abbr>", " t "),
            ("<abbr class=p-x>a</abbr>", "a"),
            ("<link class=p-x title=t>", "t"),
            ("<data class=p-x value=v>a</data>", "v"),
            ("<data class=p-x value>a</data>", ""),
            ("<input class=p-x value=v>", "v"),
            ("<img class=p-x src=a alt=i>", "i"),
            ("<img class=p-x src=a>", "https://example.com/folder/a"),
            ("<area class=p-x alt=i>", "i"),
            ("<a class=p-x href=h title=t>a</a>", "a"),
            ("<b class=p-x>a<script>s</script><style>t</style><template>u</template>b</b>", "ab"),
            ("<b class=p-x>a<img src=b alt=c>d</b>", "a c d"),
            ("<b class=p-x>a<img src=b>d</b>", "a https://example.com/folder/b d"),
            ("<b class=p-x>&lt;b&gt; &amp;</b>", "<b> &"),
        ]
    )
    func text(html: String, value: String) throws {
        #expect(try values(html) == [.text(value)])
    }

    @Test(
        "text is read as it is shown",
        arguments: [
            ("a\n\t  b", "a b"), ("a<br>b", "a\nb"), ("a<br> b", "a\nb"), ("<p>a</p><p>b</p>", "a\n\nb"),
            ("<p>a</p>\n<p>b</p>", "a\n\nb"), ("a<p>b</p>c", "a\nb\nc"), ("x <pre>a\n  b</pre> y", "xa\n  b y"),
            (" \u{A0}a\u{A0} ", "a"), ("<i> a</i> <b> b </b>", "a  b"), ("<!-- c -->a", "a"), ("", ""),
            ("<p> </p>", ""),
        ]
    )
    func renderedText(html: String, value: String) throws {
        #expect(try values("<div class=p-x>\(html)</div>") == [.text(value)])
    }

    @Test(
        "a u- property is its address, made absolute, or else its text",
        arguments: [
            ("<a class=u-x href=a>b</a>", "https://example.com/folder/a"),
            ("<a class=u-x href=''>b</a>", "https://example.com/folder/page?q"),
            ("<a class=u-x href='#f'>b</a>", "https://example.com/folder/page?q#f"),
            ("<a class=u-x href=//h.example/a>b</a>", "https://h.example/a"),
            ("<a class=u-x href=mailto:a@b.example>b</a>", "mailto:a@b.example"),
            ("<area class=u-x href=/a>", "https://example.com/a"),
            ("<link class=u-x href=a>", "https://example.com/folder/a"),
            ("<audio class=u-x src=a></audio>", "https://example.com/folder/a"),
            ("<video class=u-x src=a poster=b></video>", "https://example.com/folder/a"),
            ("<video class=u-x poster=b></video>", "https://example.com/folder/b"),
            ("<video><source class=u-x src=a></video>", "https://example.com/folder/a"),
            ("<iframe class=u-x src=a></iframe>", "https://example.com/folder/a"),
            ("<object class=u-x data=a></object>", "https://example.com/folder/a"),
            ("<abbr class=u-x title=a>b</abbr>", "https://example.com/folder/a"),
            ("<data class=u-x value=a>b</data>", "https://example.com/folder/a"),
            ("<b class=u-x>a</b>", "https://example.com/folder/a"),
            ("<b class=u-x>12:30</b>", "https://example.com/folder/12:30"),
            ("<b class=u-x>https://a.example/<img src=b alt=c></b>", "https://a.example/"),
            ("<img class=u-x src=a>", "https://example.com/folder/a"),
            ("<a class=u-x href='a&#1;b'>b</a>", "a\u{1}b"),
        ]
    )
    func url(html: String, value: String) throws {
        #expect(try values(html) == [.url(value)])
    }

    @Test("an image with an alternative text keeps it, an empty one too", arguments: ["t", ""])
    func image(alt: String) throws {
        #expect(
            try values("<img class=u-x src=a alt='\(alt)'>") == [.image(url: "https://example.com/folder/a", alt: alt)]
        )
    }

    @Test(
        "an e- property is its markup with absolute addresses, and its text",
        arguments: [
            (" <b>a</b> ", "<b>a</b>", "a"),
            ("<a href=a>b</a>", "<a href=\"https://example.com/folder/a\">b</a>", "b"),
            ("<img src=a alt='&quot;'>", "<img src=\"https://example.com/folder/a\" alt=\"&quot;\">", "\""),
            ("<q cite=a>b</q>", "<q cite=\"https://example.com/folder/a\">b</q>", "b"),
            ("a &lt; b", "a &lt; b", "a < b"),
            ("a<br>b", "a<br>b", "a\nb"),
            ("<script>1<2</script>a", "<script>1<2</script>a", "a"),
            ("<template><b>a</b></template>b", "b", "b"),
            ("<pre>\n\na</pre>", "<pre>\n\na</pre>", "\na"),
            ("<!-- c -->a", "a", "a"),
            ("", "", ""),
        ]
    )
    func markup(html: String, expected: String, text: String) throws {
        #expect(try values("<div class=e-x>\(html)</div>") == [.markup(html: expected, value: text)])
    }

    @Test(
        "a dt- property is its datetime, title or value, or else its text",
        arguments: [
            ("<time class=dt-x datetime='2013-03-14T15:09:26+01:00'>a</time>", "2013-03-14T15:09:26+01:00"),
            ("<ins class=dt-x datetime=2013-03-14>a</ins>", "2013-03-14"),
            ("<del class=dt-x datetime=2013-03-14>a</del>", "2013-03-14"),
            ("<abbr class=dt-x title=2013-03-14>a</abbr>", "2013-03-14"),
            ("<data class=dt-x value=2013-03-14>a</data>", "2013-03-14"),
            ("<input class=dt-x value=P1D>", "P1D"),
            ("<time class=dt-x> 2013-03-14 </time>", "2013-03-14"),
            ("<b class=dt-x>next week</b>", "next week"),
        ]
    )
    func dateTime(html: String, value: String) throws {
        #expect(try values(html) == [.text(value)])
    }

    @Test(
        "a class name counts when it is a prefix and words of lower-case letters",
        arguments: [
            ("p-x", "x"), ("p-in-reply-to", "in-reply-to"), ("p-x1-y", "x1-y"), ("p-1-y", "1-y"), ("p-x1", nil),
            ("p-X", nil), ("P-x", nil), ("p-", nil), ("p-x-", nil), ("p--x", nil), ("p-x-y1", nil), ("px", nil),
            ("q-x", nil), ("p-é", nil), ("p", nil), ("-x", nil),
        ] as [(String, String?)]
    )
    func names(className: String, property: String?) throws {
        let item = try item("<b class='h-y e-z'><i class='\(className)'>a</i></b>")
        #expect(item.properties.map(\.name).filter { $0 != "name" } == [property].compactMap(\.self))
    }

    @Test("a property has one value for each element, and an element one for each of its properties")
    func several() throws {
        try ParserCase(
            "<div class=h-x><b class='p-b p-a p-b'>1</b><b class=p-a>2</b><a class='p-c u-c' href=/>3</a></div>",
            "{'b':['1'],'a':['1','2'],'c':['3','https://example.com/']}"
        ).expectProperties()
    }
}

/// The values of `x` in an item of which nothing is implied.
private func values(_ html: String) throws -> [PropertyValue] {
    try item("<div class=h-y>\(html)</div>")["x"]
}

private func item(_ html: String) throws -> MicroformatsItem {
    try #require(MicroformatsDocument(html: html, url: ParserCase.page)?.items.first)
}
