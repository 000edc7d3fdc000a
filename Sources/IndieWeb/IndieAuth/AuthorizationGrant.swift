/// What a code stands for: the owner's word, and to whom it was given (IndieAuth, section 5.2.1).
package struct AuthorizationGrant: Sendable, Equatable {
    /// Where a code is redeemed.
    package enum Endpoint: Sendable {
        /// For the owner's identity alone.
        case authorization
        /// For an access token.
        case token
    }

    /// The application that asked.
    package let clientID: ClientID
    /// The redirect address of the request, byte for byte.
    package let redirectURI: String
    /// The challenge of the request, nil when it had none.
    package let codeChallenge: String?
    /// What the owner allowed.
    package let scope: Scope
    /// The owner.
    package let me: String

    /// A grant.
    package init(clientID: ClientID, redirectURI: String, codeChallenge: String?, scope: Scope, me: String) {
        (self.clientID, self.redirectURI, self.codeChallenge) = (clientID, redirectURI, codeChallenge)
        (self.scope, self.me) = (scope, me)
    }

    /// What the owner allows of a request.
    package init(_ request: AuthorizationRequest, scope: Scope, me: String) {
        self.init(
            clientID: request.clientID,
            redirectURI: request.redirectURI.text,
            codeChallenge: request.codeChallenge,
            scope: scope,
            me: me
        )
    }

    /// Checks that who redeems the code is who asked for it.
    ///
    /// A verifier without a challenge is refused too: somebody may have taken the challenge out of the request
    /// (RFC 9700, section 4.8.2).
    /// - Throws: ``OAuthError`` with `invalid_grant`.
    package func check(_ redemption: CodeRedemption, at endpoint: Endpoint) throws(OAuthError) {
        guard redemption.clientID == clientID else { throw .invalidGrant("The code is another client's.") }
        guard redemption.redirectURI.utf8.elementsEqual(redirectURI.utf8) else {
            throw .invalidGrant("The redirect_uri is not the one of the request.")
        }
        switch (codeChallenge, redemption.codeVerifier) {
        case (nil, nil): break
        case (nil, _): throw .invalidGrant("The request had no code_challenge.")
        case (_, nil): throw .invalidGrant("The parameter code_verifier is missing.")
        case (let challenge?, let verifier?):
            guard PKCE.verify(verifier, against: challenge) else {
                throw .invalidGrant("The code_verifier is not the one that the code_challenge was made of.")
            }
        }
        // A client without scope may know who the owner is, and nothing else (section 5.3.2).
        guard endpoint == .authorization || !scope.isEmpty else {
            throw .invalidGrant("The code has no scope; redeem it at the authorization endpoint.")
        }
    }
}
