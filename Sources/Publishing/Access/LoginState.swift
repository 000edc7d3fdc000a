package import IndieWeb

/// A sign-in at the owner's own provider, when its answer comes.
package struct LoginState: Sendable, Equatable {
    /// What was asked, and how the answer is checked.
    package let flow: AuthorizationFlow
    /// Where the browser goes afterwards.
    package let returnPath: ReturnPath?
}
