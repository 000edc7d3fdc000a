/// What this server tells clients about itself (IndieAuth, section 4.1.1; RFC 8414).
package struct ServerMetadata: Sendable, Equatable {
    /// The identifier: the site's address with its slash at the end, the start of every other address.
    package let issuer: String
    /// A page for developers.
    package let documentation: String?
    /// The scope words that mean something here.
    package let scopes: [String]

    /// The document of a site.
    package init(siteURL: String, documentation: String? = nil, scopes: [String] = Scope.supported) {
        issuer = siteURL.hasSuffix("/") ? siteURL : "\(siteURL)/"
        (self.documentation, self.scopes) = (documentation, scopes)
    }

    /// Where the document is.
    package var address: String { "\(issuer).well-known/oauth-authorization-server" }
    /// Where the owner allows clients in.
    package var authorizationEndpoint: String { "\(issuer)auth/authorization" }
    /// Where codes become tokens.
    package var tokenEndpoint: String { "\(issuer)auth/token" }
    /// Where other servers ask about tokens.
    package var introspectionEndpoint: String { "\(issuer)auth/introspection" }
    /// Where tokens end.
    package var revocationEndpoint: String { "\(issuer)auth/revocation" }
    /// Where clients learn who the owner is.
    package var userInfoEndpoint: String { "\(issuer)auth/userinfo" }
    /// Where tickets for the owner are taken.
    package var ticketEndpoint: String { "\(issuer)auth/ticket" }

    /// The links of the owner's page, for its header and its HTML; the endpoints are for clients from before 2022.
    package var links: [WebLink] {
        [
            WebLink(to: address, relation: LinkRelation.indieauthMetadata.rawValue),
            WebLink(to: authorizationEndpoint, relation: LinkRelation.authorizationEndpoint.rawValue),
            WebLink(to: tokenEndpoint, relation: LinkRelation.tokenEndpoint.rawValue),
            WebLink(to: ticketEndpoint, relation: LinkRelation.ticketEndpoint.rawValue),
        ]
    }

    /// The document.
    package var json: JSONObject {
        var object: JSONObject = [
            "issuer": .string(issuer),
            "authorization_endpoint": .string(authorizationEndpoint),
            "token_endpoint": .string(tokenEndpoint),
            "introspection_endpoint": .string(introspectionEndpoint),
            "introspection_endpoint_auth_methods_supported": ["Bearer"],
            "revocation_endpoint": .string(revocationEndpoint),
            "revocation_endpoint_auth_methods_supported": ["none"],
            "userinfo_endpoint": .string(userInfoEndpoint),
            "ticket_endpoint": .string(ticketEndpoint),
            "scopes_supported": .array(scopes.map(JSONValue.string)),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": [.string(PKCE.method)],
            "authorization_response_iss_parameter_supported": true,
            "client_id_metadata_document_supported": true,
        ]
        object["service_documentation"] = documentation.map(JSONValue.string)
        return object
    }
}
