/// Files as properties name them: the values of `photo`, `video`, `audio` and `featured`.
extension JSONValue {
    /// The address of a file: a text, or what an object has for one, its `value` (Micropub, section 3.3.2) or, of a nested
    /// microformat or of what is like one, its `url`. Nil for what names no file.
    package var mediaAddress: String? { plainText ?? details?.text("url") }

    /// What a file shows, in words for those who do not see it; nil where nobody has said.
    package var mediaDescription: String? { objectValue?["alt"]?.stringValue ?? details?.text("alt") }

    /// The same file under another address, which stands where ``mediaAddress`` stood.
    package func withMediaAddress(_ address: String) -> JSONValue {
        guard var object = objectValue else { return .string(address) }
        if plainText != nil {
            object["value"] = .string(address)
        } else if var properties = object["properties"]?.objectValue {
            properties["url"] = (properties["url"] ?? .null).replacingFirst(by: address)
            object["properties"] = .object(properties)
        } else {
            object["url"] = (object["url"] ?? .null).replacingFirst(by: address)
        }
        return .object(object)
    }

    /// The values of a property, which may stand without their list, with another text for the first one.
    private func replacingFirst(by text: String) -> JSONValue {
        guard var values = arrayValue, let first = values.firstIndex(where: { !$0.isNull }) else {
            return .string(text)
        }
        values[first] = .string(text)
        return .array(values)
    }
}
