package import IndieWeb

/// What could be learned of an application.
package enum ClientDocument: Sendable, Equatable {
    /// What it says about itself.
    case found(ClientMetadata)
    /// It runs on the reader's own machine, so that nobody must ask there (IndieAuth, section 4.2).
    case onThisMachine
    /// Its document could not be had; the sentence says why.
    case unavailable(String)

    /// What it says about itself; nothing, where it could not be asked.
    package var metadata: ClientMetadata {
        if case .found(let metadata) = self { metadata } else { .unknown }
    }
}
