import Foundation
import TestSupport
import Testing

@Suite("IndieAuth client: discovery (C1xx)")
struct ClientDiscoveryTests {
    private let provider: TestProvider

    init() throws {
        provider = try TestProvider()
        provider["GET /other"] = .json(provider.metadata(["authorization_endpoint": "\(provider.root)wrong"]))
    }

    /// Expects that a sign-in goes to the authorization endpoint.
    private func expectFound(
        _ endpoint: String = "authorize?",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let visit = try ProviderVisit(to: try provider.site(), as: provider.root)
        #expect(visit.redirect.status == 303, "\(visit.redirect.text)", sourceLocation: sourceLocation)
        let location = try #require(visit.redirect["Location"], sourceLocation: sourceLocation)
        #expect(location.hasPrefix("\(provider.root)\(endpoint)"), "\(location)", sourceLocation: sourceLocation)
    }

    /// Expects that the owner is told why there is no sign-in.
    private func expectNotFound(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let visit = try ProviderVisit(to: try provider.site(), as: provider.root)
        #expect(visit.redirect.status == 502, sourceLocation: sourceLocation)
        #expect(visit.redirect["Location"] == nil, sourceLocation: sourceLocation)
        #expect(visit.redirect.text.contains("role=\"alert\""), sourceLocation: sourceLocation)
    }

    @Test("C101 the owner's address in several spellings; nobody else's, of which nothing is asked")
    func spellings() throws {
        let site = try provider.site()
        let host = String(provider.root.dropFirst(7).dropLast())
        for entered in [provider.root, "http://\(host)", "HTTP://\(host)/", host, "  \(host)/ "] {
            #expect(try ProviderVisit(to: site, as: entered).redirect.status == 303, "\(entered)")
        }
        for entered in [
            "", "http://\(host)/x", "https://evil.example/", "javascript:x", "http://\(host)@evil.example/",
        ] {
            #expect(try ProviderVisit(to: site, as: entered).redirect.status == 403, "\(entered)")
        }
    }

    @Test("C102 redirects are followed, and what is found counts from where they end")
    func redirects() throws {
        provider["GET /"] = .init(status: 301, headers: ["Location: /people/"])
        provider["GET /people/"] = .init(status: 302, headers: ["Location: /people/me"])
        provider["GET /people/me"] = .html("<link rel=indieauth-metadata href=meta>")
        provider["GET /people/meta"] = provider["GET /metadata"]
        provider["GET /people/meta"]?.body = provider.metadata(["issuer": "\(provider.root)people/"])
        try expectFound()
    }

    @Test(
        "C103 to C105 a Link header, in all its forms, which goes before the HTML",
        arguments: [
            "Link: </metadata>; rel=\"indieauth-metadata\"", "link: </metadata>;rel=indieauth-metadata",
            "Link: </x>; rel=\"a\", </metadata>; rel=\"b indieauth-metadata\"; title=\"x, y\"",
            "Link: </x>; rel=next\r\nLink: </metadata>; title=\"a;b\"; rel=\"INDIEAUTH-METADATA\"",
        ]
    )
    func header(line: String) throws {
        provider["GET /"] = .html("<link rel=\"indieauth-metadata\" href=\"/other\">", headers: [line])
        try expectFound()
    }

    @Test(
        "C106 to C108 an element, the first of several, resolved as HTML says",
        arguments: [
            "<link href=metadata rel='me indieauth-metadata'>",
            "<base href=/a/><link rel=indieauth-metadata href=../metadata>",
            "<link rel=indieauth-metadata href=/metadata><link rel=indieauth-metadata href=/other>",
            "<!-- <link rel=indieauth-metadata href=/other> --><link rel=indieauth-metadata href=/metadata>",
            "<a rel=indieauth-metadata href=/other>x</a><body><link rel=indieauth-metadata href=/metadata>",
        ]
    )
    func element(html: String) throws {
        provider["GET /"] = .html(html)
        try expectFound()
    }

    @Test("C109 the endpoints themselves, of a server from before 2022; its query stays")
    func legacy() throws {
        provider["GET /"] = .html(
            "<link rel=authorization_endpoint href='/auth?a=1'><link rel=token_endpoint href=/token>"
        )
        try expectFound("auth?a=1&response_type=code&")
    }

    @Test(
        "C110 to C111 502 for a document that cannot be believed",
        arguments: [
            ["issuer": nil], ["issuer": "https://evil.example/"], ["authorization_endpoint": nil],
            ["authorization_endpoint": "http://evil.example/"], ["authorization_endpoint": "/authorize"],
        ] as [[String: String?]]
    )
    func badMetadata(changes: [String: String?]) throws {
        provider["GET /metadata"] = .json(provider.metadata(changes))
        try expectNotFound()
    }

    @Test(
        "C112 502 for a page or a document that is not there, or names nothing",
        arguments: [
            ("GET /", TestProvider.Reply(status: 404)), ("GET /", .init(status: 500)), ("GET /", .html("<p>Hello</p>")),
            ("GET /", .html("<a rel=authorization_endpoint href=/x>x</a>")), ("GET /", .json("{}")),
            ("GET /", .init(status: 302, headers: ["Location: /"])), ("GET /metadata", .init(status: 404)),
            ("GET /metadata", .html("<p>")),
        ]
    )
    func missing(key: String, reply: TestProvider.Reply) throws {
        provider[key] = reply
        try expectNotFound()
    }
}
