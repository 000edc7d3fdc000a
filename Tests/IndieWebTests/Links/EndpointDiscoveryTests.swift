import IndieWeb
import Testing

@Suite("Endpoint discovery")
struct EndpointDiscoveryTests {
    private let page = "https://a.example/b/c?d"

    private func discovery(
        _ headers: [String],
        _ html: String? = nil,
        at url: String? = nil
    ) throws -> EndpointDiscovery {
        EndpointDiscovery(url: try #require(WebAddress(url ?? page)), linkHeaders: headers, html: html)
    }

    /// The cases of the public test suite for Webmention discovery, numbered as there.
    @Test(
        "WM-S-01 webmention.rocks discovery tests",
        arguments: [
            (1, ["</wm>; rel=webmention"], "", "/wm"),
            (2, ["<https://a.example/wm>; rel=webmention"], "", "/wm"),
            (3, [], "<link rel=webmention href=/wm>", "/wm"),
            (4, [], "<link rel=\"webmention\" href=\"https://a.example/wm\">", "/wm"),
            (5, [], "<a rel=webmention href=/wm>x</a>", "/wm"),
            (6, [], "<a rel=webmention href=https://a.example/wm>x</a>", "/wm"),
            (8, ["</wm>; rel=\"webmention\""], "", "/wm"),
            (9, [], "<link rel=\"webmention somethingelse\" href=/wm>", "/wm"),
            (10, ["</wm>; rel=\"webmention somethingelse\""], "", "/wm"),
            (11, ["</wm>; rel=webmention"], "<link rel=webmention href=/1><a rel=webmention href=/2>", "/wm"),
            (12, [], "<link rel=not-webmention href=/1><a rel=webmention href=/wm>", "/wm"),
            (13, [], "<!-- <a rel=webmention href=/1> --><a rel=webmention href=/wm>", "/wm"),
            (14, [], "<code>&lt;a rel=webmention href=/1&gt;</code><a rel=webmention href=/wm>", "/wm"),
            (15, [], "<link rel=webmention href=\"\">", "/b/c?d"),
            (16, [], "<a rel=webmention href=/wm><link rel=webmention href=/1>", "/wm"),
            (17, [], "<link rel=webmention href=/wm><a rel=webmention href=/1>", "/wm"),
            (18, ["</1>; rel=other", "</wm>; rel=webmention"], "", "/wm"),
            (19, ["</1>; rel=other, </wm>; rel=webmention"], "", "/wm"),
            (20, [], "<link rel=webmention><a rel=webmention href=/wm>", "/wm"),
            (21, [], "<link rel=webmention href=\"/wm?query=yes\">", "/wm?query=yes"),
            (22, [], "<link rel=webmention href=\"22/webmention\">", "/b/22/webmention"),
            (24, [], "<b rel=webmention href=/1>x</b><area rel=webmention href=/2><a rel=webmention href=/wm>", "/wm"),
        ]
    )
    func webmentionRocks(number: Int, headers: [String], html: String, expected: String) throws {
        #expect(
            try discovery(headers, html).first(.webmention)?.text == "https://a.example\(expected)",
            "test \(number)"
        )
    }

    @Test("IA-C-02 WM-S-01 relative addresses are seen from the final address, test 23 of webmention.rocks")
    func finalAddress() throws {
        let found = try discovery(["<endpoint>; rel=webmention"], "", at: "https://a.example/page/key")
        #expect(found.first(.webmention)?.text == "https://a.example/page/endpoint")
    }

    @Test(
        "IA-C-03 the first base element moves what the HTML says, and not what headers say",
        arguments: [
            ("<base href=/x/><link rel=micropub href=y>", "https://a.example/x/y"),
            ("<base href=https://b.example/x/><link rel=micropub href=y>", "https://b.example/x/y"),
            ("<base target=_top><base href=/x/><base href=/z/><link rel=micropub href=y>", "https://a.example/x/y"),
            ("<link rel=micropub href=y><base href=/x/>", "https://a.example/x/y"),
            ("<base href=javascript:a><link rel=micropub href=y>", "https://a.example/b/y"),
            ("<base href=/x/><link rel=micropub href=\"\">", "https://a.example/x/"),
        ]
    )
    func base(html: String, expected: String) throws {
        #expect(try discovery([], html).first(.micropub)?.text == expected)
        #expect(try discovery(["<y>; rel=micropub"], html).first(.micropub)?.text == "https://a.example/b/y")
    }

