import Publishing
import Testing

@Suite("IPAddress")
struct IPAddressTests {
    @Test(
        "reads the forms of the standards and writes the shortest one",
        arguments: [
            ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
            ("1.20.255.4", "1.20.255.4"),
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:1", "::1"),
            ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::ffff:192.0.2.128", "::ffff:c000:280"), ("64:ff9b::1.2.3.4", "64:ff9b::102:304"),
            ("1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("fe80::0001", "fe80::1"), ("0:0:0:0:0:0:0:0", "::"),
        ]
    )
    func reads(text: String, written: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == written)
        #expect(IPAddress(written) == address)
    }

    @Test(
        "is nil for every other notation",
        arguments: [
            "", "1", "127.1", "127.0.1", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.0.0.1", "1.2.3.256",
            "1.2.3.999",
            "01.2.3.4", "0177.0.0.1", "0x7f.0.0.1", "2130706433", "0x7f000001", "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4",
            "+1.2.3.4", "1.2.3.4\n", "１.2.3.4", "1.2.3.4/8", "0000.0.0.0",
            ":", ":::", "::1::", "1::2::3", ":1", "1:", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
            "::1:2:3:4:5:6:7:8", "12345::", "::g", "::+1", "::-1", "fe80::1%eth0", "[::1]", "::1.2.3", "1.2.3.4::",
            "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::ffff:0127.0.0.1",
            "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:1",
        ]
    )
    func refuses(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("a range holds what begins with its bits, first to last")
    func ranges() throws {
        let range = try #require(IPAddressRange("172.16.0.0/12"))
        for (text, isInside) in [
            ("172.15.255.255", false), ("172.16.0.0", true), ("172.31.255.255", true), ("172.32.0.0", false),
            ("::ac10:0", false),
        ] {
            #expect(range.contains(try #require(IPAddress(text))) == isInside, "\(text)")
        }
        let six = try #require(IPAddressRange("fc00::/7"))
        #expect(six.contains(try #require(IPAddress("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))))
        #expect(!six.contains(try #require(IPAddress("fe00::"))))
        #expect(!six.contains(try #require(IPAddress("252.0.0.0"))))
        #expect(try #require(IPAddressRange("0.0.0.0/0")).contains(.v4(.max)))
        #expect(try #require(IPAddressRange("::/0")).contains(.v6(.max)))
        #expect(try #require(IPAddressRange("192.0.2.1")).contains(.v4(0xC000_0201)))
        #expect(!(try #require(IPAddressRange("192.0.2.1")).contains(.v4(0xC000_0202))))
    }

    @Test(
        "text that is no range, or names an address within one",
        arguments: [
            "10.0.0.1/8", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "/8", "",
            "::1/64",
        ]
    )
    func noRange(text: String) {
        #expect(IPAddressRange(text) == nil)
    }
}
