/// An Internet address, as a number.
///
/// Only the standard's own notations are read: four decimal numbers without leading zeros for IPv4, and the text forms
/// of RFC 4291, section 2.2 for IPv6. `127.1`, `0177.0.0.1`, `2130706433` and zones (`fe80::1%eth0`) are not addresses.
package enum IPAddress: Sendable, Hashable {
    /// An IPv4 address; the first number is the highest byte.
    case v4(UInt32)
    /// An IPv6 address; the first group is the highest two bytes.
    case v6(UInt128)

    /// Reads an address; nil when the text is none.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        if let number = Self.dottedQuad(bytes[...]) {
            self = .v4(number)
        } else if let number = Self.groups(bytes) {
            self = .v6(number)
        } else {
            return nil
        }
    }

    /// Whether the address belongs to this machine alone: 127.0.0.0/8 and ::1 (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3).
    package var isLoopback: Bool {
        switch self {
        case .v4(let number): number >> 24 == 127
        case .v6(let number): number == 1
        }
    }

    /// Four numbers from 0 to 255 in decimal, without leading zeros, as inet_aton(3) would take for octal.
    private static func dottedQuad(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var value: UInt32 = 0
            for byte in part {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
            }
            guard value <= 255 else { return nil }
            number = number << 8 | value
        }
        return number
    }

    /// Eight groups of hexadecimal digits, where `::` stands for one or more groups of zeros.
    private static func groups(_ bytes: [UInt8]) -> UInt128? {
        // The longest form is 45 bytes; more is not looked at.
        guard (2...45).contains(bytes.count) else { return nil }
        let colons = bytes.indices.dropLast().filter { bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == bytes[$0] }
        guard let gap = colons.first else {
            guard let all = list(bytes[...], mayEndInIPv4: true), all.count == 8 else { return nil }
            return number(all)
        }
        // `:::` has two.
        guard colons.count == 1,
            let before = list(bytes[..<gap], mayEndInIPv4: false),
            let after = list(bytes[(gap + 2)...], mayEndInIPv4: true),
            before.count + after.count <= 7
        else { return nil }
        return number(before + Array(repeating: 0, count: 8 - before.count - after.count) + after)
    }

    private static func number(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func list(_ bytes: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> [UInt16]? {
        guard !bytes.isEmpty else { return [] }
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, let number = dottedQuad(part) {
                groups += [UInt16(number >> 16), UInt16(number & 0xFFFF)]
            } else {
                guard (1...4).contains(part.count), part.allSatisfy(isHexDigit),
                    let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The address as RFC 5952 writes it: lower case, no leading zeros, the longest run of zero groups as `::`.
    package var description: String {
        switch self {
        case .v4(let number):
            return [24, 16, 8, 0].map { String(number >> UInt32($0) & 0xFF) }.joined(separator: ".")
        case .v6(let number):
            let groups = (0..<8).map { UInt16(truncatingIfNeeded: number >> UInt128(112 - 16 * $0)) }
            let texts = groups.map { String($0, radix: 16) }
            guard let run = Self.longestRunOfZeros(groups) else { return texts.joined(separator: ":") }
            return texts[..<run.lowerBound].joined(separator: ":") + "::"
                + texts[run.upperBound...].joined(separator: ":")
        }
    }

    /// The first of the longest runs, if it has at least two groups (RFC 5952, section 4.2).
    private static func longestRunOfZeros(_ groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<1
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 { start = index + 1 }
            if index + 1 - start > longest.count { longest = start..<index + 1 }
        }
        return longest.count > 1 ? longest : nil
    }
}
