import Publishing
import Testing

@Suite("ProxyTrust")
struct ProxyTrustTests {
    @Test(
        "whose request it is",
        arguments: [
            // Nobody is trusted: the field says nothing.
            ("", "203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
            ("127.0.0.1", "203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
            // One proxy.
            ("127.0.0.1", "127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1 ::1", "::1", ["2001:db8::1"], "2001:db8::1"),
            ("10.0.0.0/8", "10.255.255.255", ["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.0/8", "11.0.0.0", ["198.51.100.1"], "11.0.0.0"),
            ("10.0.0.0/8", "::ffff:10.1.1.1", ["198.51.100.1"], "198.51.100.1"),
            ("fd00::/8", "fdff::1", ["198.51.100.1"], "198.51.100.1"),
            ("fd00::/8", "fe00::1", ["198.51.100.1"], "fe00::1"),
            ("192.0.2.128/25", "192.0.2.127", ["198.51.100.1"], "192.0.2.127"),
            ("192.0.2.128/25", "192.0.2.129", ["198.51.100.1"], "198.51.100.1"),
            ("0.0.0.0/0", "192.0.2.1", ["2001:db8::1"], "2001:db8::1"),
            // What the client wrote itself stands before what the proxy added.
            ("127.0.0.1", "127.0.0.1", ["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", "127.0.0.1", ["1.2.3.4", "198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", "127.0.0.1", ["127.0.0.1, 198.51.100.1"], "198.51.100.1"),
            // Two proxies in a row.
            ("127.0.0.1, 10.0.0.0/8", "127.0.0.1", ["198.51.100.1, 10.1.2.3"], "198.51.100.1"),
            ("127.0.0.1, 10.0.0.0/8", "127.0.0.1", ["10.9.9.9,10.1.2.3"], "10.9.9.9"),
            // Ports, brackets and space.
            ("127.0.0.1", "127.0.0.1", ["  198.51.100.1:4711 "], "198.51.100.1"),
            ("127.0.0.1", "127.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
            ("127.0.0.1", "127.0.0.1", ["[2001:db8::1]"], "2001:db8::1"),
            // What cannot be read ends the walk.
            ("127.0.0.1", "127.0.0.1", ["198.51.100.1, unknown"], "127.0.0.1"),
            ("127.0.0.1", "127.0.0.1", [""], "127.0.0.1"),
            ("127.0.0.1", "127.0.0.1", ["198.51.100.1,"], "127.0.0.1"),
            ("127.0.0.1", "127.0.0.1", [], "127.0.0.1"),
        ]
    )
    func client(list: String, peer: String, forwardedFor: [String], expected: String) throws {
        let trust = try ProxyTrust(list)
        let peer = try #require(ClientAddress(peer))
        #expect(trust.client(peer: peer, forwardedFor: forwardedFor).description == expected)
    }

    @Test("a list without end is not read to its end")
    func longList() throws {
        let trust = try ProxyTrust("0.0.0.0/0")
        let list = "198.51.100.1" + String(repeating: ", 10.0.0.1", count: 10_000)
        let peer = try #require(ClientAddress("127.0.0.1"))
        #expect(trust.client(peer: peer, forwardedFor: [list]).description == "10.0.0.1")
    }

    @Test(
        "what is no address is named",
        arguments: [
            "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0", "fd00::/129", "::1]",
            "/8",
            "10.0.0.0/99999999999999999999", "10.0.0.0/+8", "010.0.0.1", "*",
        ]
    )
    func faults(entry: String) {
        #expect(throws: ProxyTrust.Fault.self) { try ProxyTrust("127.0.0.1, \(entry)") }
    }

    @Test(
        "addresses have one form",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
            ("::", "::"),
        ]
    )
    func addresses(text: String, form: String) {
        #expect(ClientAddress(text)?.description == form)
    }

    @Test(
        "and odd ones none",
        arguments: ["", " ", "1", "1.2.3", "1.2.3.4 ", "0x7f.0.0.1", "[::1]", "::g", "1.2.3.4\0"]
    )
    func oddAddresses(text: String) {
        #expect(ClientAddress(text) == nil)
    }
}
