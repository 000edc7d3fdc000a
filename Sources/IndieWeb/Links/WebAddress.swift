import Microformats

/// An address of the web, `http` or `https`, in one spelling: two are equal when they lead to the same place.
///
/// Scheme and host are in lower case, the host is in the letters of DNS, the scheme's own port is left out and an empty
/// path is `/` (RFC 3986, sections 6.2.2.1 and 6.2.3). Path, query and fragment keep every byte.
package struct WebAddress: Sendable {
    /// The two schemes of the web.
    package enum Scheme: String, Sendable {
        /// Without encryption.
        case http
        /// With TLS.
        case https

        /// The port when none is written.
        package var port: Int { self == .http ? 80 : 443 }
    }

    /// `http` or `https`.
    package let scheme: Scheme
    /// Name and password before an `@`, which no identifier may have.
    package let userInfo: String?
    /// The host.
    package let host: WebHost
    /// The port as written, also the scheme's own; nil when there is none.
    package let port: Int?
    /// The path, with its `/` at the start.
    package let path: String
    /// What follows `?`.
    package let query: String?
    /// What follows `#`.
    package let fragment: String?

    /// Reads an absolute address as a program writes it, or gives nil.
    ///
    /// Strict where readers disagree: no white space, no backslash (a browser takes it for a slash), ASCII only behind
    /// the host.
    package init?(_ text: String) {
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }),
            let reference = URLReference(text)
        else { return nil }
        self.init(reference)
    }

    /// Reads an address as a document writes it, relative to where it stands, or gives nil.
    ///
    /// As browsers do, white space around it is ignored and characters that an address cannot hold are percent-encoded.
    package init?(_ reference: String, relativeTo base: WebAddress) {
        guard let base = URLReference(base.text), var resolved = URLReference(reference)?.resolved(against: base)
        else { return nil }
        resolved.path = Self.percentEncoding(resolved.path)
        resolved.query = resolved.query.map(Self.percentEncoding)
        resolved.fragment = resolved.fragment.map(Self.percentEncoding)
        self.init(resolved)
    }

    private init?(_ reference: URLReference) {
        guard let scheme = reference.scheme.flatMap(Scheme.init), let authority = reference.authority,
            [reference.path, reference.query, reference.fragment].allSatisfy({ $0.map(Self.isPlain) ?? true })
        else { return nil }
        var rest = Substring(authority).unicodeScalars
        var userInfo: String?
        if let at = rest.lastIndex(of: "@") {
            let text = String(rest[..<at])
            guard Self.isPlain(text) else { return nil }
            userInfo = text
            rest = rest[rest.index(after: at)...]
        }
        var port: Int?
        // The colons of [::1] are before the bracket.
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("]") {
            let digits = String(rest[rest.index(after: colon)...])
            guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(digits) else {
                return nil
            }
            port = Int(number)
            rest = rest[..<colon]
        }
        guard let host = WebHost(String(rest)) else { return nil }
        (self.scheme, self.userInfo, self.host, self.port) = (scheme, userInfo, host, port)
        path = reference.path.isEmpty ? "/" : reference.path
        query = reference.query
        fragment = reference.fragment
    }

    /// `https://example.com:8443`: what browsers call the origin.
    package var origin: String {
        let port = port.flatMap { $0 == scheme.port ? nil : ":\($0)" } ?? ""
        return "\(scheme.rawValue)://\(host.text)\(port)"
    }

    /// Path, query and fragment.
    package var target: String {
        path + (query.map { "?\($0)" } ?? "") + (fragment.map { "#\($0)" } ?? "")
    }

    /// The address in its one spelling.
    package var text: String {
        guard let userInfo else { return origin + target }
        return "\(scheme.rawValue)://\(userInfo)@\(origin.dropFirst(scheme.rawValue.utf8.count + 3))\(target)"
    }

    /// Whether the path has `.` or `..` segments, which programs remove; `%2e` is a dot to browsers too.
    package var hasDotSegments: Bool {
        path.lowercased().split(separator: "/").contains { segment in
            [".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"].contains(segment)
        }
    }

    /// Whether both have the same scheme, host and port.
    package func hasSameOrigin(as other: WebAddress) -> Bool { origin == other.origin }

    /// Whether a text has only characters that an address may have (RFC 3986, appendix A).
    static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy(isPlain) }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !separators.contains(byte)
    }

    private static let separators = Set("\"<>\\^`{|}".utf8)

    private static func percentEncoding(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            if isPlain(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += PercentEncoding.escape(byte)
            }
        }
    }
}

extension WebAddress: Hashable {
    /// Whether both lead to the same place.
    package static func == (left: WebAddress, right: WebAddress) -> Bool { left.text == right.text }

    /// Hashes the one spelling.
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension WebAddress: CustomStringConvertible {
    /// The address in its one spelling.
    package var description: String { text }
}
