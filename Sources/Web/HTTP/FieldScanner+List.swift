extension FieldScanner {
    /// The elements of a list (RFC 9110, section 5.6.1) that may come in several fields; empty ones are left out.
    ///
    /// Each element has a scanner of its own, so that one which is malformed spoils none of the others.
    static func elements(of fields: [String]) -> [FieldScanner] {
        var elements: [FieldScanner] = []
        for field in fields {
            var element: [UInt8] = []
            var isQuoted = false
            var isEscaped = false
            for byte in field.utf8 {
                if byte == UInt8(ascii: ","), !isQuoted {
                    elements.append(FieldScanner(element))
                    element.removeAll(keepingCapacity: true)
                    continue
                }
                if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
                isEscaped = isQuoted && !isEscaped && byte == UInt8(ascii: "\\")
                element.append(byte)
            }
            elements.append(FieldScanner(element))
        }
        return elements.compactMap { element in
            var element = element
            element.skipWhitespace()
            return element.isAtEnd ? nil : element
        }
    }

    /// A parameter (section 5.6.6) with the semicolon before it, its name in lower case.
    ///
    /// - Returns: nil at the end, and, with a scanner that is not at its end, where something else comes.
    mutating func parameter() -> (name: String, value: String)? {
        var scanner = self
        repeat {
            scanner.skipWhitespace()
            guard scanner.skip(";") else {
                if scanner.isAtEnd { self = scanner }
                return nil
            }
            scanner.skipWhitespace()
        } while scanner.isBeforeSemicolon
        guard !scanner.isAtEnd else {
            self = scanner
            return nil
        }
        guard let name = scanner.token()?.lowercased(), scanner.skip("="),
            let value = scanner.token() ?? scanner.quotedString().map({ String(decoding: $0, as: UTF8.self) })
        else { return nil }
        self = scanner
        return (name, value)
    }

    private var isBeforeSemicolon: Bool {
        var scanner = self
        return scanner.skip(";")
    }
}
