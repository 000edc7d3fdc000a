/// How the owner proved to be the owner.
package enum SignInMethod: String, Sendable, CaseIterable {
    /// With a password.
    case password
    /// With a passkey (WebAuthn).
    case passkey
    /// With an address that `starpunk login-link` printed.
    case loginLink = "login-link"
    /// At the provider that the owner's own page names (IndieAuth).
    case provider
    /// By the way in that exists in development alone.
    case development
}
