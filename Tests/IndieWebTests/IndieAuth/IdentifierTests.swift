import IndieWeb
import Testing

@Suite("IndieAuth identifiers")
struct IdentifierTests {
    @Test(
        "IA-001 IA-003 IA-004 profile URLs, in one spelling",
        arguments: [
            ("https://example.com/", "https://example.com/"), ("https://example.com", "https://example.com/"),
            ("http://example.com/username", "http://example.com/username"),
            ("https://example.com/users?id=100", "https://example.com/users?id=100"),
            ("HTTPS://Example.com/A/", "https://example.com/A/"),
            ("https://bücher.example", "https://xn--bcher-kva.example/"),
        ]
    )
    func profiles(text: String, expected: String) throws {
        let profile = try ProfileURL(text)
        #expect(profile.text == expected && profile.description == expected)
        #expect(try ProfileURL(expected) == profile)
    }

    @Test(
        "IA-001 what is no profile URL, and why",
        arguments: [
            ("example.com", .notAnAddress), ("mailto:user@example.com", .notAnAddress), ("", .notAnAddress),
            ("https://example.com/foo/../bar", .dotSegments), ("https://example.com/./", .dotSegments),
            ("https://example.com/%2E%2e/", .dotSegments), ("https://example.com/#me", .fragment),
            ("https://example.com/#", .fragment), ("https://user:pass@example.com/", .userInfo),
            ("https://@example.com/", .userInfo), ("https://example.com:8443/", .port),
            ("https://example.com:443/", .port), ("https://172.28.92.51/", .ipAddress),
            ("http://127.0.0.1/", .ipAddress),
            ("https://[::1]/", .ipAddress), ("https://[2001:db8::1]/", .ipAddress),
            ("https://2130706433/", .notAnAddress),
            ("ftp://example.com/", .notAnAddress), ("https://example.com/ ", .notAnAddress),
        ] as [(String, IdentifierFault)]
    )
    func invalidProfiles(text: String, fault: IdentifierFault) {
        #expect(throws: fault) { try ProfileURL(text) }
    }

    @Test("IA-005 a path is compared byte for byte", arguments: ["/A", "/a/", "/a?", "/%61", "//a", "/a?b"])
    func paths(path: String) throws {
        #expect(try ProfileURL("https://example.com/a") != ProfileURL("https://example.com\(path)"))
        #expect(try ClientID("https://example.com/a") != ClientID("https://example.com\(path)"))
    }

    @Test(
        "for trying things out this machine may be named, with a port",
        arguments: ["http://localhost:5000/", "http://127.0.0.1:5000/a", "http://[::1]/", "http://me.localhost:1/"]
    )
    func loopback(text: String) throws {
        #expect(try ProfileURL(text, allowsLoopback: true).text == text)
        #expect(throws: IdentifierFault.fragment) { try ProfileURL(text + "#x", allowsLoopback: true) }
        #expect(throws: IdentifierFault.port) { try ProfileURL("http://a.example:5000/", allowsLoopback: true) }
        #expect(throws: IdentifierFault.ipAddress) { try ProfileURL("http://10.0.0.1/", allowsLoopback: true) }
    }

    @Test(
        "IA-006 IA-C-01 what a person enters is tried with TLS first",
        arguments: [
            ("example.com", ["https://example.com/", "http://example.com/"]),
            ("  Example.com/Me \n", ["https://example.com/Me", "http://example.com/Me"]),
            ("https://example.com", ["https://example.com/"]), ("http://example.com", ["http://example.com/"]),
            ("bücher.example", ["https://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"]),
            ("example.com:8080", []), ("mailto:a@example.com", []), ("javascript:alert(1)", []), ("", []), (" ", []),
            ("10.0.0.1", []), ("ftp://example.com", []), ("exa mple.com", []),
        ]
    )
    func entered(text: String, expected: [String]) {
        #expect(ProfileURL.candidates(entered: text).map(\.text) == expected)
    }

    @Test(
        "IA-002 IA-005 client identifiers, in one spelling",
        arguments: [
            ("https://app.example/", "https://app.example/"), ("https://app.example", "https://app.example/"),
            ("https://APP.example:443/Id", "https://app.example/Id"),
            ("https://app.example:8443/", "https://app.example:8443/"),
            ("http://app.example:80", "http://app.example/"), ("http://localhost:3000/id", "http://localhost:3000/id"),
            ("http://127.0.0.1:3000/", "http://127.0.0.1:3000/"), ("http://[0::1]:3000/", "http://[::1]:3000/"),
            ("https://app.example/id.json?v=2", "https://app.example/id.json?v=2"),
        ]
    )
    func clients(text: String, expected: String) throws {
        let client = try ClientID(text)
        #expect(client.text == expected && client.written == text && client.description == expected)
        #expect(try ClientID(expected) == client && Set([client, try ClientID(expected)]).count == 1)
    }

    @Test(
        "IA-002 what is no client identifier, and why",
        arguments: [
            ("app.example", .notAnAddress), ("app.example:/x", .notAnAddress), ("", .notAnAddress),
            ("https://app.example/a/../b", .dotSegments), ("https://app.example/.", .dotSegments),
            ("https://app.example/#a", .fragment), ("https://u:p@app.example/", .userInfo),
            ("https://10.0.0.1/", .ipAddress), ("https://127.0.0.2/", .ipAddress), ("https://8.8.8.8/", .ipAddress),
            ("https://[::2]/", .ipAddress), ("https://[::]/", .ipAddress), ("https://127.1/", .notAnAddress),
            ("https://0x7f000001/", .notAnAddress), ("urn:ietf:x", .notAnAddress),
        ] as [(String, IdentifierFault)]
    )
    func invalidClients(text: String, fault: IdentifierFault) {
        #expect(throws: fault) { try ClientID(text) }
    }

    @Test(
        "IA-S-12 clients on this machine and on private networks are known",
        arguments: [
            ("http://localhost:3000/", true, true), ("http://127.0.0.1/", true, true), ("http://[::1]/", true, true),
            ("http://app.localhost/", true, true), ("https://app.internal/", false, true),
            ("https://app.example/", false, false),
        ]
    )
    func kinds(text: String, isLoopback: Bool, isPrivate: Bool) throws {
        let client = try ClientID(text)
        #expect(client.isLoopback == isLoopback && client.isPrivateHost == isPrivate)
    }

    @Test("every fault has words", arguments: IdentifierFault.allCases)
    func words(fault: IdentifierFault) {
        #expect(fault.description.hasPrefix("it") && !fault.description.hasSuffix("."))
    }
}
