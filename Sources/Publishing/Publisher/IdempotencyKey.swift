import Foundation

/// A repetition of a request is known by the key that its client gave it (draft-ietf-httpapi-idempotency-key-header).
package struct IdempotencyKey: Sendable, Equatable {
    /// The digest of the key and of whose it is.
    let keyHash: String
    /// The digest of the request.
    let requestHash: String

    /// Whose a key is: two clients may come upon the same one.
    package enum Owner: Sendable, Equatable {
        /// An application's, with all access tokens that it gets one after the other for one consent.
        case grant(Int64)
        /// An access token's that stands alone.
        case token(Int64)
        /// A browser's in which the owner has signed in.
        case session(Int64)

        /// The owner of the keys that come with an access token.
        package init(_ token: AccessToken) {
            self = token.grantID.map(Self.grant) ?? .token(token.id)
        }

        /// What no other owner is called.
        fileprivate var name: String {
            switch self {
            case .grant(let id): "grant \(id)"
            case .token(let id): "token \(id)"
            case .session(let id): "session \(id)"
            }
        }
    }

    /// The key that somebody gave a request with this body.
    package init(key: String, owner: Owner, body: [UInt8]) {
        keyHash = ContentHash("\(owner.name) \(key)").hex
        requestHash = ContentHash(body).hex
    }

    /// The longest key, in bytes.
    package static let maximumBytes = 255

    /// Seconds for which a key is remembered.
    static let lifetime: TimeInterval = 86_400
}
