import Microformats
import Testing

@Suite("Microformats within microformats")
struct StructureTests {
    @Test(
        "items, their properties and children",
        arguments: [
            ParserCase("<p>nothing</p>", ""),
            ParserCase(
                "<b class=h-card>A</b><b class=h-card>B</b>",
                "{'type':['h-card'],'properties':{'name':['A']}},{'type':['h-card'],'properties':{'name':['B']}}"
            ),
            ParserCase("<b class='h-b x h-a h-b'></b>", "{'type':['h-a','h-b'],'properties':{'name':['']}}"),
            ParserCase("<b class=h-a id=i>x</b>", "{'type':['h-a'],'properties':{'name':['x']},'id':'i'}"),
            ParserCase("<b class=h-a id=''>x</b>", "{'type':['h-a'],'properties':{'name':['x']}}"),
            ParserCase("<template><b class=h-a>x</b></template>", ""),
            ParserCase(
                "<div class=h-a><b class=h-b>x</b></div>",
                "{'type':['h-a'],'properties':{},'children':[{'type':['h-b'],'properties':{'name':['x']}}]}"
            ),
            ParserCase(
                "<div class=h-a><b class='p-b h-c'>x <i class=p-name>y</i></b></div>",
                "{'type':['h-a'],'properties':{'b':[{'type':['h-c'],'properties':{'name':['y']},'value':'y'}]}}"
            ),
            ParserCase(
                "<div class=h-a><data class='p-b h-c' value=v>y</data></div>",
                "{'type':['h-a'],'properties':{'b':[{'type':['h-c'],'properties':{'name':['y']},'value':'v'}]}}"
            ),
            ParserCase(
                "<div class=h-a><b class='u-b h-c'>x <a class=u-url href=/y>z</a></b></div>",
                "{'type':['h-a'],'properties':{'b':[{'type':['h-c'],'properties':{'url':['https://example.com/y'],"
                    + "'name':['x z']},'value':'https://example.com/y'}]}}"
            ),
            ParserCase(
                "<div class=h-a><a class='u-b h-c' href=/y>z</a></div>",
                "{'type':['h-a'],'properties':{'b':[{'type':['h-c'],'properties':{'name':['z'],"
                    + "'url':['https://example.com/y']},'value':'https://example.com/y'}]}}"
            ),
            ParserCase(
                "<div class=h-a><div class='e-b h-c'><b class=p-d>x</b></div></div>",
                "{'type':['h-a'],'properties':{'b':[{'type':['h-c'],'properties':{'d':['x']},"
                    + "'html':'<b class=\\'p-d\\'>x</b>','value':'x'}]}}"
            ),
            ParserCase(
                "<div class=h-a><img class='u-b h-c' src=/y alt=z></div>",
                "{'type':['h-a'],'properties':{'b':[{'type':['h-c'],'properties':{'name':['z'],"
                    + "'photo':[{'value':'https://example.com/y','alt':'z'}]},'value':'https://example.com/y','alt':'z'}]}}"
            ),
            ParserCase(
                "<div class=h-a><b class='p-b dt-d h-c'>x</b></div>",
                "{'type':['h-a'],'properties':{'b':[{'type':['h-c'],'properties':{'name':['x']},'value':'x'}],"
                    + "'d':[{'type':['h-c'],'properties':{'name':['x']},'value':'x'}]}}"
            ),
            ParserCase(
                "<div class=h-a><div class=e-b><i class=p-c>x</i></div></div>",
                "{'type':['h-a'],'properties':{'b':[{'html':'<i class=\\'p-c\\'>x</i>','value':'x'}],'c':['x']}}"
            ),
            ParserCase(
                "<div class=h-a><b class='p-b h-c'><i class='p-name h-d'>x</i></b></div>",
                "{'type':['h-a'],'properties':{'b':[{'type':['h-c'],'properties':{'name':[{'type':['h-d'],"
                    + "'properties':{'name':['x']},'value':'x'}]},'value':'x'}]}}"
            ),
        ]
    )
    func items(parserCase: ParserCase) throws {
        try parserCase.expectItems()
    }

