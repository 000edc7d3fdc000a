/// A client's request that the owner allow it something (IndieAuth, section 5.2).
///
/// It is read in two stages, because an error may be sent to the redirect address only when that is known to be the
/// client's: first ``AuthorizationTarget``, then the caller asks ``ClientMetadata/permits(_:for:)``, then this.
package struct AuthorizationRequest: Sendable, Equatable {
    /// Who asks, and where the answer goes.
    package let target: AuthorizationTarget
    /// What the client gives back unread.
    package let state: String
    /// The PKCE challenge; nil only where clients without one are let in.
    package let codeChallenge: String?
    /// What the client wants to do; empty when it only wants to know who the owner is.
    package let scope: Scope
    /// Whom the client expects, a hint alone.
    package let me: String?

    /// Reads what is left of a request whose redirect address is the client's.
    /// - Parameters:
    ///   - form: the query of the request.
    ///   - target: what the first stage read.
    ///   - requiresPKCE: whether a request without a challenge is refused.
    /// - Throws: ``OAuthError``, to be sent with ``AuthorizationResponse/error(_:)``.
    package init(
        _ form: FormURLEncoded,
        target: AuthorizationTarget,
        requiresPKCE: Bool = true
    ) throws(OAuthError) {
        let parameters = OAuthParameters(form)
        let responseType = try parameters.required("response_type")
        guard responseType == "code" || responseType == "id" else {
            throw OAuthError(.unsupportedResponseType, "The response_type must be code.")
        }
        state = try parameters.required("state")
        codeChallenge = try Self.codeChallenge(parameters, isRequired: requiresPKCE)
        let scope = try parameters.scope()
        guard !scope.contains(Scope.email) || scope.contains(Scope.profile) else {
            throw OAuthError(.invalidScope, "The scope email goes only together with profile.")
        }
        // Clients from before 2020 asked with "id" who the owner is, and for nothing else.
        self.scope = responseType == "id" ? Scope("") : scope
        me = try parameters.optional("me")
        self.target = target
    }

    /// The application.
    package var clientID: ClientID { target.clientID }

    /// Where the answer goes.
    package var redirectURI: RedirectURI { target.redirectURI }

    private static func codeChallenge(
        _ parameters: OAuthParameters,
        isRequired: Bool
    ) throws(OAuthError) -> String? {
        let method = try parameters.optional("code_challenge_method")
        guard let challenge = try parameters.optional("code_challenge") else {
            guard !isRequired, method == nil else { throw .invalidRequest("The parameter code_challenge is missing.") }
            return nil
        }
        // Without a method RFC 7636 means plain.
        guard method == PKCE.method else { throw .invalidRequest("The code_challenge_method must be S256.") }
        guard PKCE.isChallenge(challenge) else {
            throw .invalidRequest("The code_challenge must be 43 characters of base64url.")
        }
        return challenge
    }
}
