import IndieWeb
import Testing

@Suite("Hosts")
struct WebHostTests {
    @Test(
        "domain names are kept in lower case and in the letters of DNS",
        arguments: [
            ("example.com", "example.com"), ("EXAMPLE.Com", "example.com"), ("example.com.", "example.com."),
            ("a_b.example", "a_b.example"), ("xn--bcher-kva.example", "xn--bcher-kva.example"), ("1a.2b", "1a.2b"),
            ("bücher.example", "xn--bcher-kva.example"), ("BÜCHER.example", "xn--bcher-kva.example"),
            ("bu\u{308}cher.example", "xn--bcher-kva.example"), ("münchen.de", "xn--mnchen-3ya.de"),
            ("💩.la", "xn--ls8h.la"), ("🙂\u{FE0F}🙂.example", "xn--938ha.example"), ("ü.example", "xn--tda.example"),
            ("a-ü-b.example", "xn--a--b-1ra.example"), ("straße.de", "xn--strae-oqa.de"),
            ("他们为什么不说中文.cn", "xn--ihqwcrb4cv8a8dqg056pqjye.cn"),
            ("なぜみんな日本語を話してくれないのか.jp", "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa.jp"),
            ("3年B組金八先生.jp", "xn--3b-ww4c5e180e575a65lsy2b.jp"), ("例え。jp", "xn--r8jz45g.jp"),
            ("למההםפשוטלאמדבריםעברית.il", "xn--4dbcagdahymbxekheh6e0a7fei0b.il"),
            ("ｅｘａｍｐｌｅ．com", "example.com"), ("exa\u{AD}mple.com", "example.com"),
        ]
    )
    func names(text: String, expected: String) throws {
        #expect(try #require(WebHost(text)) == .name(expected))
    }

    @Test(
        "what DNS or HTTP could not carry is no host",
        arguments: [
            "", ".", "..", ".example", "a..b", "a b", "a/b", "a\\b", "a@b", "a:b", "a%41", "a#b", "a?b", "a<b",
            "a\u{0}b",
            "a／b", "a？b", "a＠b", "a：b", "a\u{E000}b", "a\u{2028}b", "‥", "\u{AD}", "*.example", "a,b", "a'b",
            String(repeating: "a", count: 64), String(repeating: "ö", count: 64),
            String(repeating: "ü日", count: 31), String(repeating: "a.", count: 127) + "a",
            String(repeating: "a", count: 100_000),
        ]
    )
    func invalid(text: String) {
        #expect(WebHost(text) == nil)
    }

    @Test("the longest names are taken")
    func longest() {
        #expect(WebHost(String(repeating: "a", count: 63)) != nil)
        #expect(WebHost(String(repeating: "a.", count: 126) + "a") != nil)
    }

    @Test(
        "numbers that browsers read as IPv4 addresses are taken in their plain form alone",
        arguments: [
            "127.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "127.0.0.01", "1.2.3.256", "1.2.3",
            "1.2.3.4.5", "a.1", "a.0x", "a.0X1F", "127.0.0.1.", "１２７.0.0.1.2",
        ]
    )
    func oddNumbers(text: String) {
        #expect(WebHost(text) == nil)
    }

    @Test(
        "IP addresses",
        arguments: [
            ("127.0.0.1", .ipv4("127.0.0.1")), ("255.255.255.255", .ipv4("255.255.255.255")),
            ("１２７.0.0.1", .ipv4("127.0.0.1")), ("[::1]", .ipv6("[::1]")),
            ("[0:0:0:0:0:0:0:1]", .ipv6("[::1]")), ("[::0001]", .ipv6("[::1]")), ("[::]", .ipv6("[::]")),
            ("[2001:DB8::1]", .ipv6("[2001:db8::1]")), ("[1:2:3:4:5:6:7:8]", .ipv6("[1:2:3:4:5:6:7:8]")),
            ("[1::]", .ipv6("[1::]")),
        ] as [(String, WebHost)]
    )
    func addresses(text: String, expected: WebHost) {
        #expect(WebHost(text) == expected)
    }

    @Test(
        "broken IPv6 addresses are no hosts",
        arguments: [
            "[", "[]", "[::1", "::1", "[:]", "[:::]", "[1::2::3]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]",
            "[1:2:3:4:5:6:7::8]", "[12345::]", "[g::]", "[::127.0.0.1]", "[::1]x", "[fe80::1%eth0]", "[::1]\u{301}",
            "[\u{661}::]", "[-1::]", "[+1::]",
        ]
    )
    func brokenIPv6(text: String) {
        #expect(WebHost(text) == nil)
    }

    @Test(
        "IA-S-12 hosts of this machine and of private networks are known by name",
        arguments: [
            ("localhost", true, true), ("LOCALHOST", true, true), ("localhost.", true, true),
            ("app.localhost", true, true), ("127.0.0.1", true, true), ("127.9.9.9", true, true), ("[::1]", true, true),
            ("printer.local", false, true), ("a.internal", false, true), ("a.home.arpa", false, true),
            ("10.0.0.1", false, true), ("8.8.8.8", false, true), ("[2001:db8::1]", false, true),
            ("example.com", false, false), ("localhost.example", false, false), ("notlocalhost", false, false),
            ("mylocal", false, false),
        ]
    )
    func kinds(text: String, isLoopback: Bool, isPrivate: Bool) throws {
        let host = try #require(WebHost(text))
        #expect(host.isLoopback == isLoopback && host.isPrivate == isPrivate)
    }
}
