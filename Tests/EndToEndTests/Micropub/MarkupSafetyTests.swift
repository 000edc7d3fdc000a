import Foundation
import TestSupport
import Testing

@Suite("Foreign markup in a post", .served)
struct MarkupSafetyTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    private static let vectors = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script>",
        "<a href='javascript:alert(1)'>x</a>", "<a href='jAvAsCrIpT&#58;alert(1)'>x</a>",
        "<a href=' \tjava\nscript:alert(1)'>x</a>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<object data='data:text/html,<script>alert(1)</script>'></object>",
        "<embed src='//evil.example/x.swf'>", "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
        "<style>body{background:url(javascript:alert(1))}</style>", "<p style='position:fixed;inset:0'>x</p>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<base href='https://evil.example/'>",
        "<form action='javascript:alert(1)'><button>x</button></form>", "<input autofocus onfocus=alert(1)>",
        "<link rel=stylesheet href='//evil.example/x.css'>", "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
        "<noscript><p title='</noscript><script>alert(1)</script>'>", "<template><script>alert(1)</script></template>",
        "<!--><script>alert(1)</script>-->", "</article></main><script>alert(1)</script>",
        "<p id=x name=y onclick=alert(1)>x",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
        "\\\"><script>alert(1)</script>", "<video src=x onerror=alert(1)></video>", "<a href='vbscript:alert(1)'>x</a>",
    ]

    /// Nothing of the page runs, loads or leads to what the post brought.
    private func expectHarmless(_ url: String, _ vector: String) throws {
        let page = try site.page(url)
        try #require(page.status == 200)
        let entry = try #require(PageEntry(page.text))
        let forbidden = [
            "script", "iframe", "object", "embed", "style", "base", "meta", "link", "form", "input", "button", "svg",
            "math",
            "template",
        ]
        for element in entry.elements {
            #expect(!forbidden.contains(element.name), "\(vector): \(element.name)")
            for (name, value) in element.attributes {
                #expect(!name.hasPrefix("on") && name != "style", "\(vector): \(name)")
                guard ["href", "src", "data", "action", "srcset", "poster"].contains(name) else { continue }
                let address = value.lowercased().filter { !$0.isWhitespace }
                let schemes = ["javascript:", "vbscript:", "data:text"]
                #expect(!schemes.contains(where: address.hasPrefix), "\(vector): \(value)")
            }
        }
        #expect(page.text.components(separatedBy: "</main>").count == 2, "\(vector)")
        #expect(page["Content-Security-Policy"]?.contains("unsafe-inline") == false)
    }

    private func json(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }

    @Test("HTML content is cleaned", arguments: vectors)
    func html(vector: String) throws {
        let url = try site.create(#""content":[{"html":\#(try json("<p>Begin</p>" + vector + "<p>End</p>"))}]"#)
        try expectHarmless(url, vector)
        let feed = try site.page("/feed.rss").text
        // Other tests' names stand there too, escaped as text.
        #expect(!feed.contains("<script"))
    }

    @Test("Markdown content is cleaned", arguments: vectors)
    func markdown(vector: String) throws {
        try expectHarmless(try site.create(#""content":[\#(try json("Begin\n\n" + vector + "\n\nEnd"))]"#), vector)
        try expectHarmless(try site.create(#""content":[\#(try json("[x](javascript:alert(1)) " + vector))]"#), vector)
    }

    @Test("names, tags and alternative texts are text", arguments: vectors)
    func text(vector: String) throws {
        let text = try json(vector)
        let photo = #"{"value":"https://photos.example/x.jpg","alt":\#(text)}"#
        let url = try site.create(
            #""content":["x"],"name":[\#(text)],"category":[\#(text),"plain"],"photo":[\#(photo)]"#
        )
        try expectHarmless(url, vector)
        #expect(try site.entry(url).attributes("alt", of: "u-photo") == [vector])
        _ = try #require(PageEntry(try site.page("/").text))
        #expect(try !site.page("/").text.contains("<script>alert"))
    }

    @Test(
        "a photo, a link or a reply whose address runs is not one",
        arguments: ["javascript:alert(1)", "data:text/html,x"]
    )
    func addresses(address: String) throws {
        for property in ["photo", "in-reply-to", "bookmark-of", "syndication"] {
            let answer = try site.post(
                json: #"{"type":["h-entry"],"properties":{"content":["x"],"\#(property)":["\#(address)"]}}"#
            )
            guard answer.status == 201 else {
                expectRefusal(answer, 400)
                continue
            }
            try expectHarmless(try site.location(of: answer), "\(property): \(address)")
        }
    }

    @Test("markup cannot say something about the entry that its owner did not")
    func microformats() throws {
        let markup = """
            <p class="p-category">smuggled</p><a class="u-url u-uid" href="https://evil.example/">x</a>
            <a class="u-in-reply-to u-like-of" href="https://evil.example/reply">x</a><p class="p-name">Other name</p>
            <time class="dt-published" datetime="1999-01-01">x</time><p class="p-author h-card">Mallory</p>
            <div class="h-entry"><p class="p-name e-content">Another entry</p></div>
            <a rel="me" href="https://evil.example/me">x</a>
            <a rel="micropub authorization_endpoint" href="https://evil.example/m">x</a>
            """
        for content in [#"{"html":\#(try json(markup))}"#, try json(markup)] {
            let url = try site.create(#""content":[\#(content)],"category":["honest"]"#)
            let entry = try site.entry(url)
            #expect(entry.texts("p-category") == ["honest"])
            #expect(entry.attributes("href", of: "u-url").map(site.path).allSatisfy { $0 == site.path(of: url) })
            for property in ["u-in-reply-to", "u-like-of", "p-name"] { #expect(entry.texts(property).isEmpty) }
            #expect(entry.attributes("datetime", of: "dt-published").count == 1)
            #expect(!entry.texts("p-author").contains("Mallory"))
            let page = try site.page(url).text
            #expect(page.components(separatedBy: "h-entry").count == 2)
            let words = entry.elements.compactMap { $0.attributes["rel"] }.joined(separator: " ").split(separator: " ")
            for word in ["me", "micropub", "authorization_endpoint"] { #expect(!words.contains { $0 == word }) }
        }
    }
}
