import Foundation

/// The address that identifies a person (IndieAuth, section 3.2), in one spelling.
package struct ProfileURL: Sendable, Hashable {
    /// The address.
    package let address: WebAddress

    /// The address as text, `https://example.com/`.
    package var text: String { address.text }

    /// Reads an identifier.
    /// - Parameters:
    ///   - text: the whole address; an empty path becomes `/` (section 3.4).
    ///   - allowsLoopback: whether this machine may be named, with a port: for trying things out.
    /// - Throws: ``IdentifierFault``.
    package init(_ text: String, allowsLoopback: Bool = false) throws(IdentifierFault) {
        guard let address = WebAddress(text) else { throw .notAnAddress }
        try self.init(address, allowsLoopback: allowsLoopback)
    }

    /// An address that has been read already.
    /// - Throws: ``IdentifierFault``.
    package init(_ address: WebAddress, allowsLoopback: Bool = false) throws(IdentifierFault) {
        try address.checkIdentifier()
        if !(allowsLoopback && address.host.isLoopback) {
            guard address.port == nil else { throw .port }
            guard case .name = address.host else { throw .ipAddress }
        }
        self.address = address
    }

    /// What a person may have meant, the likeliest first: `example.com` is tried with TLS, then without.
    ///
    /// Empty when nothing of it is a profile URL.
    package static func candidates(entered text: String, allowsLoopback: Bool = false) -> [ProfileURL] {
        let entered = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let schemes = entered.contains("://") ? [""] : ["https://", "http://"]
        return schemes.compactMap { try? ProfileURL($0 + entered, allowsLoopback: allowsLoopback) }
    }
}

extension ProfileURL: CustomStringConvertible {
    /// The address as text.
    package var description: String { text }
}
