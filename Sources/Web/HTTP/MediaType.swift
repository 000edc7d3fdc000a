/// A media type with its parameters, as `Content-Type` holds it (RFC 9110, section 8.3.1).
package struct MediaType: Sendable, Equatable {
    /// Type and subtype in lower case, without parameters: `text/html`.
    package let essence: String
    private let parameters: [String: String]

    /// Reads a media type; nil for what is none, and for one that says something twice (RFC 6838, section 4.3).
    ///
    /// With a parameter given twice, two programs on the way could each believe another of the two. One without a value
    /// says nothing.
    ///
    /// A boundary may have characters that only a quoted text can hold (RFC 2046, section 5.1.1), and some clients send it
    /// without the quotes: `----=_Part_1_2.3`. It ends where the parameter does.
    package init?(_ field: some StringProtocol) {
        self.init(FieldScanner(field))
    }

    init?(_ start: FieldScanner) {
        var scanner = start
        scanner.skipWhitespace()
        guard let type = scanner.token(), scanner.skip("/"), let subtype = scanner.token() else { return nil }
        var parameters: [String: String] = [:]
        while true {
            scanner.skipWhitespace()
            guard scanner.skip(";") else { break }
            scanner.skipWhitespace()
            // An empty parameter, as in `text/html;`, says nothing.
            guard let name = scanner.token()?.lowercased() else { continue }
            guard scanner.skip("="), !scanner.isAtEndOfParameter else { continue }
            let quoted = scanner.quotedString().map { String(decoding: $0, as: UTF8.self) }
            guard parameters[name] == nil,
                let value = quoted ?? (name == "boundary" ? scanner.restOfParameter() : scanner.token())
            else { return nil }
            parameters[name] = value
        }
        guard scanner.isAtEnd else { return nil }
        essence = "\(type)/\(subtype)".lowercased()
        self.parameters = parameters
    }

    /// The part before the slash, in lower case: `text`.
    package var type: Substring { essence.prefix { $0 != "/" } }

    /// A parameter, unquoted; names have no case.
    package subscript(parameter name: String) -> String? { parameters[name.lowercased()] }

    /// The character encoding that the content claims to have, in lower case: `utf-8`.
    package var charset: String? { parameters["charset"]?.lowercased() }

    /// What separates the parts of a multipart type (RFC 2046, section 5.1.1), as it was given.
    package var boundary: String? { parameters["boundary"] }
}
