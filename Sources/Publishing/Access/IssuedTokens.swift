package import IndieWeb

/// An access token and the refresh token that makes the next one, in clear text: only the application gets to know them.
package struct IssuedTokens: Sendable, Equatable {
    /// What the application sends with its requests.
    package let accessToken: String
    /// What it gets the next pair for.
    package let refreshToken: String
    /// Seconds that the access token lasts.
    package let expiresIn: Int
    /// What the access token allows.
    package let scope: Scope
    /// The owner's identity, a URL.
    package let me: String
    /// The application's address.
    package let clientID: String

    /// The answer of the token endpoint; the profile goes with it where the scope has the word.
    package func response(profile: Profile?) -> TokenResponse {
        TokenResponse(
            accessToken: accessToken,
            scope: scope,
            me: me,
            expiresIn: expiresIn,
            refreshToken: refreshToken,
            profile: profile
        )
    }
}
