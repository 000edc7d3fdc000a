import Foundation

/// The reverse proxies whose word on where a request comes from is taken (the setting `TRUSTED_PROXIES`).
///
/// Without any, `X-Forwarded-For` says nothing: whoever sends a request can write it.
package struct ProxyTrust: Sendable {
    /// Something in the list that is no address.
    package struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        /// What stands there.
        package let entry: String

        /// A sentence for the operator.
        package var description: String {
            "“\(entry)” is no address; write addresses or ranges such as 127.0.0.1, 10.0.0.0/8, fd00::/8."
        }
    }

    private let ranges: [AddressRange]

    /// Proxies read no longer lists than this, and no honest one is longer.
    private static let maximumHops = 32

    /// Reads a list of addresses and ranges, separated by commas or white space.
    ///
    /// - Throws: ``Fault`` for the first entry that is neither.
    package init(_ list: String) throws(Fault) {
        var ranges: [AddressRange] = []
        for entry in list.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            guard let range = AddressRange(String(entry)) else { throw Fault(entry: String(entry)) }
            ranges.append(range)
        }
        self.ranges = ranges
    }

    /// Whether the other end of a connection is one of the proxies.
    package func trusts(_ peer: ClientAddress) -> Bool {
        ranges.contains { $0.contains(peer) }
    }

    /// The address that counts as the client's: the last hop that is not a trusted proxy.
    ///
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - forwardedFor: the request's fields `X-Forwarded-For`, in their order. Each proxy adds to the end whom it saw, so
    ///     they are read from there, and only as long as a trusted proxy wrote them.
    /// - Returns: the address; the peer's own without a trusted proxy's word.
    package func client(peer: ClientAddress, forwardedFor: [String]) -> ClientAddress {
        var client = peer
        let hops = forwardedFor.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        for hop in hops.reversed().prefix(Self.maximumHops) {
            guard trusts(client), let address = Self.address(hop) else { break }
            client = address
        }
        return client
    }

    /// An entry may bear a port, and an IPv6 address brackets.
    private static func address(_ entry: Substring) -> ClientAddress? {
        let text = entry.trimmingCharacters(in: .whitespaces)
        if text.hasPrefix("[") { return ClientAddress(String(text.dropFirst().prefix { $0 != "]" })) }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return ClientAddress(parts.count == 2 ? String(parts[0]) : text)
    }
}
