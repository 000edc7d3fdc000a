import IndieWeb
import Testing

@Suite("Authorization grant")
struct AuthorizationGrantTests {
    private func grant(challenge: Bool = true, scope: String = "create") throws -> AuthorizationGrant {
        AuthorizationGrant(
            clientID: try ClientID("https://app.example/"),
            redirectURI: "https://app.example/back",
            codeChallenge: challenge ? "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" : nil,
            scope: Scope(scope),
            me: "https://a.example/"
        )
    }

    private func refusal(
        _ parameters: Parameters,
        _ grant: AuthorizationGrant,
        at endpoint: AuthorizationGrant.Endpoint = .token
    ) throws -> OAuthError.Code? {
        let redemption = try CodeRedemption(parameters.form)
        do {
            try grant.check(redemption, at: endpoint)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("IA-S-30 who asked may redeem, at both endpoints")
    func good() throws {
        #expect(try refusal(.redemption, grant()) == nil)
        #expect(try refusal(.redemption, grant(), at: .authorization) == nil)
        #expect(try refusal(.redemption.with("client_id", "https://APP.example"), grant()) == nil)
        #expect(try refusal(.redemption.with("code_verifier", nil), grant(challenge: false)) == nil)
    }

    @Test(
        "IA-S-30 somebody else may not",
        arguments: [
            ("client_id", "https://other.example/"), ("client_id", "https://app.example/x"),
            ("redirect_uri", "https://app.example/back/"), ("redirect_uri", "https://app.example/back?"),
            ("redirect_uri", "HTTPS://app.example/back"), ("code_verifier", nil), ("code_verifier", ""),
            ("code_verifier", "wrong"), ("code_verifier", "eBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            ("code_verifier", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ]
    )
    func bad(name: String, value: String?) throws {
        for endpoint in [AuthorizationGrant.Endpoint.token, .authorization] {
            #expect(try refusal(.redemption.with(name, value), grant(), at: endpoint) == .invalidGrant)
        }
    }

    @Test("IA-S-30 a verifier without a challenge is refused")
    func verifierWithoutChallenge() throws {
        #expect(try refusal(.redemption, grant(challenge: false)) == .invalidGrant)
    }

    @Test("IA-S-31 a code without scope is no token")
    func withoutScope() throws {
        #expect(try refusal(.redemption, grant(scope: "")) == .invalidGrant)
        #expect(try refusal(.redemption, grant(scope: ""), at: .authorization) == nil)
    }

    @Test("IA-S-20 a grant is bound to what was asked, with the scope that was allowed")
    func bound() throws {
        let form = Parameters.authorization.form
        let request = try AuthorizationRequest(form, target: AuthorizationTarget(form))
        #expect(AuthorizationGrant(request, scope: Scope("create"), me: "https://a.example/") == (try grant()))
        #expect(request.scope.within(Scope("update delete")) == Scope("update"))
    }
}
