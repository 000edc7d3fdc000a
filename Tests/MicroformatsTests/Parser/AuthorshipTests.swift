import Microformats
import Testing

/// <https://indieweb.org/authorship-spec>
@Suite("Authorship")
struct AuthorshipTests {
    @Test("an h-card of the entry is its author")
    func card() throws {
        #expect(try author("<div class=h-entry><a class='p-author h-card' href=/a>A</a></div>").cardName == "A")
    }

    @Test(
        "an author that is no h-card is a page or a name",
        arguments: [
            ("<a class=u-author href=/a>A</a>", Authorship.page("https://example.com/a")),
            ("<b class=p-author>A</b>", .name("A")),
            ("<b class=p-author>https://a.example/</b>", .page("https://a.example/")),
            ("<a class=u-author href=mailto:a@a.example>A</a>", .name("mailto:a@a.example")),
            ("<b class='p-author h-x'>A</b>", .name("A")), ("<b class=p-author></b>", .unknown), ("", .unknown),
        ]
    )
    func property(html: String, author expected: Authorship) throws {
        #expect(try author("<div class=h-entry><b class=p-name>N</b>\(html)</div>") == expected)
    }

    @Test("an entry without an author has that of its feed, its own comes first")
    func feed() throws {
        let feed = "<div class=h-feed><b class='p-author h-card'>F</b>"
        #expect(try author(feed + "<div class=h-entry>e</div></div>").cardName == "F")
        #expect(try author(feed + "<div class=h-entry><b class=p-author>E</b></div></div>") == .name("E"))
        #expect(try author(feed + "</div><div class=h-entry>e</div>") == .unknown)
    }

    @Test("rel=author speaks for the one entry of a page, and for none of several")
    func rel() throws {
        let link = "<link rel=author href=/a><link rel=author href=/b>"
        #expect(try author(link + "<p class=h-entry>e</p>") == .page("https://example.com/a"))
        #expect(try author(link + "<p class=h-feed><i class=h-entry>e</i></p>") == .page("https://example.com/a"))
        #expect(try author(link + "<p class=h-entry>e</p><p class=h-entry>f</p>") == .unknown)
        #expect(
            try author(link + "<div class=h-entry>e<p class='u-comment h-cite h-entry'>c</p></div>")
                == .page("https://example.com/a")
        )
    }

    @Test(
        "the author's page has a card for its address",
        arguments: [
            ("<a class=h-card href=/x>X</a><p class=h-card><a class='u-url u-uid p-name' href=/a>A</a></p>", "A"),
            ("<a class=h-card href=/a>X</a><a class=h-card rel=me href=/b>B</a>", "B"),
            ("<a class=h-card href=/a>X</a>", "E"), ("", "E"),
        ]
    )
    func authorPage(html: String, name: String) throws {
        let authorPage = try #require(MicroformatsDocument(html: html, url: "https://example.com/a"))
        let entryPage = try #require(
            MicroformatsDocument(
                html: "<a class=h-card href=/z>Z</a><a class=h-card href=/a>E</a>",
                url: ParserCase.page
            )
        )
        let card = Authorship.card(of: "https://example.com/a", on: authorPage, entryPage: entryPage)
        #expect(card?.text(of: "name") == name)
    }

    @Test("without the author's page, a card on the entry's page will do, and there may be none")
    func unreachable() throws {
        let page = try #require(MicroformatsDocument(html: "<a class=h-card href=/a>E</a>", url: ParserCase.page))
        #expect(
            Authorship.card(of: "https://EXAMPLE.com/a", on: nil, entryPage: page)?.text(of: "name") == "E"
        )
        #expect(Authorship.card(of: "https://example.com/b", on: nil, entryPage: page) == nil)
    }

    private func author(_ html: String) throws -> Authorship {
        let document = try #require(MicroformatsDocument(html: html, url: ParserCase.page))
        let entry = try #require(document.allItems.first { $0.isA("h-entry") })
        return Authorship(of: entry, in: document)
    }
}

/// <https://microformats.org/wiki/representative-h-card-parsing>
@Suite("The representative h-card")
struct RepresentativeHCardTests {
    private static let own = "<p class=h-card><a class='u-url u-uid p-name' href=/>own</a></p>"
    private static let me = "<p class=h-card><a class='u-url p-name' rel=me href=/me>me</a></p>"
    private static let other = "<p class=h-card><a class='u-url p-name' href=/o>other</a></p>"
    private static let page = "<p class=h-card><a class='u-url p-name' href=/>page</a></p>"

    @Test(
        "uid and url are the page, or url is a rel=me, or it is the only one and url is the page",
        arguments: [
            (other + me + own, "own"), (other + me + page, "me"), (page, "page"), (other + page, nil), (other, nil),
            (
                "<div class=h-entry><div class='p-author h-card'><a class='u-url u-uid p-name' href=/>in</a></div></div>",
                "in"
            ),
            ("<p class=h-card><a class=u-url href=/o></a><a class='u-uid p-name' href=/>x</a></p>", nil), ("", nil),
        ] as [(String, String?)]
    )
    func rules(html: String, name: String?) throws {
        let document = try #require(MicroformatsDocument(html: html, url: "https://example.com/"))
        #expect(RepresentativeHCard(of: document, at: "https://Example.com")?.card.text(of: "name") == name)
    }
}

extension Authorship {
    fileprivate var cardName: String? {
        if case .card(let card) = self { card.text(of: "name") } else { nil }
    }
}
