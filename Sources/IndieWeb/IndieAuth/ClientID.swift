/// The address that identifies an application (IndieAuth, section 3.3); two are equal when they lead to the same place.
package struct ClientID: Sendable {
    /// The address.
    package let address: WebAddress
    /// The text that the application sent; its own document names itself so.
    package let written: String

    /// The address in its one spelling, `https://app.example/`.
    package var text: String { address.text }

    /// Reads an identifier; a port is allowed, and of IP addresses 127.0.0.1 and [::1].
    /// - Throws: ``IdentifierFault``.
    package init(_ text: String) throws(IdentifierFault) {
        guard let address = WebAddress(text) else { throw .notAnAddress }
        try address.checkIdentifier()
        switch address.host {
        case .name, .ipv4("127.0.0.1"), .ipv6("[::1]"): break
        case .ipv4, .ipv6: throw .ipAddress
        }
        (self.address, written) = (address, text)
    }

    /// Whether the application runs on the reader's machine, so that its document must not be fetched (section 4.2).
    package var isLoopback: Bool { address.host.isLoopback }

    /// Whether its name alone says that it is not on the public web; the look-up may still show the same.
    package var isPrivateHost: Bool { address.host.isPrivate }
}

extension ClientID: Hashable {
    /// Whether both name the same application.
    package static func == (left: ClientID, right: ClientID) -> Bool { left.address == right.address }

    /// Hashes the one spelling.
    package func hash(into hasher: inout Hasher) { hasher.combine(address) }
}

extension ClientID: CustomStringConvertible {
    /// The address as text.
    package var description: String { text }
}
