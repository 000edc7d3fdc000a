import Publishing
import Testing

@Suite("AddressPolicy")
struct AddressPolicyTests {
    private let strict = AddressPolicy(allowsLoopback: false)
    private let local = AddressPolicy(allowsLoopback: true)

    @Test(
        "refuses what is not the public Internet, to the edges of each range",
        arguments: [
            "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
            "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.31.255.255",
            "192.0.0.0", "192.0.0.255", "192.0.2.0", "192.0.2.255", "192.88.99.1", "192.168.0.0", "192.168.255.255",
            "198.18.0.0", "198.19.255.255", "198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255",
            "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255",
            "::", "::1", "::2", "::7f00:1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
            "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254",
            "64:ff9b::0.0.0.0", "64:ff9b:1::8.8.8.8", "64:ff9b:1:ffff::1", "64:ff9a::1", "64:ff9b::1:0:0", "100::1",
            "100:0:0:1::1", "1fff::", "2001::1", "2001:0:808:808::1", "2001:2::1", "2001:10::1", "2001:20::1",
            "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::",
            "2002:808:808::1",
            "3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "7fff::", "8000::", "bfff::1", "fc00::", "fd00:ec2::254",
            "fdff::1", "fe00::1", "fe80::1", "febf::1", "fec0::1", "ff00::", "ff02::1",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        ]
    )
    func refused(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(strict.refusal(of: address)?.isEmpty == false)
        #expect((local.refusal(of: address) == nil) == address.isLoopback)
    }

    @Test(
        "allows what lies just outside of them",
        arguments: [
            "1.0.0.0", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255",
            "192.0.1.0",
            "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
            "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
            "2000::1", "2001:200::1", "2001:db7::1", "2001:db9::1", "2003::1", "2606:4700:4700::1111", "2a00:1450::1",
            "3ffe::1", "64:ff9b::8.8.8.8",
        ]
    )
    func allowed(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(strict.refusal(of: address) == nil)
        #expect(local.refusal(of: address) == nil)
    }

    @Test("this machine may be asked when the site is on it, and only by its own addresses")
    func loopback() throws {
        for text in ["127.0.0.1", "127.255.255.254", "::1"] {
            let address = try #require(IPAddress(text))
            #expect(local.refusal(of: address) == nil)
            #expect(strict.refusal(of: address) != nil)
        }
        #expect(local.refusal(ofName: "localhost") == nil)
        #expect(local.refusal(ofName: "blog.localhost") == nil)
    }

    @Test(
        "names that are of this machine or the local network are not looked up",
        arguments: [
            "localhost", "blog.localhost", "local", "printer.local", "internal", "metadata.google.internal",
            "home.arpa", "router.home.arpa", "onion", "abc.onion",
        ]
    )
    func names(name: String) {
        #expect(strict.refusal(ofName: name)?.isEmpty == false)
    }

    @Test(
        "other names are",
        arguments: ["example.com", "notlocalhost", "localhost.example", "vocal", "mylocal", "arpa", "international"]
    )
    func otherNames(name: String) {
        #expect(strict.refusal(ofName: name) == nil)
    }

    @Test("ports of mail, shells and other protocols are not asked")
    func ports() {
        for port in [0, -1, 65_536, 22, 25, 6667, 10_080] { #expect(strict.refusal(ofPort: port) != nil, "\(port)") }
        for port in [80, 443, 8000, 8080, 8443, 65_535] { #expect(strict.refusal(ofPort: port) == nil, "\(port)") }
    }
}
