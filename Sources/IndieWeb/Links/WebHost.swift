import Foundation

/// The host of an address: a domain name or an IP address, in one spelling.
package enum WebHost: Sendable, Hashable {
    /// A domain name, lower case, in the letters of DNS: `xn--bcher-kva.example`.
    case name(String)
    /// `127.0.0.1`.
    case ipv4(String)
    /// `[::1]`, with its brackets.
    case ipv6(String)

    /// Reads the host of an authority, nil when it is none that DNS and HTTP could carry.
    ///
    /// Browsers take `2130706433`, `0x7f.1` and `127.1` for 127.0.0.1 (WHATWG URL, section 3.5). A host that looks like
    /// a number but is not four plain decimal parts is refused, lest it be one address here and
    /// another there.
    package init?(_ text: String) {
        if text.utf8.first == UInt8(ascii: "[") {
            guard let groups = Self.groups(ofLiteral: text) else { return nil }
            self = .ipv6(groups == Self.loopbackGroups ? "[::1]" : text.lowercased())
            return
        }
        guard let name = Self.domainName(text) else { return nil }
        if Self.endsInNumber(name) {
            guard Self.isDottedDecimal(name) else { return nil }
            self = .ipv4(name)
        } else {
            self = .name(name)
        }
    }

    /// The host as an address writes it.
    package var text: String {
        switch self {
        case .name(let text), .ipv4(let text), .ipv6(let text): text
        }
    }

    /// Whether this is the machine itself: `localhost` and names below it (RFC 6761), 127.0.0.0/8 or `[::1]`.
    package var isLoopback: Bool {
        switch self {
        case .name: isBelow(["localhost"])
        case .ipv4(let text): text.hasPrefix("127.")
        case .ipv6(let text): text == "[::1]"
        }
    }

    /// Whether the name or number by itself says that no machine of the public web is meant.
    ///
    /// False proves nothing: a public name may lead to a private address, which only the look-up shows.
    package var isPrivate: Bool {
        switch self {
        case .name: isLoopback || isBelow(["local", "internal", "home.arpa"])
        case .ipv4, .ipv6: true
        }
    }

    private func isBelow(_ domains: [String]) -> Bool {
        let name = text.hasSuffix(".") ? String(text.dropLast()) : text
        return domains.contains { name == $0 || name.hasSuffix(".\($0)") }
    }

    // MARK: Names

    /// The name in lower case and in the letters of DNS.
    ///
    /// Compatibility forms are mapped first, as browsers do, and judged afterwards: one of them becomes a slash.
    private static func domainName(_ text: String) -> String? {
        guard text.utf8.count <= 1_000 else { return nil }
        var mapped = text.lowercased()
        if !mapped.utf8.allSatisfy({ $0 < 0x80 }) {
            var visible = mapped.unicodeScalars
            visible.removeAll { $0.properties.isDefaultIgnorableCodePoint }
            mapped = String(visible).precomposedStringWithCompatibilityMapping.lowercased()
            mapped = String(String.UnicodeScalarView(mapped.unicodeScalars.map { $0 == "\u{3002}" ? "." : $0 }))
        }
        var labels = mapped.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        // One dot at the end is the root of DNS.
        let isRooted = labels.count > 1 && labels.last?.isEmpty == true
        if isRooted { labels.removeLast() }
        var encoded: [String] = []
        for label in labels {
            guard !label.isEmpty, label.unicodeScalars.allSatisfy(isAllowed) else { return nil }
            guard !label.utf8.allSatisfy({ $0 < 0x80 }) else {
                guard label.utf8.count <= 63 else { return nil }
                encoded.append(label)
                continue
            }
            guard let letters = Punycode.encode(label) else { return nil }
            encoded.append(letters)
        }
        let name = encoded.joined(separator: ".")
        return name.utf8.count <= 253 ? name + (isRooted ? "." : "") : nil
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "0"..."9", "-", "_": return true
        case "\u{0}"..."\u{7F}": return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark, .decimalNumber: return true
        // Emoji domains are in use.
        case .otherSymbol: return true
        default: return false
        }
    }

    // MARK: Numbers

    private static func endsInNumber(_ name: String) -> Bool {
        guard let last = name.split(separator: ".").last?.utf8 else { return false }
        if last.starts(with: "0x".utf8) { return last.dropFirst(2).allSatisfy { $0.hexDigit != nil } }
        return last.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isDottedDecimal(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
    }

    private static let loopbackGroups: [UInt16] = [0, 0, 0, 0, 0, 0, 0, 1]

    /// The eight groups of `[2001:db8::1]`; the form with an IPv4 address at the end is refused.
    private static func groups(ofLiteral text: String) -> [UInt16]? {
        guard text.utf8.count <= 41, text.hasSuffix("]") else { return nil }
        let inner = text.dropFirst().dropLast()
        guard let gap = inner.range(of: "::") else {
            return groups(inner).flatMap { $0.count == 8 ? $0 : nil }
        }
        let (before, after) = (inner[..<gap.lowerBound], inner[gap.upperBound...])
        guard let head = before.isEmpty ? [] : groups(before), let tail = after.isEmpty ? [] : groups(after),
            head.count + tail.count <= 7
        else { return nil }
        return head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring) -> [UInt16]? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let groups = parts.compactMap { part -> UInt16? in
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0.hexDigit != nil }) else { return nil }
            return UInt16(part, radix: 16)
        }
        return groups.count == parts.count ? groups : nil
    }
}
