/// All addresses that begin with the same bits, `10.0.0.0/8` (RFC 4632, section 3.1; RFC 4291, section 2.3).
package struct IPAddressRange: Sendable, Hashable {
    private let first: IPAddress
    private let prefixLength: Int

    /// Reads a range; nil when the text is none, or has bits set behind the prefix. An address alone is a range of one.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let start = parts.first, let first = IPAddress(String(start)) else { return nil }
        let width =
            switch first {
            case .v4: 32
            case .v6: 128
            }
        var length = width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let number = Int(parts[1]), number <= width
            else { return nil }
            length = number
        }
        self.first = first
        prefixLength = length
        guard first == Self.start(of: first, prefixLength: length) else { return nil }
    }

    /// Whether the address begins with the range's bits. An IPv4 address is in no IPv6 range, nor the other way round.
    package func contains(_ address: IPAddress) -> Bool {
        Self.start(of: address, prefixLength: prefixLength) == first
    }

    /// The address with nothing behind the prefix. A shift by the whole width gives zero, so /0 needs no care.
    private static func start(of address: IPAddress, prefixLength: Int) -> IPAddress {
        switch address {
        case .v4(let number): .v4(number & (UInt32.max << UInt32(max(0, 32 - prefixLength))))
        case .v6(let number): .v6(number & (UInt128.max << UInt128(max(0, 128 - prefixLength))))
        }
    }
}
