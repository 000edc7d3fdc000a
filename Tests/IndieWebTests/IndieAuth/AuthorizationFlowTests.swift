import IndieWeb
import Testing

@Suite("Sign-in with another server")
struct AuthorizationFlowTests {
    private let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    /// A server with a document, or without one when the issuer is nil.
    private func server(issuer: String?, sendsIssuer: Bool = true) throws -> AuthorizationServer {
        let endpoint = "https://b.example/auth?x=y"
        guard let issuer else {
            return AuthorizationServer(authorizationEndpoint: try #require(WebAddress(endpoint)), tokenEndpoint: nil)
        }
        let json = """
            {"issuer":"\(issuer)","authorization_endpoint":"\(endpoint)","token_endpoint":"https://b.example/token",
            "authorization_response_iss_parameter_supported":\(sendsIssuer)}
            """
        let url = try #require(WebAddress("https://b.example/meta"))
        return AuthorizationServer(try MetadataDocument(json: Array(json.utf8), url: url))
    }

    private func flow(_ server: AuthorizationServer, scope: String = "profile") throws -> AuthorizationFlow {
        AuthorizationFlow(
            server: server,
            clientID: try ClientID("https://a.example/auth/client"),
            redirectURI: try #require(RedirectURI("https://a.example/auth/callback")),
            state: "s 1",
            codeVerifier: verifier,
            scope: Scope(scope),
            me: try ProfileURL("https://me.example/"),
            discovered: [try ProfileURL("https://www.me.example/")]
        )
    }

    @Test("IA-C-05 the request has everything, behind the query of the endpoint")
    func request() throws {
        let address = try flow(server(issuer: "https://b.example/")).requestURL
        #expect(address.hasPrefix("https://b.example/auth?x=y&"))
        let form = try FormURLEncoded(parsing: address.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())
        let target = try AuthorizationTarget(form)
        let request = try AuthorizationRequest(form, target: target)
        #expect(request.state == "s 1" && request.scope == Scope("profile") && request.me == "https://me.example/")
        #expect(request.codeChallenge == PKCE.challenge(of: verifier))
        #expect(request.clientID.text == "https://a.example/auth/client")
        #expect(!(try flow(server(issuer: nil), scope: "")).requestURL.contains("scope"))
    }

    @Test(
        "IA-C-06 state and issuer of an answer",
        arguments: [
            ("code=c&state=s+1&iss=https%3A%2F%2Fb.example%2F", nil),
            ("code=c&state=s&iss=https%3A%2F%2Fb.example%2F", .state),
            ("code=c&iss=https%3A%2F%2Fb.example%2F", .state), ("code=c&state=&iss=https%3A%2F%2Fb.example%2F", .state),
            ("code=c&state=s+1&state=s+1&iss=https%3A%2F%2Fb.example%2F", .state), ("code=c&state=s+1", .issuer),
            ("code=c&state=s+1&iss=", .issuer), ("code=c&state=s+1&iss=https%3A%2F%2Fb.example", .issuer),
            ("code=c&state=s+1&iss=https%3A%2F%2FB.example%2F", .issuer), ("error=access_denied&state=s+1", .issuer),
            ("code=c&state=s+1&iss=https%3A%2F%2Fb.example%2F&iss=https%3A%2F%2Fb.example%2F", .issuer),
            ("error=access_denied&state=x&iss=https%3A%2F%2Fb.example%2F", .state),
            (
                "error=access_denied&error_description=No&state=s+1&iss=https%3A%2F%2Fb.example%2F",
                .error(code: "access_denied", description: "No")
            ),
            ("state=s+1&iss=https%3A%2F%2Fb.example%2F", .malformed),
            ("code=&state=s+1&iss=https%3A%2F%2Fb.example%2F", .malformed),
            ("code=c&code=d&state=s+1&iss=https%3A%2F%2Fb.example%2F", .malformed),
        ] as [(String, AuthorizationFlow.Refusal?)]
    )
    func callback(query: String, refusal: AuthorizationFlow.Refusal?) throws {
        let flow = try flow(server(issuer: "https://b.example/"))
        let form = try FormURLEncoded(parsing: query.utf8)
        if let refusal {
            #expect(throws: refusal) { try flow.code(from: form) }
        } else {
            #expect(try flow.code(from: form) == "c")
        }
    }

    @Test("IA-C-06 a server that does not promise iss may leave it out, and may not send a wrong one")
    func unpromised() throws {
        let flow = try flow(server(issuer: "https://b.example/", sendsIssuer: false))
        #expect(try flow.code(from: FormURLEncoded(parsing: "code=c&state=s+1".utf8)) == "c")
        let wrong = try FormURLEncoded(parsing: "code=c&state=s+1&iss=https://c.example/".utf8)
        #expect(throws: AuthorizationFlow.Refusal.issuer) { try flow.code(from: wrong) }
    }

    @Test("IA-C-06 a server without a document has no issuer to compare")
    func legacy() throws {
        let flow = try flow(server(issuer: nil))
        for query in ["code=c&state=s+1", "code=c&state=s+1&iss=https://b.example/"] {
            #expect(try flow.code(from: FormURLEncoded(parsing: query.utf8)) == "c")
        }
    }

    @Test("IA-C-07 the redemption is one that this server would take")
    func redemption() throws {
        let body = try flow(server(issuer: nil)).redemption(of: "c&1")
        let redemption = try CodeRedemption(FormURLEncoded(parsing: body.utf8))
        #expect(redemption.code == "c&1" && redemption.codeVerifier == verifier)
        #expect(redemption.redirectURI == "https://a.example/auth/callback")
    }

    @Test(
        "IA-C-08 IA-C-09 which identities the server may speak for",
        arguments: [
            ("https://me.example/", true), ("https://me.example", true), ("HTTPS://ME.example/", true),
            ("https://www.me.example/", true), ("http://me.example/", false), ("https://me.example/other", false),
            ("https://victim.example/", false),
        ]
    )
    func identity(me: String, isAccepted: Bool) throws {
        let profile = try ProfileURL(me)
        let identity = try flow(server(issuer: nil)).identity(me)
        #expect(identity == (isAccepted ? .accepted(profile) : .mustRediscover(profile)))
    }

    @Test(
        "IA-C-08 what is no profile URL is no identity",
        arguments: [
            ("me.example", .notAnAddress), ("https://me.example:8443/", .port), ("https://me.example/#x", .fragment),
            ("", .notAnAddress),
        ]
            as [(String, IdentifierFault)]
    )
    func noIdentity(me: String, fault: IdentifierFault) throws {
        #expect(try flow(server(issuer: nil)).identity(me) == .invalid(fault))
    }

    @Test("IA-C-08 a new identity must name the same authorization endpoint")
    func confirmed() throws {
        let flow = try flow(server(issuer: "https://b.example/"))
        #expect(flow.isConfirmed(by: try server(issuer: nil)), "with or without a document")
        let other = AuthorizationServer(
            authorizationEndpoint: try #require(WebAddress("https://b.example/auth")),
            tokenEndpoint: nil
        )
        #expect(!flow.isConfirmed(by: other))
    }
}
