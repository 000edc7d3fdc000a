import IndieWeb

/// What a browser sends of `navigator.credentials`: a PublicKeyCredential as its `toJSON()` writes it (Web Authentication
/// Level 3, section 5.1, the parts that Level 2 has).
struct PasskeyAnswer: Sendable, Equatable {
    /// The passkey's identity.
    let id: [UInt8]
    private let response: JSONObject

    /// Reads the object.
    init(_ value: JSONValue) throws(PasskeyError) {
        guard let object = value.objectValue, object["type"] == "public-key",
            let id = (object["rawId"] ?? object["id"])?.stringValue.flatMap(Base64URL.decode), !id.isEmpty
        else { throw .malformed("PublicKeyCredential") }
        guard let response = object["response"]?.objectValue else { throw .malformed("response") }
        (self.id, self.response) = (id, response)
    }

    /// The bytes of a member of `response`.
    func bytes(_ name: String) throws(PasskeyError) -> [UInt8] {
        guard let bytes = response[name]?.stringValue.flatMap(Base64URL.decode) else { throw .malformed(name) }
        return bytes
    }

    /// The bytes of a member that may be missing or `null`.
    func optionalBytes(_ name: String) throws(PasskeyError) -> [UInt8]? {
        guard let value = response[name], !value.isNull else { return nil }
        return try bytes(name)
    }

    /// How the browser can reach the authenticator, such as `internal` and `usb`. Hints, of which odd ones are left out.
    var transports: [String] {
        let words = response["transports"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let plain = words.filter { word in
            (1...20).contains(word.utf8.count) && word.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
        return Array(plain.prefix(8))
    }
}
