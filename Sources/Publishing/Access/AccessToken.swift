package import Foundation
package import IndieWeb

/// What a bearer token allows, and to whom it was given.
package struct AccessToken: Sendable, Equatable, Identifiable {
    /// The row's identity, by which the owner names the token.
    package let id: Int64
    /// On whose behalf it acts, a URL.
    package let me: String
    /// The application that it was given to, a URL; nil for one that the owner made.
    package let clientID: String?
    /// What it allows.
    package let scope: Scope
    /// When it was made.
    package let created: StoredTimestamp
    /// When it ends.
    package let expires: StoredTimestamp
    /// When it was used last, to within some minutes.
    package let lastUsed: StoredTimestamp?
    /// When it was taken back.
    package let revoked: StoredTimestamp?
    /// The grant that it came of, whose refresh token makes the next one; nil for one that stands alone.
    package let grantID: Int64?

    /// Whether it still works.
    package func isValid(at now: Date) -> Bool {
        revoked == nil && now < expires.date
    }
}
