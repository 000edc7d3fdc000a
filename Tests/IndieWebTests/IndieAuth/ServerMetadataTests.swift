import IndieWeb
import Testing

@Suite("Server metadata")
struct ServerMetadataTests {
    @Test("IA-S-02 the whole document")
    func whole() {
        #expect(
            ServerMetadata(siteURL: "https://a.example/", documentation: "https://a.example/docs", scopes: ["create"])
                .json
                == [
                    "issuer": "https://a.example/",
                    "authorization_endpoint": "https://a.example/auth/authorization",
                    "token_endpoint": "https://a.example/auth/token",
                    "introspection_endpoint": "https://a.example/auth/introspection",
                    "introspection_endpoint_auth_methods_supported": ["Bearer"],
                    "revocation_endpoint": "https://a.example/auth/revocation",
                    "revocation_endpoint_auth_methods_supported": ["none"],
                    "userinfo_endpoint": "https://a.example/auth/userinfo",
                    "ticket_endpoint": "https://a.example/auth/ticket",
                    "scopes_supported": ["create"],
                    "response_types_supported": ["code"],
                    "grant_types_supported": ["authorization_code", "refresh_token"],
                    "token_endpoint_auth_methods_supported": ["none"],
                    "code_challenge_methods_supported": ["S256"],
                    "authorization_response_iss_parameter_supported": true,
                    "client_id_metadata_document_supported": true,
                    "service_documentation": "https://a.example/docs",
                ]
        )
    }

    @Test(
        "IA-S-02 IA-007 the issuer is the start of every address",
        arguments: ["https://a.example", "https://a.example/blog/"]
    )
    func issuer(siteURL: String) throws {
        let metadata = ServerMetadata(siteURL: siteURL)
        #expect(metadata.issuer.hasSuffix("/") && metadata.json["service_documentation"] == nil)
        #expect(metadata.address == metadata.issuer + ".well-known/oauth-authorization-server")
        let url = try #require(WebAddress(metadata.address))
        let document = try MetadataDocument(json: Array(metadata.json.text.utf8), url: url)
        #expect(document.issuer == metadata.issuer && document.sendsIssuer, "this server would believe itself")
        #expect(document.tokenEndpoint?.text == metadata.tokenEndpoint)
        #expect(document.introspectionEndpoint?.text == metadata.introspectionEndpoint)
        #expect(document.revocationEndpoint?.text == metadata.revocationEndpoint)
        #expect(document.userInfoEndpoint?.text == metadata.userInfoEndpoint)
        #expect(document.ticketEndpoint?.text == metadata.ticketEndpoint)
    }

    @Test("IA-S-01 the links of the owner's page lead to the document, and old clients to the endpoints")
    func links() throws {
        let metadata = ServerMetadata(siteURL: "https://a.example/")
        let page = try #require(WebAddress("https://a.example/"))
        let found = EndpointDiscovery(url: page, linkHeaders: metadata.links.map(\.description))
        #expect(found.authorizationServer == .metadata(try #require(WebAddress(metadata.address))))
        #expect(found.first(.authorizationEndpoint)?.text == metadata.authorizationEndpoint)
        #expect(found.first(.tokenEndpoint)?.text == metadata.tokenEndpoint)
    }
}
