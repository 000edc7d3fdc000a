import Foundation
import TestSupport
import Testing

@Suite("IndieAuth server: discovery and metadata (S1xx)", .served)
struct ServerDiscoveryTests {
    private let site: MicropubSite

    init() throws {
        site = try #require(MicropubSite.current)
    }

    private var links: [String] {
        [
            "\(site.root).well-known/oauth-authorization-server", "\(site.root)auth/authorization",
            "\(site.root)auth/token",
        ]
    }
    private static let relations = ["indieauth-metadata", "authorization_endpoint", "token_endpoint"]

    private func metadata() throws -> [String: Any] {
        try site.client.send("GET", "/.well-known/oauth-authorization-server").json
    }

    @Test("S101 the Link headers of the owner's page name the endpoints")
    func headers() throws {
        let headers = try site.client.send("GET", "/").all("Link")
        for (relation, url) in zip(Self.relations, links) { #expect(headers.contains("<\(url)>; rel=\"\(relation)\"")) }
        #expect(headers.contains("<\(site.root)micropub>; rel=\"micropub\""))
    }

    @Test("S102 the HTML of the owner's page names the endpoints, once each")
    func elements() throws {
        let page = try site.client.send("GET", "/").text
        for (relation, url) in zip(Self.relations, links) {
            #expect(page.components(separatedBy: "<link rel=\"\(relation)\" href=\"\(url)\">").count == 2)
        }
    }

    @Test("S103 HEAD carries the same Link headers")
    func head() throws {
        let head = try site.client.send("HEAD", "/")
        #expect(head.status == 200)
        #expect(head.all("Link") == (try site.client.send("GET", "/").all("Link")))
        #expect(head.all("Link").contains { $0.contains("indieauth-metadata") })
    }

    @Test("S104 the document is JSON with status 200")
    func document() throws {
        let answer = try site.client.send("GET", "/.well-known/oauth-authorization-server")
        #expect(answer.status == 200)
        #expect(answer["Content-Type"] == "application/json")
        #expect(!answer.json.isEmpty)
    }

    @Test("S105 the issuer is the start of the document's address, without query and fragment")
    func issuer() throws {
        let issuer = try #require(try metadata()["issuer"] as? String)
        #expect(issuer == site.root)
        #expect(links[0].hasPrefix(issuer))
    }

    @Test(
        "S106 to S111 an endpoint is an absolute address below the issuer, and answers",
        arguments: [
            "authorization_endpoint", "token_endpoint", "introspection_endpoint", "revocation_endpoint",
            "userinfo_endpoint",
        ]
    )
    func endpoint(name: String) throws {
        let address = try #require(try metadata()[name] as? String)
        #expect(address.hasPrefix(site.root))
        #expect(try site.client.send("GET", OwnerBrowser.path(of: address)).status != 404)
    }

    @Test(
        "S112 to S115 what the server can do",
        arguments: [
            ("response_types_supported", ["code"]),
            ("grant_types_supported", ["authorization_code", "refresh_token"]),
            ("code_challenge_methods_supported", ["S256"]),
            ("revocation_endpoint_auth_methods_supported", ["none"]),
            ("introspection_endpoint_auth_methods_supported", ["Bearer"]),
        ]
    )
    func abilities(name: String, values: [String]) throws {
        #expect(try metadata()[name] as? [String] == values)
    }

    @Test("S113 the scopes are those of Micropub and of the profile")
    func scopes() throws {
        let scopes = try #require(try metadata()["scopes_supported"] as? [String])
        #expect(Set(scopes).isSuperset(of: ["create", "update", "delete", "media", "profile", "email"]))
    }

    @Test("S116 every address has the scheme of the site")
    func scheme() throws {
        for (_, value) in try metadata() {
            guard let address = value as? String, address.contains("://") else { continue }
            #expect(address.hasPrefix("http://127.0.0.1:"))
        }
    }

    @Test(
        "S117 answers bear the issuer, and client documents are read",
        arguments: [
            "authorization_response_iss_parameter_supported", "client_id_metadata_document_supported",
        ]
    )
    func flags(name: String) throws {
        #expect(try metadata()[name] as? Bool == true)
    }

    @Test("pages of other sites may read the document")
    func crossOrigin() throws {
        let headers = [("Origin", "https://app.example")]
        let answer = try site.client.send("GET", "/.well-known/oauth-authorization-server", headers: headers)
        #expect(answer["Access-Control-Allow-Origin"] == "*")
    }
}
