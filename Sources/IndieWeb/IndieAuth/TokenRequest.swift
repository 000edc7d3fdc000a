/// A request at the token endpoint (IndieAuth, sections 5.3.2 and 5.5).
package enum TokenRequest: Sendable, Equatable {
    /// A code for a token.
    case authorizationCode(CodeRedemption)
    /// A refresh token for a new token.
    case refreshToken(RefreshRequest)
    /// A ticket for a token (Ticketing for IndieAuth).
    case ticket(String)

    /// Reads a form by its `grant_type`.
    /// - Throws: ``OAuthError``.
    package init(_ form: FormURLEncoded) throws(OAuthError) {
        let parameters = OAuthParameters(form)
        switch try parameters.required("grant_type") {
        case "authorization_code": self = .authorizationCode(try CodeRedemption(form))
        case "refresh_token": self = .refreshToken(try RefreshRequest(form))
        case "ticket": self = .ticket(try parameters.required("ticket"))
        default:
            throw OAuthError(
                .unsupportedGrantType,
                "The grant_type must be authorization_code, refresh_token or ticket."
            )
        }
    }
}
