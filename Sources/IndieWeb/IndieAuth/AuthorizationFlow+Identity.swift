extension AuthorizationFlow {
    /// What the identity that a server answered with is worth (IndieAuth, section 5.4).
    package enum Identity: Sendable, Equatable {
        /// The server speaks for this address.
        case accepted(ProfileURL)
        /// Only the page at this address can say whether the server speaks for it.
        case mustRediscover(ProfileURL)
        /// No address of a person.
        case invalid(IdentifierFault)
    }

    /// Judges the `me` of an answer.
    package func identity(_ me: String, allowsLoopback: Bool = false) -> Identity {
        do {
            let profile = try ProfileURL(me, allowsLoopback: allowsLoopback)
            return profile == self.me || discovered.contains(profile) ? .accepted(profile) : .mustRediscover(profile)
        } catch {
            return .invalid(error)
        }
    }

    /// Whether the page of a new `me` names the server that answered.
    package func isConfirmed(by other: AuthorizationServer) -> Bool {
        other.authorizationEndpoint == server.authorizationEndpoint
    }
}
