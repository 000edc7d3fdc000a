package import IndieWeb

/// Why the owner's own IndieAuth server could not be asked, or is not believed.
package enum ProviderError: Error, Sendable, Equatable {
    /// The page at this address names no server.
    case notNamed(String)
    /// It, or the page that names it, could not be had; the sentence says why.
    case unavailable(String)
    /// What it answered is not what it should; the sentence says what is wrong.
    case malformed(String)
    /// The answer belongs to no sign-in of this browser that is under way.
    case unknownState
    /// The answer is not to be believed.
    case refused(AuthorizationFlow.Refusal)
    /// It vouches for somebody else.
    case otherIdentity(String)
}

extension ProviderError: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch self {
        case .notNamed(let url):
            "The page \(url) names no IndieAuth server. It needs a link with rel=\"indieauth-metadata\"."
        case .unavailable(let reason): "The IndieAuth server cannot be asked now. \(reason)"
        case .malformed(let reason): "The IndieAuth server’s answer makes no sense. \(reason)"
        case .unknownState: "This sign-in is too old, was used before, or began in another browser."
        case .refused(.error(let code, let description)):
            "The IndieAuth server said no: \(description ?? code)"
        case .refused(.issuer): "The answer is that of another IndieAuth server."
        case .refused: "The answer makes no sense."
        case .otherIdentity(let me): "The IndieAuth server knows you as \(me), who is not the owner of this site."
        }
    }
}
