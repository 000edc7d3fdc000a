/// A request about a token: introspection (RFC 7662, section 2.1) and revocation (RFC 7009, section 2.1).
package struct TokenQuestion: Sendable, Equatable {
    /// The token.
    package let token: String
    /// What kind of token the client takes it for; only a hint.
    package let typeHint: String?

    /// Reads a request.
    /// - Throws: ``OAuthError`` when there is no token.
    package init(_ form: FormURLEncoded) throws(OAuthError) {
        let parameters = OAuthParameters(form)
        token = try parameters.required("token")
        typeHint = try parameters.optional("token_type_hint")
    }

    /// Whether a form at the token endpoint means revocation, as before 2022.
    package static func isLegacyRevocation(_ form: FormURLEncoded) -> Bool { form.first("action") == "revoke" }
}
