/// One request of a fetch: the first one, or what a redirect made of it.
struct FetchLeg: Sendable, Equatable {
    /// Headers that frame a message, which is the client's matter, or carry state, which nobody has here.
    private static let managedNames: Set<String> = [
        "connection", "content-length", "cookie", "expect", "host", "keep-alive", "proxy-authorization",
        "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    let address: FetchAddress
    let method: FetchRequest.Method
    let headers: [FetchHeader]
    let body: [UInt8]?

    /// The first request of a fetch.
    ///
    /// - Throws: `FetchError.schemeNotAllowed`, `FetchError.malformedRequest`, or what `FetchAddress` throws.
    init(_ request: FetchRequest, userAgent: String) throws(FetchError) {
        address = try FetchAddress(request.url)
        guard request.allowedSchemes.contains(address.scheme) else { throw .schemeNotAllowed(address.url) }
        method = request.method
        body = request.body
        let own = request.headers.filter { !Self.managedNames.contains($0.name.lowercased()) }
        for header in own {
            guard Self.isToken(header.name), header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
            else { throw .malformedRequest(reason: "a header has characters that none may have") }
        }
        let defaults = [
            FetchHeader("User-Agent", userAgent),
            FetchHeader("Accept", request.accept ?? "*/*"),
            // A small body can unfold to a huge one.
            FetchHeader("Accept-Encoding", "identity"),
        ]
        headers = defaults.filter { own.values(of: $0.name).isEmpty } + own
    }

    /// Whether the text may be a field name (RFC 9110, section 5.6.2).
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    private init(address: FetchAddress, method: FetchRequest.Method, headers: [FetchHeader], body: [UInt8]?) {
        (self.address, self.method, self.headers, self.body) = (address, method, headers, body)
    }

    /// The request that a redirect asks for (RFC 9110, section 15.4; Fetch standard, HTTP-redirect fetch).
    ///
    /// 301, 302 and 303 become GET without a body, as browsers do; 307 and 308 stay what they are. To another origin no
    /// `Authorization` goes, and it does not come back on the way home either.
    ///
    /// - Throws: `FetchError.badRedirect` or `FetchError.schemeNotAllowed`.
    func redirected(status: Int, to location: String, allowedSchemes: Set<String>) throws(FetchError) -> FetchLeg {
        let next: FetchAddress
        do {
            next = try address.following(location)
        } catch {
            throw .badRedirect(from: address.url, to: String(location.prefix(200)), reason: error.description)
        }
        guard allowedSchemes.contains(next.scheme) else { throw .schemeNotAllowed(next.url) }
        var headers = headers
        if next.origin != address.origin { headers.removeAll { $0.name.lowercased() == "authorization" } }
        guard status != 307, status != 308, method != .head else {
            return FetchLeg(address: next, method: method, headers: headers, body: body)
        }
        headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
        return FetchLeg(address: next, method: .get, headers: headers, body: nil)
    }
}
