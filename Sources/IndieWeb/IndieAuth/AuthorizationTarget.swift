/// Who asks for authorization, and where the answer goes: what must be right before anything may be redirected.
package struct AuthorizationTarget: Sendable, Equatable {
    /// The application.
    package let clientID: ClientID
    /// Where the answer goes, once the application is known to own it.
    package let redirectURI: RedirectURI
    /// What errors give back, nil when it is absent or comes twice.
    package let state: String?

    /// Reads the first part of a request.
    /// - Parameter form: the query of the request.
    /// - Throws: ``OAuthError``, to be shown to the person and never redirected (RFC 6749, section 4.1.2.1).
    package init(_ form: FormURLEncoded) throws(OAuthError) {
        let parameters = OAuthParameters(form)
        clientID = try parameters.clientID()
        guard let redirectURI = RedirectURI(try parameters.required("redirect_uri")) else {
            throw .invalidRequest("The redirect_uri is not an absolute address without a part after #.")
        }
        self.redirectURI = redirectURI
        let states = form.all("state")
        state = states.count == 1 ? states.first.flatMap { $0.isEmpty ? nil : $0 } : nil
    }
}
