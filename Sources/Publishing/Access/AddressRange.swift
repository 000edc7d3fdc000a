/// Addresses that begin alike, as `10.0.0.0/8` or `fd00::/8` writes them (RFC 4632, section 3.1; RFC 4291, section 2.3).
package struct AddressRange: Sendable, Hashable {
    private let base: ClientAddress
    /// How many of the 128 bits count.
    private let prefix: Int

    /// Reads a range, or a single address; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = ClientAddress(String(parts[0])) else { return nil }
        let width = address.isVersion4 && !parts[0].contains(":") ? 32 : 128
        base = address
        guard parts.count == 2 else {
            prefix = 128
            return
        }
        let digits = parts[1]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bits = Int(digits), bits <= width else {
            return nil
        }
        prefix = 128 - width + bits
    }

    /// Whether an address lies within.
    package func contains(_ address: ClientAddress) -> Bool {
        for (index, (mine, other)) in zip(base.bytes, address.bytes).enumerated() {
            let bits = min(max(prefix - index * 8, 0), 8)
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            if mine & mask != other & mask { return false }
        }
        return true
    }
}