    @Test("IA-C-02 a header goes before the HTML, and the first in document order before the others")
    func order() throws {
        let html = "<link rel=token_endpoint href=/3><link rel=token_endpoint href=/4><link rel=token_endpoint href=/3>"
        let found = try discovery(["</1>; rel=token_endpoint", "</2>; rel=token_endpoint"], html).all(.tokenEndpoint)
        #expect(found.map(\.path) == ["/1", "/2", "/3", "/4"])
    }

    @Test("IA-C-02 IA-C-04 the metadata document goes before the endpoints of old servers")
    func metadataFirst() throws {
        let old = "<link rel=authorization_endpoint href=/auth><link rel=token_endpoint href=/token>"
        let new = try discovery(
            ["</auth>; rel=authorization_endpoint"],
            old + "<link rel=indieauth-metadata href=/meta>"
        )
        #expect(new.authorizationServer == .metadata(try #require(WebAddress("https://a.example/meta"))))
        let endpoints = AuthorizationServer(
            authorizationEndpoint: try #require(WebAddress("https://a.example/auth")),
            tokenEndpoint: WebAddress("https://a.example/token")
        )
        #expect(try discovery([], old).authorizationServer == .endpoints(endpoints))
        #expect(try discovery([], "<link rel=token_endpoint href=/token>").authorizationServer == nil)
        #expect(try discovery([]).authorizationServer == nil)
    }

    @Test(
        "endpoints that tokens are sent to come from link elements alone",
        arguments: LinkRelation.allCases.filter { $0 != .webmention && $0 != .me }
    )
    func linkElements(relation: LinkRelation) throws {
        let word = relation.rawValue
        let html = "<a rel=\(word) href=/1>x</a><area rel=\(word) href=/2><link rel=\(word) href=/3>"
        #expect(try discovery([], html).first(relation)?.path == "/3")
        #expect(try discovery(["</0>; rel=\(word)"], html).first(relation)?.path == "/0")
    }

    @Test(
        "links that are not the page's own are not found",
        arguments: [
            "<template><link rel=hub href=/1></template>", "<!-- <link rel=hub href=/1> -->",
            "<script>'<link rel=hub href=/1>'</script>", "<textarea><link rel=hub href=/1></textarea>",
            "<title><link rel=hub href=/1></title>", "<link rel=hub>", "<link href=/1>", "<link rel=hubs href=/1>",
            "<link rel=hub href=javascript:x>", "<link rel=hub href=\"mailto:a@b.example\">",
            "<link rev=hub href=/1>", "<svg><a rel=hub href=/1></a></svg>",
        ]
    )
    func notTheirs(html: String) throws {
        #expect(try discovery([], html).first(.hub) == nil)
    }

    @Test(
        "a link that starts from another page is not this page's",
        arguments: ["/other", "#part", "https://b.example/"]
    )
    func anchor(anchor: String) throws {
        #expect(try discovery(["</1>; rel=hub; anchor=\"\(anchor)\""]).first(.hub) == nil)
        #expect(try discovery(["</1>; rel=hub; anchor=\"\"", "</2>; rel=hub; anchor=\"c?d\""]).all(.hub).count == 2)
    }

    @Test("rel words are compared without case")
    func wordCase() throws {
        #expect(try discovery([], "<LINK REL=\"Hub\nSELF\" HREF=/1>").first(.hub)?.path == "/1")
        #expect(try discovery([], "<LINK REL=\"Hub\nSELF\" HREF=/1>").first(.topic)?.path == "/1")
    }

    @Test("IA-S-13 IA-S-14 redirect addresses are made absolute, and schemes of apps are kept")
    func redirectURIs() throws {
        let html = "<link rel=redirect_uri href=/back><link rel=redirect_uri href=\"app.example:/back\">"
        let found = try discovery(["<cb>; rel=\"redirect_uri\""], html + "<link rel=redirect_uri href=javascript:x>")
        #expect(found.redirectURIs == ["https://a.example/b/cb", "https://a.example/back", "app.example:/back"])
    }

    @Test("a page too deep to parse has no links, its header still counts")
    func deep() throws {
        let html = "<link rel=hub href=/1>" + String(repeating: "<div>", count: 5_000)
        #expect(try discovery(["</2>; rel=hub"], html).all(.hub).map(\.path) == ["/2"])
    }
}
