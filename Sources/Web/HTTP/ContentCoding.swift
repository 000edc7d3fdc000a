/// How the bytes of an answer are packed (RFC 9110, section 8.4.1).
package enum ContentCoding: String, Sendable, CaseIterable {
    /// As they are.
    case identity
    /// Compressed (RFC 1952).
    case gzip

    /// The coding to answer with, by the field `Accept-Encoding` (section 12.5.3).
    ///
    /// A client that asks for nothing gets nothing packed. One that takes neither is answered as if it had not asked,
    /// as section 12.4.1 allows: text that it did not want serves it better than an error.
    package static func preferred(acceptEncoding fields: [String]) -> ContentCoding {
        var weights: [String: QualityValue] = [:]
        for element in FieldScanner.elements(of: fields) {
            guard let (coding, weight) = weighted(element) else { continue }
            // Named twice, the first counts, and `x-gzip` is an old name of gzip (section 8.4.1.3).
            let name = coding == "x-gzip" ? "gzip" : coding
            if weights[name] == nil { weights[name] = weight }
        }
        let gzip = weights["gzip"] ?? weights["*"] ?? .unacceptable
        // Always taken unless it is excluded, but less than what is asked for.
        let identity = weights["identity"] ?? weights["*"] ?? .least
        return gzip > .unacceptable && gzip >= identity ? .gzip : .identity
    }

    private static func weighted(_ element: FieldScanner) -> (coding: String, weight: QualityValue)? {
        var scanner = element
        guard let coding = scanner.token()?.lowercased() else { return nil }
        var weight = QualityValue.full
        while let parameter = scanner.parameter() {
            guard parameter.name == "q", let value = QualityValue(parameter.value) else { return nil }
            weight = value
        }
        return scanner.isAtEnd ? (coding, weight) : nil
    }
}
