/// The way back to the client (IndieAuth, section 5.2.1; RFC 9207).
package struct AuthorizationResponse: Sendable, Equatable {
    /// Where the answer goes.
    package let redirectURI: RedirectURI
    /// What the client gave to be given back.
    package let state: String?
    /// This server's identifier.
    package let issuer: String

    /// A way back.
    package init(redirectURI: RedirectURI, state: String?, issuer: String) {
        (self.redirectURI, self.state, self.issuer) = (redirectURI, state, issuer)
    }

    /// A way back to who asked.
    package init(to target: AuthorizationTarget, issuer: String) {
        self.init(redirectURI: target.redirectURI, state: target.state, issuer: issuer)
    }

    /// The address that carries a code; the query that the client's address has stays in front.
    package func code(_ code: String) -> String {
        address([FormURLEncoded.Pair(name: "code", value: code)])
    }

    /// The address that carries a refusal.
    package func error(_ error: OAuthError) -> String {
        address([
            FormURLEncoded.Pair(name: "error", value: error.code.rawValue),
            FormURLEncoded.Pair(name: "error_description", value: error.description),
        ])
    }

    private func address(_ pairs: [FormURLEncoded.Pair]) -> String {
        let state = state.map { FormURLEncoded.Pair(name: "state", value: $0) }
        let issuer = FormURLEncoded.Pair(name: "iss", value: issuer)
        return PercentEncoding.appending(pairs + [state, issuer].compactMap { $0 }, to: redirectURI.text)
    }
}
