import HTTPTypes

/// Names of fields that the package HTTPTypes does not have.
extension HTTPField.Name {
    static let crossOriginOpenerPolicy = name("Cross-Origin-Opener-Policy")
    /// draft-ietf-httpapi-idempotency-key-header.
    static let idempotencyKey = name("Idempotency-Key")
    /// RFC 8288.
    static let link = name("Link")
    /// The form of `Forwarded` (RFC 7239) that proxies send.
    static let forwardedFor = name("X-Forwarded-For")
    /// Never from outside: ``Request/peer``.
    /// For caches from before HTTP/1.1, as RFC 6749, section 5.1, asks.
    static let pragma = name("Pragma")
    static let referrerPolicy = name("Referrer-Policy")
    static let requestID = name("X-Request-ID")
    /// Fetch Metadata Request Headers, section 2.3.
    static let secFetchSite = name("Sec-Fetch-Site")

    private static func name(_ text: String) -> HTTPField.Name {
        // Only a text that is no token has no name.
        HTTPField.Name(text) ?? .init(parsed: text) ?? .via
    }
}