    @Test("values and addresses of an item, whatever they are written as")
    func reading() throws {
        let document = try #require(
            MicroformatsDocument(
                html: """
                    <div class=h-entry><a class=u-in-reply-to href=/a>a</a><div class='p-in-reply-to h-cite'>
                    <a class='u-url p-name' href=/b>B</a></div><b class=p-in-reply-to>c</b><b class=e-in-reply-to>d</b>
                    <img class=u-in-reply-to src=/e alt=E><b class='p-in-reply-to h-cite'><i class=p-x></i>f</b></div>
                    """,
                url: ParserCase.page
            )
        )
        let entry = try #require(document.items.first)
        #expect(
            entry.addresses(of: "in-reply-to")
                == ["https://example.com/a", "https://example.com/b", "c", "https://example.com/e", "f"]
        )
        #expect(
            entry["in-reply-to"].map(\.plainText)
                == ["https://example.com/a", "B", "c", "d", "https://example.com/e", "f"]
        )
        #expect(entry.text(of: "in-reply-to") == "https://example.com/a")
        #expect(entry.text(of: "name") == nil)
        #expect(document.allItems.map(\.types) == [["h-entry"], ["h-cite"], ["h-cite"]])
        #expect(entry.isA("h-entry") && !entry.isA("h-cite"))
    }
}

/// <https://microformats.org/wiki/microformats2-parsing#parse_a_hyperlink_element_for_rel_microformats>
@Suite("Links with rel")
struct RelTests {
    @Test("each relation has its addresses, each address its relations and the first of what else is said")
    func rels() throws {
        let document = try #require(
            MicroformatsDocument(
                html: """
                    <link rel="me  webmention" href="/a"><a rel="me author" href="/a" title="T" type="t"> A b </a>
                    <area rel="me" href="/b" hreflang="en" media="m"><a rel="next" >no address</a><a rel="" href="/c">c</a>
                    <template><a rel="me" href="/d">d</a></template><a rel="me" href="/a" title="second">2</a>
                    """,
                url: ParserCase.page
            )
        )
        #expect(
            document.rels == [
                "me": ["https://example.com/a", "https://example.com/b"],
                "webmention": ["https://example.com/a"], "author": ["https://example.com/a"],
            ]
        )
        #expect(Set(document.relURLs.keys) == ["https://example.com/a", "https://example.com/b"])
        let first = try #require(document.relURLs["https://example.com/a"])
        #expect(first.rels == ["me", "webmention", "author"])
        #expect(first.text == "")
        #expect(first.title == "T" && first.type == "t" && first.media == nil)
        let second = document.relURLs["https://example.com/b"]
        #expect(second?.hreflang == "en" && second?.media == "m" && second?.rels == ["me"])
    }

    @Test(
        "relative addresses are relative to the page's base",
        arguments: [
            ("", "https://example.com/folder/x"), ("<base href='/other/'>", "https://example.com/other/x"),
            ("<base href='https://a.example/b/c'>", "https://a.example/b/x"),
            ("<base target=t><base href=/one/><base href=/two/>", "https://example.com/one/x"),
            ("<base href='data:text/plain,'>", "https://example.com/folder/x"),
            ("<base href='javascript:x'>", "https://example.com/folder/x"),
            ("<template><base href='/other/'></template>", "https://example.com/folder/x"),
        ]
    )
    func base(head: String, url: String) {
        let page = "<head>\(head)</head><a class=h-card rel=me href=x>a</a>"
        let document = MicroformatsDocument(html: page, url: ParserCase.page)
        #expect(document?.rels["me"] == [url])
        #expect(document?.items.first?.addresses(of: "url") == [url])
    }

    @Test("a page without an address leaves relative ones as they are")
    func noAddress() {
        #expect(MicroformatsDocument(html: "<a rel=me href=x>a</a>", url: "")?.rels["me"] == ["x"])
    }
}
