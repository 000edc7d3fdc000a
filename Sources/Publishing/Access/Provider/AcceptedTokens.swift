/// The access tokens with which applications may come.
package struct AcceptedTokens: Sendable {
    private let own: AccessTokens
    private let provider: ProviderTokens?

    /// The tokens that a site accepts.
    ///
    /// - Parameters:
    ///   - own: those of this server.
    ///   - provider: those of the owner's own server, where that gives them out instead.
    package init(own: AccessTokens, provider: ProviderTokens?) {
        (self.own, self.provider) = (own, provider)
    }

    /// The token with this text, nil for one that is not good.
    ///
    /// Those that the owner made by hand are good in any case: they do not come of consent, and no other server knows them.
    ///
    /// - Parameters:
    ///   - text: the token.
    ///   - admit: called for a token that is not known here, before another server is asked or the token is refused. What
    ///     it throws ends the call.
    /// - Returns: the token, or nil.
    /// - Throws: ``ProviderError`` when the owner's own server cannot be asked; what `admit` throws.
    package func verify(_ text: String, admitUnknown admit: () throws -> Void) async throws -> AccessToken? {
        let token = try await own.verify(text)
        if let token, provider == nil || token.grantID == nil { return token }
        if let known = provider?.known(text) { return known }
        try admit()
        return try await provider?.verify(text)
    }
}
