/// Fetches addresses that other people name, without becoming their way into the owner's network.
///
/// A host is looked up once for a request; every address it has must be allowed, and the connection goes to one of
/// exactly these, whatever the name leads to a moment later. A redirect is a new request with all the same checks. Time,
/// bytes and redirects are bounded.
package struct WebFetcher: Sendable {
    private static let redirects: Set<Int> = [301, 302, 303, 307, 308]

    private let policy: AddressPolicy
    private let resolver: HostResolver
    private let userAgent: String
    private let authorities: String?

    /// A fetcher.
    ///
    /// - Parameters:
    ///   - policy: what may be connected to.
    ///   - resolver: finds the addresses of names.
    ///   - userAgent: names the site to others, `StarPunk/1.0 (+https://example.com/)`.
    ///   - authorities: a PEM file of certificate authorities that are trusted beside those of the system.
    package init(
        policy: AddressPolicy,
        resolver: HostResolver = .system(),
        userAgent: String,
        authorities: String? = nil
    ) {
        self.policy = policy
        self.resolver = resolver
        self.userAgent = userAgent
        self.authorities = authorities
    }

    /// Asks for an address and follows redirects; any HTTP status is an answer.
    ///
    /// 301, 302 and 303 are followed with GET, 307 and 308 with the same method and body (RFC 9110, section 15.4).
    ///
    /// - Throws: `FetchError`, or `CancellationError` when the task is cancelled.
    package func fetch(_ request: FetchRequest) async throws -> FetchResponse {
        let first = try FetchLeg(request, userAgent: userAgent)
        return try await withThrowingTaskGroup(of: FetchResponse?.self) { group in
            group.addTask { try await follow(first, of: request) }
            group.addTask {
                try await Task.sleep(for: request.timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let response = try await group.next() ?? nil else {
                throw FetchError.timedOut(url: request.url, limit: request.timeout)
            }
            return response
        }
    }

    private func follow(_ first: FetchLeg, of request: FetchRequest) async throws -> FetchResponse {
        var leg = first
        var chain: [FetchResponse.Hop] = []
        while true {
            let exchange = PinnedExchange(
                leg: leg,
                addresses: try await allowedAddresses(of: leg.address),
                maximumBytes: request.maximumBytes,
                timeout: request.timeout,
                authorities: authorities
            )
            let answer = try await exchange.run { status, headers in
                redirection(of: request, status: status, headers: headers) == nil
            }
            chain.append(FetchResponse.Hop(url: leg.address.url, status: answer.status))
            guard let location = redirection(of: request, status: answer.status, headers: answer.headers) else {
                return FetchResponse(status: answer.status, headers: answer.headers, body: answer.body, chain: chain)
            }
            guard chain.count <= request.maximumRedirects else {
                throw FetchError.tooManyRedirects(url: request.url, limit: request.maximumRedirects)
            }
            leg = try leg.redirected(
                status: answer.status,
                to: location,
                allowedSchemes: request.allowedSchemes
            )
        }
    }

    /// Where the answer sends the request on, nil when it is the answer itself.
    private func redirection(of request: FetchRequest, status: Int, headers: [FetchHeader]) -> String? {
        guard request.maximumRedirects > 0, Self.redirects.contains(status) else { return nil }
        return headers.values(of: "Location").first
    }

    /// The addresses of a host, all of them allowed.
    ///
    /// One forbidden address forbids the host: who controls the name chose that address too.
    private func allowedAddresses(of address: FetchAddress) async throws -> [IPAddress] {
        let host = address.hostText
        if let reason = policy.refusal(ofPort: address.port) {
            throw FetchError.refused(host: "\(host):\(address.port)", address: nil, reason: reason)
        }
        let addresses: [IPAddress]
        switch address.host {
        case .address(let address): addresses = [address]
        case .name(let name):
            if let reason = policy.refusal(ofName: name) {
                throw FetchError.refused(host: name, address: nil, reason: reason)
            }
            addresses = try await resolver.addresses(of: name)
        }
        for address in addresses {
            if let reason = policy.refusal(of: address) {
                throw FetchError.refused(host: host, address: address, reason: reason)
            }
        }
        return addresses
    }
}
