/// Links that classic microformats give a meaning of their own.
extension MicroformatsParser {
    /// The tag that a link with `rel="tag"` names, where the classic microformats around it have tags.
    ///
    /// It is the last part of the address' path, decoded, whatever the link says.
    /// <https://microformats.org/wiki/rel-tag>
    func tagName(of element: HTMLElement, within vocabularies: [BackcompatVocabulary]) -> String? {
        guard vocabularies.contains(where: \.hasTags), let rel = element.attribute("rel"),
            HTMLTokens.split(rel).contains("tag"), let href = element.attribute("href"),
            let reference = URLReference(URLResolution.resolve(href, against: base)),
            let segment = reference.path.utf8.split(separator: UInt8(ascii: "/")).last
        else { return nil }
        return Self.percentDecoded(segment)
    }

    private static func percentDecoded(_ text: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            if byte == UInt8(ascii: "%"), digits.count == 2 {
                bytes.append(UInt8(digits[0] * 16 + digits[1]))
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
