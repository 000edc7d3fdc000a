/// Somebody else's IndieAuth server, as the owner's page names it.
package struct AuthorizationServer: Sendable, Equatable {
    /// Its identifier; nil for a server from before 2022, which has none.
    package let issuer: String?
    /// Whether each of its answers must carry the identifier (RFC 9207, section 2.4).
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

    /// A server from before 2022, known by its endpoints alone.
    package init(authorizationEndpoint: WebAddress, tokenEndpoint: WebAddress?) {
        (self.authorizationEndpoint, self.tokenEndpoint) = (authorizationEndpoint, tokenEndpoint)
        (issuer, sendsIssuer) = (nil, false)
        (introspectionEndpoint, revocationEndpoint, userInfoEndpoint) = (nil, nil, nil)
    }

    /// A server that has told about itself.
    package init(_ document: MetadataDocument) {
        (issuer, sendsIssuer) = (document.issuer, document.sendsIssuer)
        (authorizationEndpoint, tokenEndpoint) = (document.authorizationEndpoint, document.tokenEndpoint)
        introspectionEndpoint = document.introspectionEndpoint
        revocationEndpoint = document.revocationEndpoint
        userInfoEndpoint = document.userInfoEndpoint
    }
}

extension AuthorizationServer {
    /// What a page says about its server.
    package enum Reference: Sendable, Equatable {
        /// A document to be fetched and read as ``MetadataDocument``.
        case metadata(WebAddress)
        /// The endpoints themselves.
        case endpoints(AuthorizationServer)
    }
}

extension EndpointDiscovery {
    /// The server of the page's owner: the document when there is one, else the endpoints (IndieAuth, section 4.1).
    package var authorizationServer: AuthorizationServer.Reference? {
        if let document = first(.indieauthMetadata) { return .metadata(document) }
        return first(.authorizationEndpoint).map { endpoint in
            .endpoints(AuthorizationServer(authorizationEndpoint: endpoint, tokenEndpoint: first(.tokenEndpoint)))
        }
    }
}
