import IndieWeb
import Testing

@Suite("Client metadata")
struct ClientMetadataTests {
    private func read(_ json: String, client: String = "https://app.example/id") throws -> ClientMetadata {
        try ClientMetadata(json: Array(json.utf8), client: ClientID(client))
    }

    @Test("IA-S-13 a whole document")
    func whole() throws {
        let metadata = try read(
            """
            {"client_id": "https://app.example/id", "client_name": " My\\n app\\u202e ", "client_uri": "https://app.example",
            "logo_uri": "https://cdn.example/logo.png", "unknown": {"a": [1]}, "token_endpoint_auth_method": "none",
            "redirect_uris": ["https://app.example/back", "app.example:/back", "javascript:x", "/relative", 5]}
            """
        )
        #expect(metadata.name == "My app" && metadata.homePage?.text == "https://app.example/")
        #expect(metadata.logo?.text == "https://cdn.example/logo.png")
        #expect(metadata.redirectURIs == ["https://app.example/back", "app.example:/back"])
    }

    @Test(
        "IA-S-13 the document names the client by simple string comparison",
        arguments: [
            ("https://app.example/id", "https://app.example/id", true),
            ("https://app.example", "https://app.example", true),
            ("https://app.example", "https://app.example/", true),
            ("https://APP.example/", "https://app.example/", true),
            ("https://app.example/", "https://APP.example/", false),
            ("https://app.example/", "https://app.example", false),
            ("https://app.example/id", "https://app.example/ID", false),
            ("https://app.example/id", "https://app.example/id/", false),
            ("https://app.example/id", "http://app.example/id", false), ("https://app.example/id", "", false),
        ]
    )
    func clientID(client: String, written: String, isSame: Bool) throws {
        let json = "{\"client_id\": \"\(written)\"}"
        if isSame {
            #expect(try read(json, client: client) == ClientMetadata())
        } else {
            #expect(throws: ClientMetadata.Fault.otherClient) { try read(json, client: client) }
        }
    }

    @Test(
        "IA-S-13 client_uri is the start of client_id",
        arguments: [
            ("https://app.example/", true), ("https://app.example", true), ("https://app.example/i", true),
            ("https://app.example/id", true), ("https://app.example/id/x", false), ("https://app.exam", false),
            ("https://other.example/", false), ("http://app.example/", false), ("https://app.example:8443/", false),
            ("/", false), ("", false),
        ]
    )
    func clientURI(uri: String, isTaken: Bool) throws {
        let json = "{\"client_id\": \"https://app.example/id\", \"client_uri\": \"\(uri)\"}"
        if isTaken {
            #expect(try read(json).homePage == WebAddress(uri))
        } else {
            #expect(throws: ClientMetadata.Fault.homePageElsewhere) { try read(json) }
        }
    }

