import HTTPTypes

/// Names of fields that the package HTTPTypes does not have.
extension HTTPField.Name {
    static let crossOriginOpenerPolicy = name("Cross-Origin-Opener-Policy")
    /// draft-ietf-httpapi-idempotency-key-header.
    static let idempotencyKey = name("Idempotency-Key")
    /// RFC 8288.
    static let link = name("Link")
    static let referrerPolicy = name("Referrer-Policy")
    static let requestID = name("X-Request-ID")

    private static func name(_ text: String) -> HTTPField.Name {
        // Only a text that is no token has no name.
        HTTPField.Name(text) ?? .init(parsed: text) ?? .via
    }
}
