/// A browser in which the owner is signed in.
package struct Session: Sendable, Equatable, Identifiable {
    /// The row's identity, by which the owner names the session.
    package let id: Int64
    /// Who signed in, a URL.
    package let me: String
    /// How; nil to a Python release.
    package let method: SignInMethod?
    /// When.
    package let created: StoredTimestamp
    /// When it ends if it is not used.
    package let expires: StoredTimestamp
    /// When it was used last, to within some minutes.
    package let lastUsed: StoredTimestamp?
    /// What the browser calls itself.
    package let userAgent: String?
    /// Where the browser was when it signed in.
    package let address: String?
    /// The SHA-256 of the cookie's value.
    let tokenHash: String
}
