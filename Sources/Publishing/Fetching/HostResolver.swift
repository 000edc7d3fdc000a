import Dispatch
import Glibc

/// Finds the addresses of a host name.
package struct HostResolver: Sendable {
    private let lookUp: @Sendable (String) async throws -> [IPAddress]

    /// A resolver that asks a function. It must end soon when its task is cancelled.
    package init(_ lookUp: @escaping @Sendable (String) async throws -> [IPAddress]) {
        self.lookUp = lookUp
    }

    /// The addresses of a name, best first; never none.
    ///
    /// - Throws: `FetchError.unknownHost`, or `CancellationError`.
    package func addresses(of name: String) async throws -> [IPAddress] {
        let addresses = try await lookUp(name)
        guard !addresses.isEmpty else { throw FetchError.unknownHost(name, detail: "it has no address") }
        return addresses
    }

    /// The resolver of the operating system: its hosts file, then DNS.
    package static func system() -> HostResolver {
        // getaddrinfo(3) blocks for as long as a name server likes and cannot be stopped. So it has threads of its own,
        // and who waits for it is let go when the time is over.
        let queue = DispatchQueue(label: "starpunk.names", attributes: .concurrent)
        return HostResolver { name in
            let lookup = PendingLookup()
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    lookup.wait(continuation)
                    queue.async { lookup.finish(Result { try query(name) }) }
                }
            } onCancel: {
                lookup.finish(.failure(CancellationError()))
            }
        }
    }

    private static func query(_ name: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, nil, &hints, &list)
        guard status == 0 else {
            throw FetchError.unknownHost(name, detail: gai_strerror(status).map { String(cString: $0) } ?? "\(status)")
        }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var entry = list
        while let current = entry {
            if let address = address(current.pointee), !addresses.contains(address) { addresses.append(address) }
            entry = current.pointee.ai_next
        }
        return addresses
    }

    private static func address(_ entry: addrinfo) -> IPAddress? {
        guard let pointer = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET:
            return .v4(UInt32(bigEndian: pointer.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6:
            let address = pointer.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return .v6(withUnsafeBytes(of: address) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
        default: return nil
        }
    }
}
