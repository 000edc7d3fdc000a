import IndieWeb
import TestSupport
import Testing

@Suite("Addresses of the web")
struct WebAddressTests {
    @Test(
        "IA-003 IA-004 IA-005 one spelling: lower-case scheme and host, no default port, a path",
        arguments: [
            ("https://example.com", "https://example.com/"), ("HTTPS://Example.COM", "https://example.com/"),
            ("https://example.com?a=b", "https://example.com/?a=b"),
            ("https://example.com#a", "https://example.com/#a"),
            ("https://example.com:443/", "https://example.com/"), ("http://example.com:80/", "http://example.com/"),
            ("http://example.com:443/", "http://example.com:443/"), ("https://a.example:80/", "https://a.example:80/"),
            ("https://a.example:08443/", "https://a.example:8443/"),
            ("https://a.example/A%2fb", "https://a.example/A%2fb"),
            ("https://a.example/b/", "https://a.example/b/"), ("https://a.example//", "https://a.example//"),
            ("https://bücher.example/", "https://xn--bcher-kva.example/"), ("http://[::1]:80/", "http://[::1]/"),
            ("http://[::1]:8080", "http://[::1]:8080/"), ("https://u:p@a.example:443/x", "https://u:p@a.example/x"),
            ("https://a.example/?", "https://a.example/?"), ("https://a.example/#", "https://a.example/#"),
            ("https://a@b@c.example/", "https://a@b@c.example/"),
        ]
    )
    func spelling(text: String, expected: String) throws {
        let address = try #require(WebAddress(text))
        #expect(address.text == expected && address.description == expected)
        #expect(try #require(WebAddress(address.text)) == address, "the spelling reads back as itself")
    }

    @Test(
        "what programs read differently is no address",
        arguments: [
            "", "example.com", "//example.com/", "/a", "ftp://example.com/", "mailto:a@example.com", "https:",
            "https:/a",
            "https://", "https:///a", "https://:80/", "https://a.example:/", "https://a.example:x/",
            "https://a.example:65536/", "https://a.example:-1/", "https://a.example:+1/", "https://a.example:\u{661}/",
            "https://a.example:99999999999999999999/", " https://a.example/", "https://a.example/ ",
            "https://a.example/a b",
            "https://a.exa\nmple/", "https://a.example/\t", "https://good.example\\@evil.example/",
            "https://a.example\\b", "https://a.example/\\b", "https://a.example/é", "https://a.example/?é",
            "https://a.example/#é", "https://a.example/<b>", "https://a.example/\"", "https://a.example/\u{0}",
            "https://a.example/\u{7F}", "https://a\u{301}:b@c d/", "https://a b@c.example/", "https://a.example/{x}",
            "https://[::1/", "https://[::1]x/", "https://a%2eexample/", "https://a.example:80:80/",
        ]
    )
    func invalid(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test("two are equal when they lead to the same place")
    func equality() throws {
        let left = try #require(WebAddress("HTTPS://A.example:443"))
        let right = try #require(WebAddress("https://a.example/"))
        #expect(left == right && Set([left, right]).count == 1 && left.hasSameOrigin(as: right))
        for other in ["http://a.example/", "https://a.example/A", "https://a.example:444/", "https://b.a.example/"] {
            #expect(try #require(WebAddress(other)) != right)
        }
    }

    @Test(
        "an origin is scheme, host and port",
        arguments: [
            ("https://a.example/x?y#z", "https://a.example"), ("https://u@a.example:443/", "https://a.example"),
            ("http://a.example:8080/", "http://a.example:8080"), ("http://[::1]:1/", "http://[::1]:1"),
        ]
    )
    func origin(text: String, expected: String) throws {
        #expect(try #require(WebAddress(text)).origin == expected)
    }

    @Test(
        "references of documents are seen from where they stand",
        arguments: [
            ("", "https://a.example/b/c?d"), ("x", "https://a.example/b/x"), ("/x", "https://a.example/x"),
            ("../x", "https://a.example/x"), ("../../../x", "https://a.example/x"), ("?x", "https://a.example/b/c?x"),
            ("//b.example", "https://b.example/"), ("http://b.example/é", "http://b.example/%C3%A9"),
            (" x\n", "https://a.example/b/x"), ("a b", "https://a.example/b/a%20b"),
            ("/\\evil.example", "https://a.example/%5Cevil.example"), ("%zz", "https://a.example/b/%zz"),
            ("?q=\"<é>", "https://a.example/b/c?q=%22%3C%C3%A9%3E"), ("#é", "https://a.example/b/c?d#%C3%A9"),
        ]
    )
    func relative(reference: String, expected: String) throws {
        let base = try #require(WebAddress("https://a.example/b/c?d#e"))
        #expect(WebAddress(reference, relativeTo: base)?.text == expected)
    }

    @Test(
        "references to other places than the web give nothing",
        arguments: ["javascript:x", "mailto:a", "https:", "a\u{1}b"]
    )
    func relativeInvalid(reference: String) throws {
        let base = try #require(WebAddress("https://a.example/"))
        #expect(WebAddress(reference, relativeTo: base) == nil)
    }

    @Test(
        "dot segments are seen, also encoded",
        arguments: [
            ("/.", true), ("/..", true), ("/a/./b", true), ("/a/../b", true), ("/%2e", true), ("/%2E%2e/a", true),
            ("/.%2e/", true), ("/", false), ("/...", false), ("/.a", false), ("/a.", false), ("/?/../", false),
        ]
    )
    func dotSegments(path: String, expected: Bool) throws {
        #expect(try #require(WebAddress("https://a.example\(path)")).hasDotSegments == expected)
    }

    @Test("random texts are read or refused, and what is read reads back the same")
    func random() throws {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("ahtps:/?#[]@.%2e\\ \u{E9}\u{301}\u{FF0F}1:x-".unicodeScalars)
        for _ in 0..<4_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<24, using: &generator) {
                text.append(alphabet.randomElement(using: &generator) ?? "a")
            }
            guard let address = WebAddress("https://" + String(text)) else { continue }
            #expect(WebAddress(address.text)?.text == address.text)
        }
    }
}
