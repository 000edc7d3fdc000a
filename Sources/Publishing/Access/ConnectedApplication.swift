package import IndieWeb

/// An application that can act for the owner now.
package struct ConnectedApplication: Sendable, Equatable, Identifiable {
    /// The application's address.
    package let clientID: String
    /// All that its tokens allow together.
    package let scope: Scope
    /// When the oldest of what it holds was granted.
    package let firstGranted: StoredTimestamp
    /// When it last did something, to within some minutes; nil: never.
    package let lastUsed: StoredTimestamp?

    /// The address.
    package var id: String { clientID }
}
