/// A sign-in with somebody else's IndieAuth server, from the redirect to the answer (IndieAuth, section 5).
///
/// The caller keeps it, bound to the browser, for ten minutes and for one answer.
package struct AuthorizationFlow: Sendable, Equatable {
    /// Why an answer is not believed.
    package enum Refusal: Error, Sendable, Equatable {
        /// The answer is not to this request.
        case state
        /// The answer is another server's, or does not say whose (RFC 9207, section 2.4).
        case issuer
        /// The server said no.
        case error(code: String, description: String?)
        /// The answer has neither a code nor an error, or repeats one.
        case malformed
    }

    /// The server.
    package let server: AuthorizationServer
    /// This program.
    package let clientID: ClientID
    /// Where the answer comes.
    package let redirectURI: RedirectURI
    /// An unguessable text that the answer must repeat.
    package let state: String
    /// The secret of PKCE: 43 to 128 unguessable characters.
    package let codeVerifier: String
    /// What is asked for; empty or `profile` for a sign-in.
    package let scope: Scope
    /// The address that the person entered.
    package let me: ProfileURL
    /// The addresses that discovery went through, up to the one whose page named the server.
    package let discovered: [ProfileURL]

    /// A sign-in; `state` and `codeVerifier` come from the caller's source of randomness.
    package init(
        server: AuthorizationServer,
        clientID: ClientID,
        redirectURI: RedirectURI,
        state: String,
        codeVerifier: String,
        scope: Scope,
        me: ProfileURL,
        discovered: [ProfileURL]
    ) {
        (self.server, self.clientID, self.redirectURI) = (server, clientID, redirectURI)
        (self.state, self.codeVerifier, self.scope) = (state, codeVerifier, scope)
        (self.me, self.discovered) = (me, discovered)
    }

    /// Where the browser is sent.
    package var requestURL: String {
        var pairs = [
            FormURLEncoded.Pair(name: "response_type", value: "code"),
            FormURLEncoded.Pair(name: "client_id", value: clientID.text),
            FormURLEncoded.Pair(name: "redirect_uri", value: redirectURI.text),
            FormURLEncoded.Pair(name: "state", value: state),
            FormURLEncoded.Pair(name: "code_challenge", value: PKCE.challenge(of: codeVerifier)),
            FormURLEncoded.Pair(name: "code_challenge_method", value: PKCE.method),
        ]
        if !scope.isEmpty { pairs.append(FormURLEncoded.Pair(name: "scope", value: scope.description)) }
        pairs.append(FormURLEncoded.Pair(name: "me", value: me.text))
        return PercentEncoding.appending(pairs, to: server.authorizationEndpoint.text)
    }

    /// The code of an answer.
    ///
    /// An error is believed only when the answer is known to come from the server.
    /// - Parameter callback: the query of the address that the browser came back to.
    /// - Returns: the code, not empty.
    /// - Throws: ``Refusal``.
    package func code(from callback: FormURLEncoded) throws(Refusal) -> String {
        let states = callback.all("state")
        guard states.count == 1, let answered = states.first, ConstantTime.equal(answered, state) else { throw .state }
        let issuers = callback.all("iss")
        guard issuers.count <= 1 else { throw .issuer }
        // A server that was found by its endpoints alone has no identifier to compare with.
        if let expected = server.issuer {
            guard issuers.first.map({ $0.utf8.elementsEqual(expected.utf8) }) ?? !server.sendsIssuer else {
                throw .issuer
            }
        }
        if let code = callback.first("error") {
            throw .error(code: code, description: callback.first("error_description"))
        }
        let codes = callback.all("code")
        guard codes.count == 1, let code = codes.first, !code.isEmpty else { throw .malformed }
        return code
    }

    /// The body that redeems a code, at the authorization endpoint for a sign-in (section 5.3).
    package func redemption(of code: String) -> String {
        PercentEncoding.query([
            FormURLEncoded.Pair(name: "grant_type", value: "authorization_code"),
            FormURLEncoded.Pair(name: "code", value: code),
            FormURLEncoded.Pair(name: "client_id", value: clientID.text),
            FormURLEncoded.Pair(name: "redirect_uri", value: redirectURI.text),
            FormURLEncoded.Pair(name: "code_verifier", value: codeVerifier),
        ])
    }
}
