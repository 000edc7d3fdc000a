import IndieWeb

/// Asks IndieAuth servers of others, and the pages that name them.
struct ProviderClient: Sendable {
    /// What a page says of its server.
    struct Page: Sendable {
        /// The page's status.
        let status: Int
        /// What it names.
        let endpoints: EndpointDiscovery
        /// The addresses on the way to it.
        let chain: [ProfileURL]
    }

    let fetcher: WebFetcher
    /// Whether this machine may be asked, and without TLS.
    let allowsLoopback: Bool

    /// Reads a page (IndieAuth, section 4.1).
    ///
    /// - Parameters:
    ///   - url: its address.
    ///   - isSecret: whether a secret will be sent to where it leads, so that it must not come without TLS.
    /// - Returns: what it says.
    /// - Throws: ``ProviderError``, or `CancellationError`.
    func page(at url: String, isSecret: Bool = false) async throws -> Page {
        var request = FetchRequest(url: url)
        request.accept = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
        if isSecret { request.allowedSchemes = secureSchemes }
        let response = try await fetch(request)
        guard let address = WebAddress(response.finalURL) else {
            throw ProviderError.unavailable("\(url) leads to no address.")
        }
        let type = response.headers.values(of: "Content-Type").first?.lowercased() ?? "text/html"
        return Page(
            status: response.status,
            endpoints: EndpointDiscovery(
                url: address,
                linkHeaders: response.headers.values(of: "Link"),
                html: type.contains("html") ? String(decoding: response.body, as: UTF8.self) : nil
            ),
            chain: response.chain.compactMap { try? ProfileURL($0.url, allowsLoopback: allowsLoopback) }
        )
    }

    /// Reads a server's document (IndieAuth, section 4.1.1).
    ///
    /// - Throws: ``ProviderError``, or `CancellationError`.
    func metadata(at address: WebAddress) async throws -> MetadataDocument {
        var request = FetchRequest(url: address.text)
        request.accept = "application/json"
        request.maximumRedirects = 3
        request.maximumBytes = 65_536
        let response = try await fetch(request)
        guard response.status == 200, let url = WebAddress(response.finalURL) else {
            throw ProviderError.unavailable("\(address) answered with the status \(response.status).")
        }
        do {
            return try MetadataDocument(json: response.body, url: url)
        } catch {
            throw ProviderError.malformed(error.description)
        }
    }

    /// Sends an endpoint something that no other may see: over TLS, and along no redirect.
    ///
    /// - Throws: ``ProviderError``, or `CancellationError`.
    func ask(_ request: FetchRequest) async throws -> FetchResponse {
        var request = request
        request.accept = "application/json"
        request.maximumBytes = 65_536
        request.maximumRedirects = 0
        request.allowedSchemes = secureSchemes
        return try await fetch(request)
    }

    private var secureSchemes: Set<String> { allowsLoopback ? ["http", "https"] : ["https"] }

    /// What goes wrong on the way is the server's being away.
    private func fetch(_ request: FetchRequest) async throws -> FetchResponse {
        do {
            return try await fetcher.fetch(request)
        } catch let error as FetchError {
            throw ProviderError.unavailable(error.description)
        }
    }
}

extension FetchResponse {
    /// The JSON object of the body, nil where there is none.
    var object: JSONObject? {
        (try? JSONValue(parsing: body, maximumDepth: 16))?.objectValue
    }
}