    @Test(
        "IA-S-13 a document that everybody can read has no secret",
        arguments: [
            "\"client_secret\": \"x\"", "\"client_secret\": null", "\"client_secret_expires_at\": 0",
            "\"token_endpoint_auth_method\": \"client_secret_post\"",
            "\"token_endpoint_auth_method\": \"client_secret_basic\"",
            "\"token_endpoint_auth_method\": \"client_secret_jwt\"",
        ]
    )
    func secrets(member: String) {
        #expect(throws: ClientMetadata.Fault.secret) {
            try read("{\"client_id\":\"https://app.example/id\",\(member)}")
        }
    }

    @Test(
        "IA-S-13 what cannot be read is refused",
        arguments: [
            "", "[]", "null", "<html>", "{\"client_id\": 5}", "{\"client_id\": \"https://app.example/id\"",
            "{\"client_id\": \"https://app.example/id\", \"redirect_uris\": \"https://app.example/\"}",
            "{\"client_id\": \"https://app.example/id\", \"client_name\": [\"a\"]}",
            "{\"client_id\": \"https://app.example/id\", \"client_id\": \"https://app.example/id\"}",
        ]
    )
    func malformed(json: String) {
        let fault = #expect(throws: ClientMetadata.Fault.self) { try read(json) }
        guard case .malformed? = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(fault?.description.hasSuffix(".") == true)
    }

    @Test("IA-S-13 members that are missing or null mean nothing, and {} names no client")
    func absent() throws {
        let json = #"{"client_id":"https://app.example/id","client_name":null,"redirect_uris":null,"logo_uri":"x"}"#
        #expect(try read(json) == .unknown)
        #expect(throws: ClientMetadata.Fault.otherClient) { try read("{}") }
    }

    @Test("IA-S-13 a page with an h-app and redirect links")
    func page() throws {
        let page = try #require(WebAddress("https://app.example/about/"))
        let app = ClientMetadata.App(name: "App", logo: "logo.png", url: "https://elsewhere.example")
        let metadata = ClientMetadata(app: app, redirectURIs: ["https://b.example/cb", "app:/x", "data:x"], page: page)
        #expect(metadata.name == "App" && metadata.logo?.text == "https://app.example/about/logo.png")
        #expect(
            metadata.homePage?.text == "https://elsewhere.example/",
            "another host is kept, so that it can be warned of"
        )
        #expect(metadata.redirectURIs == ["https://b.example/cb", "app:/x"])
        #expect(ClientMetadata(app: nil, redirectURIs: [], page: page) == .unknown)
    }

    @Test("a name is cut to what a page can show")
    func longName() throws {
        let long = String(repeating: "x", count: 5_000)
        #expect(try read("{\"client_id\":\"https://app.example/id\",\"client_name\":\"\(long)\"}").name?.count == 100)
        #expect(try read("{\"client_id\":\"https://app.example/id\",\"client_name\":\" \\n\"}").name == nil)
    }

    @Test(
        "IA-S-14 which redirect addresses are the client's",
        arguments: [
            ("https://app.example/id", "https://app.example/any", true),
            ("https://app.example/id", "https://APP.example:443/", true),
            ("https://app.example/id", "https://app.example:8443/", false),
            ("https://app.example/id", "http://app.example/", false),
            ("https://app.example/id", "https://sub.app.example/", false),
            ("https://app.example/id", "https://app.example.evil.example/", false),
            ("https://app.example/id", "https://listed.example/cb", true),
            ("https://app.example/id", "https://listed.example/cb?x", false),
            ("https://app.example/id", "https://listed.example/cb/", false),
            ("https://app.example/id", "https://listed.example/CB", false),
            ("https://app.example/id", "https://LISTED.example/cb", false),
            ("https://app.example/id", "listed.app:/cb", true),
            ("https://app.example/id", "listed.app:/cb/x", false), ("https://app.example/id", "other.app:/cb", false),
            ("https://app.example/id", "http://127.0.0.1:1/cb", false),
            ("https://app.example:8443/", "https://app.example:8443/x", true),
            ("http://localhost:3000/", "http://localhost:49152/cb", true),
            ("http://localhost/", "http://localhost:1/", true),
            ("http://localhost:3000/", "https://localhost:3000/", false),
            ("http://localhost:3000/", "http://127.0.0.1:3000/", false),
            ("http://127.0.0.1:3000/", "http://127.0.0.1:5/", true), ("http://[::1]:3000/", "http://[0::1]:5/", true),
            ("http://127.0.0.1/", "http://127.0.0.2/", false), ("http://localhost/", "http://a.localhost/", false),
        ]
    )
    func permits(client: String, redirect: String, isPermitted: Bool) throws {
        let metadata = ClientMetadata(redirectURIs: ["https://listed.example/cb", "listed.app:/cb"])
        let redirect = try #require(RedirectURI(redirect))
        #expect(metadata.permits(redirect, for: try ClientID(client)) == isPermitted)
    }

    @Test("IA-S-14 a client that could not be fetched has its own origin alone")
    func unfetched() throws {
        let client = try ClientID("https://app.example/")
        for (redirect, isPermitted) in [
            ("https://app.example/x", true), ("https://b.example/", false), ("app:/x", false),
        ] {
            #expect(ClientMetadata.unknown.permits(try #require(RedirectURI(redirect)), for: client) == isPermitted)
        }
    }

    @Test("IA-C-10 the document of this program is one that it would take itself")
    func own() throws {
        let client = try ClientID("https://a.example/auth/client")
        let metadata = ClientMetadata(
            name: "StarPunk",
            homePage: WebAddress("https://a.example/"),
            logo: WebAddress("https://a.example/logo.png"),
            redirectURIs: ["https://a.example/auth/callback"]
        )
        let json = metadata.json(for: client)
        #expect(
            json.text
                == #"{"client_id":"https://a.example/auth/client","client_name":"StarPunk","client_uri":"https://a.example/","logo_uri":"https://a.example/logo.png","redirect_uris":["https://a.example/auth/callback"],"token_endpoint_auth_method":"none"}"#
        )
        #expect(try ClientMetadata(json: Array(json.text.utf8), client: client) == metadata)
    }
}
