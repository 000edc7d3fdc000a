/// Where an application wants the person sent back to (RFC 6749, section 3.1.2), byte for byte as it wrote it.
package struct RedirectURI: Sendable, Hashable {
    /// The text, which later requests must repeat exactly.
    package let text: String
    /// The address, nil for a scheme of the application's own such as `com.example.app:/back`.
    package let address: WebAddress?

    /// Reads an absolute address without fragment, or gives nil.
    ///
    /// A name or password in it would mislead about where it leads. Schemes that a browser runs or reads from disk are
    /// refused whatever a document lists.
    package init?(_ text: String) {
        guard WebAddress.isPlain(text), !text.contains("#") else { return nil }
        if let address = WebAddress(text) {
            guard address.userInfo == nil else { return nil }
            self.address = address
        } else {
            guard let scheme = Self.scheme(of: text), !Self.refused.contains(scheme) else { return nil }
            address = nil
        }
        self.text = text
    }

    /// What the person is shown: the host with its port, or the scheme.
    package var display: String {
        guard let address else { return Self.scheme(of: text).map { "\($0):" } ?? "" }
        return String(address.origin.dropFirst(address.scheme.rawValue.utf8.count + 3))
    }

    /// A letter, then letters, digits, `+`, `-` and `.` (RFC 3986, section 3.1), in lower case; something follows it.
    private static func scheme(of text: String) -> String? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text.utf8.index(after: colon) < text.endIndex
        else { return nil }
        let scheme = text[..<colon].lowercased()
        let isValid = scheme.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "0"..."9", "+", "-", ".": true
            default: false
            }
        }
        guard isValid, let first = scheme.unicodeScalars.first, ("a"..."z").contains(first) else { return nil }
        return scheme
    }

    /// `http` and `https` are here for addresses that are not quite ones of the web.
    private static let refused: Set<String> = [
        "http", "https", "javascript", "data", "vbscript", "file", "filesystem", "blob", "about", "view-source", "ws",
        "wss", "ftp", "mailto", "tel", "sms", "intent", "chrome", "resource", "jar",
    ]
}

extension RedirectURI: CustomStringConvertible {
    /// The text as the application wrote it.
    package var description: String { text }
}
