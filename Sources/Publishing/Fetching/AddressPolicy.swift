/// Which hosts the site may connect to when somebody else names the address.
///
/// Anyone can make the site fetch an address: by signing in from it, by mentioning a page. What lies behind the site's
/// own wall must not be reachable that way. So only addresses of the public Internet are allowed, by the special-purpose
/// registries of IANA (RFC 6890); what no registry knows yet is refused too.
package struct AddressPolicy: Sendable, Hashable {
    /// Whether this machine itself may be asked, which is right only when the site is on it too, for development.
    package let allowsLoopback: Bool

    /// The policy of a site.
    ///
    /// - Parameter allowsLoopback: true only when the site's own address is on loopback.
    package init(allowsLoopback: Bool) {
        self.allowsLoopback = allowsLoopback
    }

    /// Why an address must not be connected to, as the end of the sentence “it is …”; nil when it may.
    package func refusal(of address: IPAddress) -> String? {
        if address.isLoopback { return allowsLoopback ? nil : "an address of this machine (loopback)" }
        switch address {
        case .v4:
            return Self.specialIPv4.first { $0.range.contains(address) }?.kind
        case .v6(let number):
            // What a network without IPv4 shows for an IPv4 host (RFC 6052): the gateway connects to that host.
            if Self.translation?.contains(address) == true {
                let inner = IPAddress.v4(UInt32(truncatingIfNeeded: number))
                if inner.isLoopback { return "an address of the translator itself (NAT64 of loopback)" }
                return refusal(of: inner).map { "\($0) behind NAT64" }
            }
            return Self.specialIPv6.first { $0.range.contains(address) }?.kind
        }
    }

    /// Why a host name must not even be looked up, as the end of “it is …”; nil when it may.
    ///
    /// The name is in lower case, without a dot at its end.
    package func refusal(ofName name: String) -> String? {
        if Self.isName(name, within: "localhost") { return allowsLoopback ? nil : "a name of this machine (RFC 6761)" }
        return Self.specialNames.first { Self.isName(name, within: $0.name) }?.kind
    }

    /// Why a port must not be connected to, as the end of “it is …”; nil when it may.
    ///
    /// Servers of other protocols could take a request for something else.
    package func refusal(ofPort port: Int) -> String? {
        guard (1...65_535).contains(port) else { return "no port" }
        return Self.blockedPorts.contains(port) ? "a port of another protocol than HTTP" : nil
    }

    private static func isName(_ name: String, within domain: String) -> Bool {
        name == domain || name.hasSuffix(".\(domain)")
    }
}

extension AddressPolicy {
    private struct Special {
        let range: IPAddressRange
        let kind: String
    }

    private static func ranges(_ table: [(String, String)]) -> [Special] {
        table.compactMap { text, kind in IPAddressRange(text).map { Special(range: $0, kind: kind) } }
    }

    /// The whole space for which a range is false is the public Internet.
    private static let specialIPv4 = ranges([
        ("0.0.0.0/8", "“this network”, which means this machine"),
        ("10.0.0.0/8", "a private address (RFC 1918)"),
        ("100.64.0.0/10", "an address within a provider's network (RFC 6598)"),
        ("127.0.0.0/8", "an address of this machine (loopback)"),
        ("169.254.0.0/16", "a link-local address (RFC 3927)"),
        ("172.16.0.0/12", "a private address (RFC 1918)"),
        ("192.0.0.0/24", "an address for protocols (RFC 6890)"),
        ("192.0.2.0/24", "an address for documentation (RFC 5737)"),
        ("192.88.99.0/24", "a 6to4 relay (RFC 7526)"),
        ("192.168.0.0/16", "a private address (RFC 1918)"),
        ("198.18.0.0/15", "an address for benchmarks (RFC 2544)"),
        ("198.51.100.0/24", "an address for documentation (RFC 5737)"),
        ("203.0.113.0/24", "an address for documentation (RFC 5737)"),
        ("224.0.0.0/4", "a multicast address (RFC 5771)"),
        ("240.0.0.0/4", "a reserved address (RFC 1112)"),
    ])

    /// Only 2000::/3 has been given out for hosts (RFC 4291, section 2.4): the first lines name what is outside of it,
    /// and the last ones catch the rest.
    private static let specialIPv6 = ranges([
        ("::/128", "the unspecified address, which means this machine"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6 form (RFC 4291, 2.5.5)"),
        ("64:ff9b:1::/48", "an address of a local translator (RFC 8215)"),
        ("fc00::/7", "a private address (RFC 4193)"),
        ("fe80::/10", "a link-local address (RFC 4291)"),
        ("fec0::/10", "a site-local address (RFC 3879)"),
        ("ff00::/8", "a multicast address (RFC 4291)"),
        ("2001::/32", "a Teredo tunnel (RFC 4380)"),
        ("2001::/23", "an address for protocols (RFC 2928)"),
        ("2001:db8::/32", "an address for documentation (RFC 3849)"),
        ("2002::/16", "a 6to4 tunnel (RFC 7526)"),
        ("3fff::/20", "an address for documentation (RFC 9637)"),
        ("::/3", "no public address"),
        ("4000::/2", "no public address"),
        ("8000::/1", "no public address"),
    ])

    private static let translation = IPAddressRange("64:ff9b::/96")

    private static let specialNames: [(name: String, kind: String)] = [
        ("local", "a name of the local network (RFC 6762)"),
        ("internal", "a name for private use"),
        ("home.arpa", "a name of a home network (RFC 8375)"),
        ("onion", "a name that must not be looked up (RFC 7686)"),
    ]

    /// <https://fetch.spec.whatwg.org/#port-blocking>
    private static let blockedPorts: Set<Int> = [
        1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
        110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530,
        531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190,
        5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
    ]
}
