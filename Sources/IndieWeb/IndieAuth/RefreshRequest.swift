/// A refresh token on its way to become an access token (IndieAuth, section 5.5).
package struct RefreshRequest: Sendable, Equatable {
    /// The refresh token.
    package let refreshToken: String
    /// The application.
    package let clientID: ClientID
    /// The part of the granted scope that the client wants, nil for all of it.
    package let scope: Scope?

    /// Reads a refresh request.
    /// - Throws: ``OAuthError``.
    package init(_ form: FormURLEncoded) throws(OAuthError) {
        let parameters = OAuthParameters(form)
        refreshToken = try parameters.required("refresh_token")
        clientID = try parameters.clientID()
        let scope = try parameters.scope()
        self.scope = scope.isEmpty ? nil : scope
    }

    /// The scope of the new access token.
    /// - Parameter granted: what the refresh token stands for.
    /// - Returns: what the client asked for, or all of it.
    /// - Throws: ``OAuthError`` with `invalid_scope` when the client wants more than that (RFC 6749, section 6).
    package func scope(of granted: Scope) throws(OAuthError) -> Scope {
        guard let scope else { return granted }
        guard scope.isWithin(granted) else {
            throw OAuthError(.invalidScope, "The scope is wider than what was granted.")
        }
        return scope
    }
}
