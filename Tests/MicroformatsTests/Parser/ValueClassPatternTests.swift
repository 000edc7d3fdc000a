import Microformats
import Testing

/// <https://microformats.org/wiki/value-class-pattern>
@Suite("The value class pattern")
struct ValueClassPatternTests {
    @Test(
        "text is put together from the children marked as the value",
        arguments: [
            ("<b class=value>+1</b> (<b class=value>2</b>)", "+12"),
            ("x<abbr class=value title=t>a</abbr>", "t"),
            ("<img class=value alt=a src=b>", "a"),
            ("<data class=value value=v>a</data>", "v"),
            ("<i class=value-title title=t> </i>a", "t"),
            ("<i class=value> a </i>", "a"),
            ("<i><b class=value>a</b></i>b", "ab"),
        ]
    )
    func text(html: String, value: String) {
        #expect(values("<b class=p-x>\(html)</b>") == [.text(value)])
    }

    @Test("an address of the element itself comes first, else the value")
    func url() {
        #expect(values("<a class=u-x href=/a><b class=value>b</b></a>") == [.url("https://example.com/a")])
        #expect(values("<p class=u-x>x <b class=value>/b</b></p>") == [.url("https://example.com/b")])
    }

    @Test(
        "a date, a time and a zone are put together, the first of each",
        arguments: [
            (["2013-03-14"], "2013-03-14"),
            (["2013-03-14", "15:09"], "2013-03-14 15:09"),
            (["15:09:26", "2013-03-14"], "2013-03-14 15:09:26"),
            (["2013-03-14", "15:09", "-08:00"], "2013-03-14 15:09-0800"),
            (["2013-03-14", "15:09-8:00"], "2013-03-14 15:09-0800"),
            (["2013-03-14", "15:09+0100", "Z"], "2013-03-14 15:09+0100"),
            (["2013-03-14", "15:09", "+08"], "2013-03-14 15:09+0800"),
            (["2013-03-14", "15:09 Z"], "2013-03-14 15:09Z"),
            (["2013-03-14", "7pm"], "2013-03-14 19:00"),
            (["2013-03-14", "7:30 p.m."], "2013-03-14 19:30"),
            (["2013-03-14", "7:30:05AM"], "2013-03-14 07:30:05"),
            (["2013-03-14", "12:15am"], "2013-03-14 00:15"),
            (["2013-03-14", "12:15pm"], "2013-03-14 12:15"),
            (["2013-03-14", "15:09:26.535"], "2013-03-14 15:09:26"),
            (["2013-073", "15:09"], "2013-03-14 15:09"),
            (["2012-366", "15:09"], "2012-12-31 15:09"),
            (["2013-03-14T15:09"], "2013-03-14T15:09"),
            (["2013-03-14 3:09pm", "16:00"], "2013-03-14 15:09"),
            (["2013-03-14", "2014-01-01", "15:09", "16:00"], "2013-03-14 15:09"),
            (["15:09"], "15:09"),
            (["2013-03-14", "25:00"], "2013-03-14"), (["2013-03-14", "15:61"], "2013-03-14"),
            (["2013-03-14", "15:09:61"], "2013-03-14"), (["2013-03-14", "Z"], "2013-03-14"),
        ]
    )
    func dateTime(parts: [String], value: String) {
        let html = parts.map { "<i class=value>\($0)</i>" }.joined(separator: " and ")
        #expect(values("<b class=dt-x>\(html)</b>") == [.text(value)])
    }

    @Test("parts are attributes where the elements have them")
    func attributes() {
        #expect(
            values(
                "<b class=dt-x><time class=value datetime=2013-03-14>a</time><abbr class=value title=15:09>b</abbr>"
                    + "<data class=value value=Z>c</data></b>"
            ) == [.text("2013-03-14 15:09Z")]
        )
        #expect(
            values("<b class=dt-x><i class=value-title title='2013-03-14'> </i>Pi day</b>") == [.text("2013-03-14")]
        )
    }

    @Test(
        "what is neither date nor time is text",
        arguments: [
            "next week", "2013-13-14", "2013-03-32", "2013-367", "2013-000", "2013-3-14", "1:2", "+1", "", "pm",
        ]
    )
    func noDate(text: String) {
        #expect(values("<b class=dt-x>x<i class=value>\(text)</i></b>") == [.text("x" + text)])
    }

    @Test(
        "a time alone takes the date of the property before it",
        arguments: [
            ("<b class=dt-a>2013-03-14T12:00</b><b class=dt-x>15:09</b>", "2013-03-14 15:09"),
            ("<b class=dt-a>2013-03-14</b><b class=dt-x>3:09pm</b>", "2013-03-14 15:09"),
            (
                "<b class=dt-a><i class=value>2013-03-14</i></b><b class=dt-x><i class=value>15:09</i></b>",
                "2013-03-14 15:09"
            ),
            ("<b class=dt-x>15:09</b><b class=dt-a>2013-03-14</b>", "15:09"),
            ("<b class='p-y h-z'><b class=dt-a>2013-03-14</b></b><b class=dt-x>15:09</b>", "15:09"),
        ]
    )
    func impliedDate(html: String, value: String) {
        #expect(values(html) == [.text(value)])
    }

    private func values(_ html: String) -> [PropertyValue]? {
        MicroformatsDocument(html: "<div class=h-y>\(html)</div>", url: ParserCase.page)?.items.first?["x"]
    }
}
