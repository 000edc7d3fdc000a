/// What another IndieAuth server tells about itself (IndieAuth, section 4.1.1).
package struct MetadataDocument: Sendable, Equatable {
    /// Why a document is not believed.
    package enum Fault: Error, Sendable, Equatable {
        /// Not a JSON object.
        case malformed
        /// No identifier, or one with a query or fragment, or without TLS.
        case issuer
        /// The identifier is not the start of the document's own address.
        case issuerElsewhere
        /// An endpoint that is missing or no address with TLS.
        case endpoint(String)
    }

    /// The identifier, byte for byte: answers must repeat it so.
    package let issuer: String
    /// Whether each answer carries the identifier (RFC 9207, section 3).
    package let sendsIssuer: Bool
    /// Where people allow clients in.
    package let authorizationEndpoint: WebAddress
    /// Where codes become tokens.
    package let tokenEndpoint: WebAddress?
    /// Where tokens are asked about.
    package let introspectionEndpoint: WebAddress?
    /// Where tokens end.
    package let revocationEndpoint: WebAddress?
    /// Where clients learn who the owner is.
    package let userInfoEndpoint: WebAddress?
    /// Where tickets are taken (Ticketing for IndieAuth).
    package let ticketEndpoint: WebAddress?

    /// Reads a document.
    ///
    /// Addresses without TLS are believed only when the document itself came without from this machine, and they stay
    /// on it: for trying things out.
    /// - Parameters:
    ///   - bytes: the body of the answer.
    ///   - url: where the document was found after all redirects.
    /// - Throws: ``Fault``.
    package init(json bytes: [UInt8], url: WebAddress) throws(Fault) {
        guard let object = (try? JSONValue(parsing: bytes, maximumDepth: 16))?.objectValue else { throw .malformed }
        guard let issuer = object["issuer"]?.stringValue, let address = Self.secure(issuer, url: url),
            address.query == nil, address.fragment == nil, address.userInfo == nil
        else { throw .issuer }
        // Of one origin, since as text alone https://example.co is the start of https://example.com/.
        guard address.hasSameOrigin(as: url), url.text.utf8.starts(with: issuer.utf8) else { throw .issuerElsewhere }
        func endpoint(_ name: String) throws(Fault) -> WebAddress? {
            guard let member = object[name], !member.isNull else { return nil }
            guard let address = member.stringValue.flatMap({ Self.secure($0, url: url) }), address.fragment == nil
            else {
                throw .endpoint(name)
            }
            return address
        }
        guard let authorization = try endpoint("authorization_endpoint") else {
            throw .endpoint("authorization_endpoint")
        }
        self.issuer = issuer
        sendsIssuer = object["authorization_response_iss_parameter_supported"] == true
        authorizationEndpoint = authorization
        tokenEndpoint = try endpoint("token_endpoint")
        introspectionEndpoint = try endpoint("introspection_endpoint")
        revocationEndpoint = try endpoint("revocation_endpoint")
        userInfoEndpoint = try endpoint("userinfo_endpoint")
        ticketEndpoint = try endpoint("ticket_endpoint")
    }

    private static func secure(_ text: String, url: WebAddress) -> WebAddress? {
        guard let address = WebAddress(text), address.userInfo == nil else { return nil }
        let isTrial = url.scheme == .http && url.host.isLoopback && address.host.isLoopback
        return address.scheme == .https || isTrial ? address : nil
    }
}

extension MetadataDocument.Fault: CustomStringConvertible {
    /// A sentence for people.
    package var description: String {
        switch self {
        case .malformed: "The IndieAuth server's document is not a JSON object."
        case .issuer: "The issuer of the IndieAuth server is not an https address without query and fragment."
        case .issuerElsewhere: "The issuer of the IndieAuth server is not the start of its document's address."
        case .endpoint(let name): "The \(name) of the IndieAuth server is not an https address."
        }
    }
}
