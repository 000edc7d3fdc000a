import Microformats
import Testing

/// <https://microformats.org/wiki/microformats2-parsing#parsing_for_implied_properties>
@Suite("Implied properties")
struct ImpliedPropertyTests {
    @Test(
        "the name",
        arguments: [
            ("<b class=h-x> a  b </b>", "a b"),
            ("<img class=h-x alt=a>", "a"),
            ("<area class=h-x alt=a>", "a"),
            ("<abbr class=h-x title=t>a</abbr>", "t"),
            ("<abbr class=h-x title=''>a</abbr>", "a"),
            ("<b class=h-x>c<img alt=a></b>", "a"),
            ("<b class=h-x><abbr title=t>a</abbr></b>", "t"),
            ("<b class=h-x><i><img alt=a></i></b>", "a"),
            ("<b class=h-x><i><abbr title=t>a</abbr></i></b>", "t"),
            ("<b class=h-x>c<img alt=a><img alt=b></b>", "c a b"),
            ("<b class=h-x>c<img alt=''></b>", "c"),
            ("<b class=h-x>c<img src=d></b>", "c"),
            ("<b class=h-x><i><u><img alt=a></u></i>c</b>", "a c"),
            ("<b class=h-x><template>t</template><img alt=a></b>", "a"),
        ]
    )
    func name(html: String, name: String) throws {
        #expect(try item(html)["name"] == [.text(name)])
    }

    @Test(
        "no name where the author named any text or markup, or nested an item",
        arguments: [
            "<b class=h-x>a<i class=p-y>b</i></b>", "<b class=h-x>a<i class=e-y>b</i></b>",
            "<b class=h-x>a<i class=h-y>b</i></b>", "<b class=h-x>a<i><u class='u-y h-y'>b</u></i></b>",
            "<b class=h-x>a<i class='vcard'>b</i></b>",
        ]
    )
    func noName(html: String) throws {
        #expect(try item(html)["name"].isEmpty)
    }

    @Test("a name beside an address or a date", arguments: ["u-y", "dt-y"])
    func nameBeside(className: String) throws {
        #expect(try item("<b class=h-x>a<i class=\(className)>b</i></b>")["name"] == [.text("ab")])
    }

    @Test("an empty name that the author wrote is not replaced")
    func emptyName() throws {
        #expect(try item("<b class=h-x>a<i class=u-name></i></b>")["name"] == [.url(ParserCase.page)])
    }

    @Test(
        "the photo",
        arguments: [
            ("<img class=h-x src=/a>", "https://example.com/a"),
            ("<object class=h-x data=/a></object>", "https://example.com/a"),
            ("<b class=h-x><img src=/a>c<i>d</i></b>", "https://example.com/a"),
            ("<b class=h-x><object data=/a></object><i>d</i></b>", "https://example.com/a"),
            ("<b class=h-x><i><img src=/a><u>d</u></i></b>", "https://example.com/a"),
            ("<b class=h-x><i><object data=/a></object></i></b>", "https://example.com/a"),
            ("<b class=h-x><img><object data=/a></object></b>", "https://example.com/a"),
            ("<b class=h-x><img src=/a><img src=/b></b>", nil),
            ("<b class=h-x><i></i><u><img src=/a></u></b>", nil),
            ("<b class=h-x><i><u><img src=/a></u></i></b>", nil),
            ("<b class=h-x><img class=h-y src=/a></b>", nil),
            ("<b class=h-x><object data=''></object></b>", nil),
            ("<b class=h-x><img src=/a><i class=u-y>d</i></b>", nil),
            ("<b class=h-x><img src=/a><i class=h-y>d</i></b>", nil),
            ("<b class=h-x><img src=/a><i class=p-y>d</i></b>", "https://example.com/a"),
        ] as [(String, String?)]
    )
    func photo(html: String, photo: String?) throws {
        #expect(try item(html)["photo"] == [photo.map(PropertyValue.url)].compactMap(\.self))
    }

    @Test("the alternative text of an implied photo is kept")
    func alt() throws {
        #expect(
            try item("<b class=h-x><img src=/a alt=t></b>")["photo"] == [.image(url: "https://example.com/a", alt: "t")]
        )
    }

    @Test(
        "the address",
        arguments: [
            ("<a class=h-x href=/a>b</a>", "https://example.com/a"),
            ("<a class=h-x href=''>b</a>", ParserCase.page),
            ("<area class=h-x href=/a>", "https://example.com/a"),
            ("<b class=h-x><a href=/a>c</a><i>d</i></b>", "https://example.com/a"),
            ("<b class=h-x><i><a href=/a>c</a><u>d</u></i></b>", "https://example.com/a"),
            ("<b class=h-x><map><area href=/a></map></b>", "https://example.com/a"),
            ("<b class=h-x><a>c</a><area href=/a></b>", "https://example.com/a"),
            ("<b class=h-x><a href=/a>c</a><a href=/b>d</a></b>", nil),
            ("<b class=h-x><a class=h-y href=/a>c</a></b>", nil),
            ("<b class=h-x><i class=h-y><a href=/a>c</a></i></b>", nil),
            ("<b class=h-x><a href=/a>c</a><i class=u-y>d</i></b>", nil),
            ("<a class=h-x>b</a>", nil),
        ] as [(String, String?)]
    )
    func url(html: String, url: String?) throws {
        #expect(try item(html)["url"] == [url.map(PropertyValue.url)].compactMap(\.self))
    }

    private func item(_ html: String) throws -> MicroformatsItem {
        try #require(MicroformatsDocument(html: html, url: ParserCase.page)?.items.first)
    }
}
