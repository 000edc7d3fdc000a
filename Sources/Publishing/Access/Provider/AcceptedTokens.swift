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
    /// - Throws: ``ProviderError`` when the owner's own server cannot be asked.
    package func verify(_ text: String) async throws -> AccessToken? {
        let token = try await own.verify(text)
        guard let provider else { return token }
        if let token, token.grantID == nil { return token }
        return try await provider.verify(text)
    }
}
