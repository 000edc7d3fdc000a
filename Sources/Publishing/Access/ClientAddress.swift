import Glibc

/// Where a request comes from: an IP address, IPv4 ones in IPv6 form (RFC 4291, section 2.5.5.2), so that one client has
/// one value.
package struct ClientAddress: Sendable, Hashable {
    /// 16 bytes.
    let bytes: [UInt8]

    /// `::`, for connections that have no address.
    package static let unspecified = ClientAddress(bytes: [UInt8](repeating: 0, count: 16))

    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads an address as `192.0.2.1` or `2001:db8::1`; nil for anything else.
    package init?(_ text: String) {
        guard !text.utf8.contains(0) else { return nil }
        var version4 = in_addr()
        var version6 = in6_addr()
        if inet_pton(AF_INET, text, &version4) == 1 {
            bytes = Self.mapped + withUnsafeBytes(of: version4) { Array($0) }
        } else if inet_pton(AF_INET6, text, &version6) == 1 {
            bytes = withUnsafeBytes(of: version6) { Array($0) }
        } else {
            return nil
        }
    }

    /// Whether this is an IPv4 address.
    var isVersion4: Bool { bytes.starts(with: Self.mapped) }

    /// What one client can choose from: an IPv4 address alone, an IPv6 address with all others of its /64.
    var network: ClientAddress {
        isVersion4 ? self : ClientAddress(bytes: Array(bytes.prefix(8)) + [UInt8](repeating: 0, count: 8))
    }
}

extension ClientAddress: CustomStringConvertible {
    /// The address in its usual form (RFC 5952).
    package var description: String {
        if isVersion4 { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) { $0.copyBytes(from: bytes) }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
