/// A request at the token endpoint (IndieAuth, sections 5.3.2 and 5.5).
package enum TokenRequest: Sendable, Equatable {
    /// A code for a token.
    case authorizationCode(CodeRedemption)
    /// A refresh token for a new token.
    case refreshToken(RefreshRequest)

    /// Reads a form by its `grant_type`.
    /// - Throws: ``OAuthError``.
    package init(_ form: FormURLEncoded) throws(OAuthError) {
        switch try OAuthParameters(form).required("grant_type") {
        case "authorization_code": self = .authorizationCode(try CodeRedemption(form))
        case "refresh_token": self = .refreshToken(try RefreshRequest(form))
        default:
            throw OAuthError(.unsupportedGrantType, "The grant_type must be authorization_code or refresh_token.")
        }
    }
}
