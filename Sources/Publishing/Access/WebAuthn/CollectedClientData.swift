import IndieWeb

/// What the browser says of a ceremony, and the authenticator signs the hash of (Web Authentication Level 2, section
/// 5.8.1).
struct CollectedClientData: Sendable, Equatable {
    /// Which ceremony it is.
    enum Ceremony: String, Sendable {
        case registration = "webauthn.create"
        case signIn = "webauthn.get"
    }

    /// The value of `type`.
    let type: String
    /// The question that was answered.
    let challenge: [UInt8]
    /// The page's scheme, host and port.
    let origin: String
    /// Whether the page lies in a frame of another site.
    let isCrossOrigin: Bool

    /// Reads the JSON text; members that are not known are ignored, as the section asks.
    init(_ bytes: [UInt8]) throws(PasskeyError) {
        guard let object = (try? JSONValue(parsing: bytes, maximumDepth: 8))?.objectValue,
            let type = object["type"]?.stringValue,
            let challenge = object["challenge"]?.stringValue.flatMap(Base64URL.decode),
            let origin = object["origin"]?.stringValue
        else { throw .malformed("clientDataJSON") }
        self.type = type
        self.challenge = challenge
        self.origin = origin
        // Anything but a plain `false` is doubtful.
        isCrossOrigin = object["crossOrigin"].map { $0 != .bool(false) } ?? false
    }
}
