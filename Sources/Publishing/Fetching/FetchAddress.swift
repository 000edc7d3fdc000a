import Foundation
import Microformats

/// An http or https address, taken apart strictly enough that no two programs read another host from it.
///
/// Everything that is checked and everything that is sent comes from these parts, and never from the text again.
struct FetchAddress: Sendable, Hashable {
    /// Who is asked.
    enum Host: Sendable, Hashable {
        /// A domain name: lower case, ASCII, no dot at its end.
        case name(String)
        case address(IPAddress)
    }

    /// `http` or `https`.
    let scheme: String
    let host: Host
    /// 1 to 65535.
    let port: Int
    /// Path and query as they are sent: ASCII, at least `/`.
    let target: String

    /// Reads an address as RFC 3986 and RFC 9110, section 4.2 write it.
    ///
    /// - Throws: `FetchError.malformedURL` or `FetchError.notOnTheWeb`.
    init(_ text: String) throws(FetchError) {
        // Longer ones are in no specification's interest, and servers refuse them.
        guard text.utf8.count <= 8192 else {
            throw .malformedURL(String(text.prefix(200)), reason: "it is longer than 8,192 bytes")
        }
        guard let reference = URLReference(text) else {
            throw .malformedURL(text, reason: "it contains control characters or no scheme")
        }
        guard let scheme = reference.scheme, scheme == "http" || scheme == "https" else {
            throw .notOnTheWeb(text)
        }
        guard let authority = reference.authority, !authority.isEmpty else {
            throw .malformedURL(text, reason: "it names no host")
        }
        guard !authority.utf8.contains(UInt8(ascii: "@")) else {
            throw .malformedURL(text, reason: "it carries a user name or password")
        }
        guard let (hostText, portText) = Self.parts(ofAuthority: authority), let host = Self.host(hostText) else {
            throw .malformedURL(text, reason: "“\(authority)” is no host")
        }
        guard let port = portText.isEmpty ? Self.defaultPort(of: scheme) : Self.port(portText) else {
            throw .malformedURL(text, reason: "“\(portText)” is no port")
        }
        self.scheme = scheme
        self.host = host
        self.port = port
        let path = reference.path.isEmpty ? "/" : reference.path
        target = Self.escaped(path) + (reference.query.map { "?" + Self.escaped($0) } ?? "")
    }

    /// Where a reference within an answer from here leads to (RFC 9110, section 10.2.2).
    ///
    /// - Throws: `FetchError.malformedURL` or `FetchError.notOnTheWeb`.
    func following(_ location: String) throws(FetchError) -> FetchAddress {
        guard let base = URLReference(url), let reference = URLReference(location) else {
            throw .malformedURL(String(location.prefix(200)), reason: "it contains control characters")
        }
        return try FetchAddress(reference.resolved(against: base).description)
    }

    /// The address as one text: canonical, without a fragment and without the scheme's own port.
    var url: String { "\(origin)\(target)" }

    /// Scheme, host and port (RFC 6454); who may see an `Authorization` header depends on it.
    var origin: String {
        port == Self.defaultPort(of: scheme) ? "\(scheme)://\(hostText)" : "\(scheme)://\(hostText):\(port)"
    }

    /// The host as it stands in an address: `[::1]` with its brackets.
    var hostText: String {
        switch host {
        case .name(let name): name
        case .address(.v4(let number)): IPAddress.v4(number).description
        case .address(.v6(let number)): "[\(IPAddress.v6(number))]"
        }
    }

    private static func defaultPort(of scheme: String) -> Int { scheme == "https" ? 443 : 80 }

    /// Host and port; the port may be empty (RFC 3986, section 3.2.3).
    private static func parts(ofAuthority authority: String) -> (host: String, port: String)? {
        let bytes = Array(authority.utf8)
        let colon = UInt8(ascii: ":")
        let end =
            if bytes.first == UInt8(ascii: "[") {
                bytes.firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 }
            } else {
                bytes.firstIndex(of: colon) ?? bytes.count
            }
        guard let end, end > 0, end == bytes.count || bytes[end] == colon else { return nil }
        return (
            String(decoding: bytes[..<end], as: UTF8.self), String(decoding: bytes[end...].dropFirst(), as: UTF8.self)
        )
    }

    private static func port(_ text: String) -> Int? {
        guard text.utf8.count <= 5, text.utf8.allSatisfy(isDigit), let port = Int(text), (1...65_535).contains(port)
        else { return nil }
        return port
    }

    private static func host(_ text: String) -> Host? {
        if text.hasPrefix("[") {
            guard text.hasSuffix("]"), let address = IPAddress(String(text.dropFirst().dropLast())),
                case .v6 = address
            else { return nil }
            return .address(address)
        }
        guard var name = asciiName(text) else { return nil }
        // A dot at the end makes a name absolute, and it is the same name.
        if name.hasSuffix(".") { name.removeLast() }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last else { return nil }
        // No top-level domain is a number. What ends in one is an IPv4 address in some notation, and inet_aton(3) knows
        // many: `0x7f.1`, `2130706433`, `0177.0.0.1`.
        guard last.utf8.allSatisfy(isDigit) || last.hasPrefix("0x") else { return .name(name) }
        return IPAddress(name).map(Host.address)
    }

    /// The name in lower case, internationalised ones in their ASCII form (RFC 5891).
    private static func asciiName(_ text: String) -> String? {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.lowercased() }
        guard !text.utf8.contains(UInt8(ascii: "%")) else { return nil }
        // “Percent-encoded” would give the name before it is put into ASCII.
        return URL(string: "http://\(text)/")?.host(percentEncoded: false)?.lowercased()
    }

    /// Letters, digits, hyphens; underscores too, which some hosts have in spite of RFC 1123.
    private static func isLabel(_ label: Substring) -> Bool {
        guard (1...63).contains(label.utf8.count) else { return false }
        return label.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: isDigit(byte)
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The text with all bytes escaped that may not stand in a path or a query (RFC 3986, section 3.3); escapes stay.
    private static func escaped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let isEscape =
                byte == UInt8(ascii: "%") && bytes[index...].dropFirst().prefix(2).count(where: isHexDigit) == 2
            if isEscape || isPathByte(byte) {
                result.append(byte)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += Array("%\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: isDigit(byte) || "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
        }
    }
}
