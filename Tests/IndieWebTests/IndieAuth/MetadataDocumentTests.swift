import IndieWeb
import Testing

@Suite("Metadata of another server")
struct MetadataDocumentTests {
    private func read(_ members: String, at url: String) throws -> MetadataDocument {
        let address = try #require(WebAddress(url))
        return try MetadataDocument(json: Array("{\(members)}".utf8), url: address)
    }

    private let endpoint = #""authorization_endpoint":"https://b.example/auth""#

    @Test(
        "IA-007 IA-C-04 the issuer is the start of the document's address",
        arguments: [
            ("https://a.example/", "https://a.example/.well-known/oauth-authorization-server", true),
            ("https://a.example", "https://a.example/.well-known/oauth-authorization-server", true),
            ("https://a.example/wp-json/indieauth/1.0", "https://a.example/wp-json/indieauth/1.0/metadata", true),
            ("https://a.example/x", "https://a.example/meta", false),
            ("https://b.example/", "https://a.example/meta", false),
            ("https://a.exam", "https://a.example/meta", false),
            ("https://a.example/meta/more", "https://a.example/meta", false),
            ("https://A.example/", "https://a.example/meta", false),
            ("https://a.example:8443/", "https://a.example/meta", false),
        ]
    )
    func issuer(issuer: String, url: String, isTaken: Bool) throws {
        let members = "\"issuer\":\"\(issuer)\",\(endpoint)"
        if isTaken {
            #expect(try read(members, at: url).issuer == issuer)
        } else {
            #expect(throws: MetadataDocument.Fault.issuerElsewhere) { try read(members, at: url) }
        }
    }

    @Test(
        "IA-007 IA-C-04 an issuer has TLS and neither query nor fragment",
        arguments: [
            "\"http://a.example/\"", "\"https://a.example/?\"", "\"https://a.example/#\"", "\"https://u@a.example/\"",
            "\"a.example\"", "\"\"", "null", "5", "[\"https://a.example/\"]",
        ]
    )
    func invalidIssuer(issuer: String) {
        #expect(throws: MetadataDocument.Fault.issuer) {
            try read("\"issuer\":\(issuer),\(endpoint)", at: "https://a.example/m")
        }
        #expect(throws: MetadataDocument.Fault.issuer) { try read(endpoint, at: "https://a.example/m") }
    }

    @Test(
        "IA-C-04 endpoints are absolute addresses with TLS",
        arguments: [
            "authorization_endpoint", "token_endpoint", "introspection_endpoint", "revocation_endpoint",
            "userinfo_endpoint",
        ]
    )
    func endpoints(name: String) throws {
        for value in [
            "\"/auth\"", "\"http://a.example/auth\"", "\"\"", "5", "\"https://a.example/#x\"",
            "\"https://u@a.example/\"",
        ] {
            let first = name == "authorization_endpoint" ? "" : "\(endpoint),"
            #expect(throws: MetadataDocument.Fault.endpoint(name)) {
                try read("\"issuer\":\"https://a.example/\",\(first)\"\(name)\":\(value)", at: "https://a.example/m")
            }
        }
    }

    @Test("IA-C-04 only the authorization endpoint must be there")
    func sparse() throws {
        let document = try read("\"issuer\":\"https://a.example/\",\(endpoint)", at: "https://a.example/m")
        #expect(document.authorizationEndpoint.text == "https://b.example/auth" && !document.sendsIssuer)
        #expect(document.tokenEndpoint == nil)
        #expect(throws: MetadataDocument.Fault.endpoint("authorization_endpoint")) {
            try read("\"issuer\":\"https://a.example/\"", at: "https://a.example/m")
        }
    }

    @Test(
        "for trying things out, plain http on this machine",
        arguments: ["localhost:9000", "127.0.0.1:9000", "[::1]:9000"]
    )
    func loopback(host: String) throws {
        let good = "\"issuer\":\"http://\(host)/\",\"authorization_endpoint\":\"http://\(host)/auth\""
        #expect(try read(good, at: "http://\(host)/m").authorizationEndpoint.text == "http://\(host)/auth")
        let away = "\"issuer\":\"http://\(host)/\",\"authorization_endpoint\":\"http://a.example/auth\""
        #expect(throws: MetadataDocument.Fault.endpoint("authorization_endpoint")) {
            try read(away, at: "http://\(host)/m")
        }
        #expect(throws: MetadataDocument.Fault.issuer) { try read(good, at: "https://\(host)/m") }
    }

    @Test("what is not a JSON object is refused, with words", arguments: ["", "[]", "null", "<html>"])
    func malformed(text: String) throws {
        let url = try #require(WebAddress("https://a.example/m"))
        let fault = #expect(throws: MetadataDocument.Fault.self) {
            try MetadataDocument(json: Array(text.utf8), url: url)
        }
        #expect(fault == .malformed && fault?.description.hasSuffix(".") == true)
    }
}
