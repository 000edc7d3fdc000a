/// A code on its way back, at the authorization or at the token endpoint (IndieAuth, section 5.3).
package struct CodeRedemption: Sendable, Equatable {
    /// The code.
    package let code: String
    /// The application.
    package let clientID: ClientID
    /// The redirect address as the client wrote it; not read, since it must repeat the one of the request.
    package let redirectURI: String
    /// The secret that the challenge was made of.
    package let codeVerifier: String?

    /// Reads a redemption at the authorization endpoint; other grant types have no place there.
    /// - Throws: ``OAuthError``.
    package init(_ form: FormURLEncoded) throws(OAuthError) {
        let parameters = OAuthParameters(form)
        guard try parameters.required("grant_type") == "authorization_code" else {
            throw OAuthError(.unsupportedGrantType, "The grant_type must be authorization_code.")
        }
        code = try parameters.required("code")
        clientID = try parameters.clientID()
        redirectURI = try parameters.required("redirect_uri")
        codeVerifier = try parameters.optional("code_verifier")
    }
}
