/// An address as written in a document, taken apart and resolved as RFC 3986, sections 5.2 and 5.3 say.
///
/// It works on text and changes no byte that it need not change: an address keeps the spelling its author chose.
package struct URLReference: Sendable, Equatable {
    /// `https`, in lower case.
    package var scheme: String?
    /// `example.com:8080`.
    package var authority: String?
    /// `/a/b`, perhaps empty.
    package var path: String
    /// What follows `?`.
    package var query: String?
    /// What follows `#`.
    package var fragment: String?

    /// Takes a reference apart after cleaning it as a browser does, or gives nil for one with control characters.
    ///
    /// Browsers ignore white space around an address and line breaks and tabs within it, so `java\nscript:` is a
    /// scheme to them. What they ignore is removed before anything is judged.
    package init?(_ text: String) {
        var cleaned = text.unicodeScalars
        cleaned.removeAll { $0 == "\t" || $0 == "\n" || $0 == "\r" }
        while let first = cleaned.first, first.value <= 0x20 { cleaned.removeFirst() }
        while let last = cleaned.last, last.value <= 0x20 { cleaned.removeLast() }
        guard cleaned.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else { return nil }
        // Scalars, not characters: `:` with an accent upon it is one character, and still ends a scheme for a browser.
        var rest = Substring(String(cleaned)).unicodeScalars
        if let index = rest.firstIndex(of: "#") {
            fragment = String(rest[rest.index(after: index)...])
            rest = rest[..<index]
        }
        if let index = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: index)...])
            rest = rest[..<index]
        }
        if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") {
            guard Self.isScheme(rest[..<colon]) else { return nil }
            scheme = String(rest[..<colon]).lowercased()
            rest = rest[rest.index(after: colon)...]
        }
        if rest.starts(with: ["/", "/"]) {
            let start = rest.index(rest.startIndex, offsetBy: 2)
            let end = rest[start...].firstIndex(of: "/") ?? rest.endIndex
            authority = String(rest[start..<end])
            rest = rest[end...]
        }
        path = String(rest)
    }

    /// Whether the reference stays within the page it is on: `#section`.
    package var isFragmentOnly: Bool {
        scheme == nil && authority == nil && path.isEmpty && query == nil && fragment != nil
    }

    /// Whether following the reference means visiting a page or fetching a file from the web, and nothing else.
    package var isWebAddress: Bool {
        (scheme == "http" || scheme == "https") && authority?.isEmpty == false
    }

    /// The reference seen from a base address (RFC 3986, section 5.2.2).
    package func resolved(against base: URLReference) -> URLReference {
        var target = self
        guard scheme == nil else { return target }
        target.scheme = base.scheme
        guard authority == nil else { return target }
        target.authority = base.authority
        if path.isEmpty {
            target.path = base.path
            target.query = query ?? base.query
        } else if path.utf8.first == UInt8(ascii: "/") {
            target.path = Self.removingDotSegments(path)
        } else {
            let folder = base.path.unicodeScalars.lastIndex(of: "/").map { base.path[...$0] } ?? "/"
            target.path = Self.removingDotSegments(folder + path)
        }
        return target
    }

    /// Whether the text before a colon is a scheme: a letter, then letters, digits, `+`, `-` and `.`.
    private static func isScheme(_ scalars: Substring.UnicodeScalarView) -> Bool {
        guard let first = scalars.first, first.isASCII, first.properties.isAlphabetic else { return false }
        return scalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "+", "-", ".": true
            default: false
            }
        }
    }

    /// RFC 3986, section 5.2.4.
    private static func removingDotSegments(_ path: String) -> String {
        var kept: [String] = []
        let segments = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment {
            case ".":
                if isLast { kept.append("") }
            case "..":
                if kept.count > 1 { kept.removeLast() }
                if isLast { kept.append("") }
            default:
                kept.append(segment)
            }
        }
        return kept.joined(separator: "/")
    }
}

extension URLReference: CustomStringConvertible {
    /// The reference put together again.
    package var description: String {
        var text = ""
        if let scheme { text += "\(scheme):" }
        if let authority { text += "//\(authority)" }
        text += path
        if let query { text += "?\(query)" }
        if let fragment { text += "#\(fragment)" }
        return text
    }
}
