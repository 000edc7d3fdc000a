/// What a part of a form says about itself (RFC 7578, section 4).
package struct MultipartPart: Sendable, Equatable {
    /// The name of the field.
    package let name: String
    /// How the file is called where it comes from; nil where that is not said.
    ///
    /// Any text at all, so never a path: `../../a`, `C:\a` and an empty name all occur.
    package let fileName: String?
    /// What the client thinks the content is; nil when it says nothing that can be read.
    package let contentType: MediaType?
    /// Whether the part is a file: it has a file's name, or its content is of a type that nothing but a file has.
    ///
    /// A file need not have a name (RFC 7578, section 4.2), and some have it in `filename*` only, which that section
    /// forbids.
    package let isFile: Bool

    /// Reads the lines of a part's header, without their line breaks.
    init(headerLines: [[UInt8]]) throws(MultipartError) {
        var fields: [String: ArraySlice<UInt8>] = [:]
        for line in headerLines {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), !line.contains(0),
                !line.contains(UInt8(ascii: "\r"))
            else { throw .malformedHeader }
            var scanner = FieldScanner(line[..<colon])
            guard let name = scanner.token()?.lowercased(), scanner.isAtEnd, fields[name] == nil else {
                throw .malformedHeader
            }
            fields[name] = line[(colon + 1)...]
        }
        try Self.checkEncoding(fields["content-transfer-encoding"])
        contentType = fields["content-type"].flatMap { MediaType(FieldScanner($0)) }
        guard contentType?.type != "multipart" else { throw .nestedMultipart }
        guard let disposition = fields["content-disposition"] else { throw .missingName }
        let parameters = try Self.formData(FieldScanner(disposition))
        // A name that is no UTF-8 names nothing that we know; a file's name is shown at most, so it is mended.
        guard let name = parameters["name"].flatMap({ String(validating: $0, as: UTF8.self) }) else {
            throw .missingName
        }
        self.name = name
        fileName = parameters["filename"].map { String(decoding: $0, as: UTF8.self) }
        let hasName = parameters["filename"] != nil || parameters["filename*"] != nil
        isFile = hasName || contentType.map(Self.isTypeOfFile) ?? false
    }

    /// Whether a type alone says that a part is a file. Some clients give texts a type as well, that of JSON for example.
    private static func isTypeOfFile(_ type: MediaType) -> Bool {
        ["image", "video", "audio"].contains(type.type) || type.essence == "application/octet-stream"
    }

    private static func checkEncoding(_ field: ArraySlice<UInt8>?) throws(MultipartError) {
        guard let field else { return }
        var scanner = FieldScanner(field)
        scanner.skipWhitespace()
        let encoding = scanner.token()?.lowercased()
        scanner.skipWhitespace()
        guard ["7bit", "8bit", "binary"].contains(encoding), scanner.isAtEnd else { throw .transferEncoding }
    }

    /// The parameters of `Content-Disposition: form-data`, unquoted.
    ///
    /// `filename*` is one of another name, and its value is not read.
    private static func formData(_ start: FieldScanner) throws(MultipartError) -> [String: [UInt8]] {
        var scanner = start
        scanner.skipWhitespace()
        guard scanner.token()?.lowercased() == "form-data" else { throw .missingName }
        var parameters: [String: [UInt8]] = [:]
        while true {
            scanner.skipWhitespace()
            guard scanner.skip(";") else { break }
            scanner.skipWhitespace()
            guard let name = scanner.token()?.lowercased() else { continue }
            // Old browsers send the file's whole Windows path with plain backslashes.
            guard scanner.skip("="), parameters[name] == nil,
                let value = scanner.token().map({ Array($0.utf8) })
                    ?? scanner.quotedString(escapes: .quotesAndBackslashes)
            else { throw .malformedHeader }
            parameters[name] = unescaped(value)
        }
        guard scanner.isAtEnd else { throw .malformedHeader }
        return parameters
    }

    /// The text with `%22`, `%0D` and `%0A` replaced, and no other escape: browsers write these three (HTML, section
    /// "Multipart form data").
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            let escape = byte == UInt8(ascii: "%") ? String(decoding: rest.prefix(2), as: UTF8.self).uppercased() : ""
            switch escape {
            case "22": result.append(UInt8(ascii: "\""))
            case "0D": result.append(UInt8(ascii: "\r"))
            case "0A": result.append(UInt8(ascii: "\n"))
            default:
                result.append(byte)
                continue
            }
            rest = rest.dropFirst(2)
        }
        return result
    }
}
