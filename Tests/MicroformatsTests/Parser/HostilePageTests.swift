import Microformats
import TestSupport
import Testing

@Suite("Pages that mean harm")
struct HostilePageTests {
    @Test("what nests deeper than any page is left out")
    func depth() throws {
        let deep = String(repeating: "<div class='h-x p-y'>", count: 400) + "a"
        let document = try #require(MicroformatsDocument(html: deep, url: ParserCase.page))
        #expect((150...201).contains(document.allItems.count))
    }

    @Test("items under two names each, twenty deep, are refused rather than written out")
    func doubling() {
        let bomb = String(repeating: "<div class='h-x p-a p-b'>", count: 60) + "a"
        #expect(MicroformatsDocument(html: bomb, url: ParserCase.page) == nil)
        let few = String(repeating: "<div class='h-x p-a p-b'>", count: 6) + "a"
        #expect(MicroformatsDocument(html: few, url: ParserCase.page)?.allItems.count == 63)
    }

    @Test(
        "properties within properties that each repeat a long text are refused",
        arguments: ["p-a", "u-a", "dt-a", "e-a"]
    )
    func repetition(className: String) {
        let bomb = String(repeating: "<div class='\(className)'>", count: 180) + String(repeating: "a ", count: 20_000)
        #expect(MicroformatsDocument(html: "<div class=h-x>" + bomb, url: ParserCase.page) == nil)
    }

    @Test(
        "long pages take time in proportion",
        arguments: [
            "<b class=p-a>x</b>", "<b class='h-x p-a p-b'>", "<p class=vcard><a class='fn url' rel=tag href=/>x</a>",
            "<i class=value>1</i>", "<a rel='me author' href=/a></a>", "<img src=x alt=y>", "<br> ", "<p> ", "<pre> \n",
            "<td class=dt-x>2013-03-14", "<time class=dt-x datetime=15:09>", "x ", "<base href=/a/>",
        ]
    )
    func long(piece: String) throws {
        let clock = ContinuousClock()
        func time(_ count: Int) -> Duration {
            let html = "<div class=h-entry>" + String(repeating: piece, count: count)
            return clock.measure { _ = MicroformatsDocument(html: html, url: ParserCase.page) }
        }
        let small = min(time(500), time(500))
        // Eight times as much may take twenty times as long on a busy machine; a square would be sixty-four times.
        #expect(time(4_000) < small * 30 + .milliseconds(200))
    }

    @Test("many class names, relations and properties are no more than long")
    func names() throws {
        let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
        let names = letters.flatMap { first in letters.flatMap { second in letters.map { first + second + $0 } } }
        let html =
            "<a class=h-x rel='\(names.joined(separator: " "))' href=/><b class='"
            + names.map { "p-" + $0 }.joined(separator: " ") + "'>x</b>"
        let document = try #require(MicroformatsDocument(html: html, url: ParserCase.page))
        #expect(document.items.first?.properties.count == 17_576)
        #expect(document.rels.count == 17_576)
    }

    @Test("2,000 mutations of pages neither trap nor take long", arguments: 0..<20)
    func mutations(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let clock = ContinuousClock()
        for _ in 0..<100 {
            let page = random.mutation()
            let time = clock.measure {
                guard let document = MicroformatsDocument(html: page, url: ParserCase.page) else { return }
                if let item = document.allItems.last { _ = Authorship(of: item, in: document) }
                for item in document.allItems {
                    for property in item.properties { #expect(!property.values.isEmpty) }
                }
                _ = RepresentativeHCard(of: document, at: ParserCase.page)
            }
            #expect(time < .seconds(10), "\(page.prefix(2_000))")
        }
    }
}

extension SeededGenerator {
    private static let sample = """
        <!DOCTYPE html><html><head><base href="/a/"><link rel="me author" href="/me"></head><body class="h-feed hfeed">
        <h1 class="p-name site-title">Feed</h1><article class="h-entry hentry post"><a class="p-author h-card vcard author"
        rel="author" href="https://example.com/"><img class="u-photo photo" src="i.png" alt="I"> <span class="fn">Me</span></a>
        <time class="dt-published published" datetime="2013-03-14T15:09:26+01:00"><span class="value">2013-03-14</span>
        <span class="value">3:09pm</span></time><div class="e-content entry-content"><p>One <b>two</b><br>three</p><pre> 4
        5</pre><a rel="tag" class="p-category" href="/tag/a%20b">t</a></div><div class="u-in-reply-to h-cite">
        <a class="u-url p-name" href="//b.example/?c&amp;d#e">reply</a></div><video class="u-video" poster="p"></video>
        <p class="p-location adr geo"><abbr class="latitude value-title" title="1.5">1</abbr></p></article>
        <table class="vevent hreview"><tr><td class="dtstart">2013-073 7pm<td class="item summary">x</table></body></html>
        """

    private static let pieces = [
        "<", ">", "\"", "'", "&", "\u{0}", "\u{1}", "é", "\u{301}", " ", "<template>", "</div>",
        "<div class='h-x p-y'>",
        "<svg>", "<math>", "<table>", "<p>", "<a href='%%%'>", "class=\"", "h-", "value", "2013-366", "+99:99", "://",
        "[",
    ]

    /// The sample with up to twelve cuts, copies and insertions at random places.
    mutating func mutation() -> String {
        var bytes = Array(Self.sample.utf8)
        for _ in 0..<Int.random(in: 1...12, using: &self) {
            let start = Int.random(in: 0...bytes.count, using: &self)
            let end = min(bytes.count, start + Int.random(in: 0...60, using: &self))
            switch Int.random(in: 0..<4, using: &self) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &self))
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &self), at: start)
            default: bytes.insert(contentsOf: (Self.pieces.randomElement(using: &self) ?? "").utf8, at: start)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
