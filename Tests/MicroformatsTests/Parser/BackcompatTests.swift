import Microformats
import Testing

/// <https://microformats.org/wiki/microformats2-parsing#note_backward_compatibility_details>
@Suite("Classic microformats")
struct BackcompatTests {
    @Test(
        "each root has its type and its own names",
        arguments: [
            ("vcard", "fn", "h-card", "name"), ("adr", "locality", "h-adr", "locality"),
            ("geo", "latitude", "h-geo", "latitude"), ("hentry", "entry-title", "h-entry", "name"),
            ("hfeed", "site-title", "h-feed", "name"), ("vevent", "summary", "h-event", "name"),
            ("hrecipe", "ingredient", "h-recipe", "ingredient"), ("hresume", "skill", "h-resume", "skill"),
            ("hreview", "rating", "h-review", "rating"), ("hproduct", "price", "h-product", "price"),
            ("hreview-aggregate", "count", "h-review-aggregate", "count"), ("hnews", "dateline", "h-news", "dateline"),
        ]
    )
    func roots(root: String, className: String, type: String, property: String) throws {
        try ParserCase(
            "<div class='\(root)'><i class='\(className)'>a</i><i class='p-x entry-nothing'>b</i></div>",
            "{'type':['\(type)'],'properties':{'\(property)':['a']}}"
        ).expectItems()
    }

    @Test(
        "properties",
        arguments: [
            ParserCase(
                "<div class=vcard><a class='fn url' href=/a>A</a></div>",
                "{'name':['A'],'url':['https://example.com/a']}"
            ),
            ParserCase("<a class=vcard href=/a>A</a>", "{}"),
            ParserCase(
                "<div class=vcard><p class=adr><i class=locality>a</i></p></div>",
                "{'adr':[{'type':['h-adr'],'properties':{'locality':['a']},'value':'a'}]}"
            ),
            ParserCase(
                "<div class=vcard><b class=title>t</b><b class=bday>2013-03-14</b></div>",
                "{'job-title':['t'],'bday':['2013-03-14']}"
            ),
            ParserCase(
                "<div class=hentry><b class='author vcard'><i class=fn>A</i></b></div>",
                "{'author':[{'type':['h-card'],'properties':{'name':['A']},'value':'A'}]}"
            ),
            ParserCase(
                "<div class=hentry><a class='author vcard' href=/a>A</a></div>",
                "{'author':[{'type':['h-card'],'properties':{'name':['A'],'url':['https://example.com/a']},'value':'A'}]}"
            ),
            ParserCase(
                "<div class=hentry><b class=author>A</b></div>",
                "{'author':[{'type':['h-card'],'properties':{'name':['A']},'value':'A'}]}"
            ),
            ParserCase(
                "<div class=hentry><div class=entry-content><b>a</b></div></div>",
                "{'content':[{'html':'<b>a</b>','value':'a'}]}"
            ),
            ParserCase(
                "<div class=hentry><a rel='bookmark x' href=/a>a</a></div>",
                "{'url':['https://example.com/a']}"
            ),
            ParserCase("<div class=hentry><a rel=tag href=/tags/c%C3%A9%zz%2>a</a></div>", "{'category':['cé%zz%2']}"),
            ParserCase("<div class=hentry><a rel=tag href='/tags/a/?b#c'>x</a></div>", "{'category':['a']}"),
            ParserCase("<div class=hentry><a rel=tag href='https://a.example/'>x</a><a rel=tag>y</a></div>", "{}"),
            ParserCase("<div class=vcard><a rel=tag href=/tags/a>x</a></div>", "{}"),
            ParserCase(
                "<div class=hreview><p class=item><img class=photo src=/p><a class='fn url' href=/a>A</a></p></div>",
                "{'item':[{'type':['h-item'],'properties':{'photo':['https://example.com/p'],'name':['A'],"
                    + "'url':['https://example.com/a']},'value':'A'}]}"
            ),
            ParserCase(
                "<div class=hreview><p class='item vcard'><b class=fn>A</b></p></div>",
                "{'item':[{'type':['h-card'],'properties':{'name':['A']},'value':'A'}]}"
            ),
            ParserCase(
                "<div class=hreview><a rel='self bookmark' href=/a>a</a><a rel=self href=/b>b</a></div>",
                "{'url':['https://example.com/a']}"
            ),
            ParserCase(
                "<div class=hresume><p class='experience vevent vcard'><b class=summary>S</b><b class=fn>F</b></p></div>",
                "{'experience':[{'type':['h-card','h-event'],'properties':{'name':['S','F']},'value':'S'}]}"
            ),
            ParserCase(
                "<div class=vevent><p class=geo><b class=latitude>1</b></p></div>",
                "{'location':[{'type':['h-geo'],'properties':{'latitude':['1']},'value':'1'}]}"
            ),
            ParserCase(
                "<div class=hnews><a rel=principles href=/a>a</a></div>",
                "{'principles':['https://example.com/a']}"
            ),
            ParserCase(
                "<div class='vcard hentry'><b class=fn>a</b><b class=entry-title>b</b></div>",
                "{'name':['a','b']}"
            ),
            ParserCase("<div class=h-x><b class='p-y fn'>a</b></div>", "{'y':['a']}"),
            ParserCase("<div class='h-x vcard'><b class=fn>a</b></div>", "{'name':['a']}"),
            ParserCase(
                "<div class=h-entry><p class='p-author vcard'><b class='fn p-name'>a</b></p></div>",
                "{'author':[{'type':['h-card'],'properties':{'name':['a']},'value':'a'}]}"
            ),
        ]
    )
    func properties(parserCase: ParserCase) throws {
        try parserCase.expectProperties()
    }

    @Test("an item of microformats2 within a classic one is read as such, and is a child without a classic name")
    func mixed() throws {
        try ParserCase(
            "<div class=hentry><p class='p-author h-card'><b class='fn p-name'>a</b></p></div>",
            "{'type':['h-entry'],'properties':{},'children':[{'type':['h-card'],'properties':{'name':['a']}}]}"
        ).expectItems()
    }

    @Test("an item class alone is nothing")
    func itemAlone() throws {
        try ParserCase("<div class=item><b class=fn>a</b></div>", "").expectItems()
    }
}
