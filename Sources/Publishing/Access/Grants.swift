package import Foundation
package import GRDB
package import IndieWeb

/// What the owner allows applications (table `grants`): codes for consent, tokens for codes, the next tokens for refresh
/// tokens, and the end of all of them.
///
/// Its methods are what the endpoints call. A refusal is an `OAuthError`; anything else that is thrown is a fault of ours.
package struct Grants: Sendable {
    private let database: any DatabaseWriter
    private let tokens: AccessTokens
    private let accessTokenSeconds: Int
    private let refreshTokenSeconds: Int
    private let now: @Sendable () -> Date

    /// The grants of a site.
    ///
    /// - Parameters:
    ///   - database: the site's database.
    ///   - tokens: the access tokens in it.
    ///   - accessTokenSeconds: how long an access token lasts.
    ///   - refreshTokenSeconds: how long a refresh token lasts that is not used.
    ///   - now: the clock.
    package init(
        database: any DatabaseWriter,
        tokens: AccessTokens,
        accessTokenSeconds: Int = 86_400,
        refreshTokenSeconds: Int = 90 * 86_400,
        now: @escaping @Sendable () -> Date
    ) {
        self.database = database
        self.tokens = tokens
        self.accessTokenSeconds = accessTokenSeconds
        self.refreshTokenSeconds = refreshTokenSeconds
        self.now = now
    }

    /// A code for what the owner has just agreed to, good for one use within ten minutes.
    package func authorize(
        _ grant: AuthorizationGrant,
        random: inout some RandomNumberGenerator
    ) async throws -> String {
        let code = Secret.token(from: &random)
        let time = now()
        try await database.write { db in try AuthorizationCodes.insert(code, for: grant, at: time, into: db) }
        return code
    }

    /// Who the owner is, for a code that comes to the authorization endpoint (IndieAuth, section 5.3.2).
    ///
    /// - Returns: what the owner agreed to; its `me`, and what its scope says of the profile, are for the application.
    /// - Throws: `OAuthError`.
    package func redeemForProfile(_ redemption: CodeRedemption) async throws -> AuthorizationGrant {
        let time = now()
        let outcome = try await database.write { db in
            try AuthorizationCodes.redeem(redemption, at: .authorization, time: time, in: db)
        }
        switch outcome {
        case .redeemed(_, let grant): return grant
        case .refused(let error): throw error
        }
    }

    /// Tokens, for a code that comes to the token endpoint (IndieAuth, section 5.3.3).
    ///
    /// - Throws: `OAuthError`.
    package func redeemForTokens(
        _ redemption: CodeRedemption,
        random: inout some RandomNumberGenerator
    ) async throws -> IssuedTokens {
        let pair = Pair(from: &random)
        let time = now()
        let result: Result<IssuedTokens, OAuthError> = try await database.write { db in
            switch try AuthorizationCodes.redeem(redemption, at: .token, time: time, in: db) {
            case .refused(let error): return .failure(error)
            case .redeemed(let id, let authorization):
                let grant = try Grant.insert(authorization, at: time, into: db)
                try AuthorizationCodes.note(grantID: grant.id, ofCode: id, in: db)
                return .success(try issue(pair, of: grant, scope: grant.scope, at: time, in: db))
            }
        }
        return try result.get()
    }

    /// The next pair of tokens for a refresh token, which is used up by it (RFC 6749, section 6).
    ///
    /// A narrower scope is that of the access token alone; the refresh token keeps all that was granted.
    ///
    /// - Throws: `OAuthError`.
    package func refresh(
        _ request: RefreshRequest,
        random: inout some RandomNumberGenerator
    ) async throws -> IssuedTokens {
        let pair = Pair(from: &random)
        let time = now()
        let result: Result<IssuedTokens, OAuthError> = try await database.write { db in
            switch try RefreshTokens.use(request, at: time, in: db) {
            case .refused(let error): return .failure(error)
            case .used(let grant, let scope):
                try Grant.noteUse(id: grant.id, at: time, in: db)
                return .success(try issue(pair, of: grant, scope: scope, at: time, in: db))
            }
        }
        return try result.get()
    }

    /// Takes a token back, of whichever kind (RFC 7009, section 2). An unknown one is none that works, so nothing is said.
    ///
    /// An access token goes alone, a refresh token with all that came of the same grant.
    package func revoke(_ token: String) async throws {
        let time = now()
        try await database.write { db in
            if let found = try AccessToken.fetch(db, where: "token_hash = ?", [ContentHash(token).hex]).first {
                try AccessToken.revoke(id: found.id, at: time, in: db)
            } else if let grantID = try RefreshTokens.grantID(of: token, in: db) {
                try Grant.revoke(id: grantID, at: time, in: db)
            }
        }
    }

    /// What an access token is worth (RFC 7662, section 2.2). Asking counts as a use.
    ///
    /// A refresh token is never active: whoever asks would take it for an access token.
    package func introspect(_ token: String) async throws -> TokenIntrospection {
        guard let found = try await tokens.verify(token) else { return .inactive }
        return .active(
            TokenIntrospection.Facts(
                me: found.me,
                clientID: found.clientID,
                scope: found.scope,
                issued: found.created.date,
                expires: found.expires.date
            )
        )
    }

    /// The texts of two tokens that nobody has yet.
    private struct Pair: Sendable {
        let access: String
        let refresh: String

        init(from random: inout some RandomNumberGenerator) {
            access = Secret.token(from: &random)
            refresh = Secret.token(from: &random)
        }
    }

    private func issue(
        _ pair: Pair,
        of grant: Grant,
        scope: Scope,
        at time: Date,
        in db: Database
    ) throws -> IssuedTokens {
        _ = try AccessToken.insert(
            pair.access,
            scope: scope,
            me: grant.me,
            clientID: grant.clientID,
            grantID: grant.id,
            at: time,
            expiresIn: accessTokenSeconds,
            into: db
        )
        try RefreshTokens.insert(pair.refresh, grantID: grant.id, at: time, expiresIn: refreshTokenSeconds, into: db)
        return IssuedTokens(
            accessToken: pair.access,
            refreshToken: pair.refresh,
            expiresIn: accessTokenSeconds,
            scope: scope,
            me: grant.me,
            clientID: grant.clientID
        )
    }
}
