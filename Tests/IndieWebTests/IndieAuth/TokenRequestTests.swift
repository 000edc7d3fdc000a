import IndieWeb
import Testing

@Suite("Token request")
struct TokenRequestTests {
    private func refusal(_ parameters: Parameters) -> OAuthError.Code? {
        do {
            _ = try TokenRequest(parameters.form)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("IA-S-30 a code, with unknown parameters beside it")
    func code() throws {
        guard
            case .authorizationCode(let redemption) = try TokenRequest(Parameters.redemption.again("x").again("x").form)
        else {
            Issue.record("not a redemption")
            return
        }
        #expect(redemption.code == "c1" && redemption.clientID.text == "https://app.example/")
        #expect(redemption.redirectURI == "https://app.example/back")
        #expect(redemption.codeVerifier == "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(try CodeRedemption(Parameters.redemption.with("code_verifier", "").form).codeVerifier == nil)
    }

    @Test("IA-S-40 a refresh token")
    func refresh() throws {
        guard case .refreshToken(let request) = try TokenRequest(Parameters.refresh.form) else {
            Issue.record("not a refresh")
            return
        }
        #expect(request.refreshToken == "r1" && request.clientID.text == "https://app.example/" && request.scope == nil)
        #expect(try RefreshRequest(Parameters.refresh.with("scope", "a b").form).scope == Scope("a b"))
    }

    @Test(
        "IA-S-33 what is missing, empty or malformed is invalid_request",
        arguments: [
            (.redemption, ["grant_type", "code", "client_id", "redirect_uri"]),
            (.refresh, ["grant_type", "refresh_token", "client_id"]),
        ] as [(Parameters, [String])]
    )
    func missing(parameters: Parameters, names: [String]) {
        for name in names {
            #expect(refusal(parameters.with(name, nil)) == .invalidRequest, "\(name) missing")
            #expect(refusal(parameters.with(name, "")) == .invalidRequest, "\(name) empty")
            #expect(refusal(parameters.again(name)) == .invalidRequest, "\(name) twice")
        }
        #expect(refusal(parameters.with("client_id", "app")) == .invalidRequest)
        #expect(refusal(parameters) == nil)
    }

    @Test("IA-S-33 a verifier or scope that comes twice is invalid_request")
    func twice() {
        #expect(refusal(Parameters.redemption.again("code_verifier")) == .invalidRequest)
        #expect(refusal(Parameters.refresh.with("scope", "a").again("scope", "b")) == .invalidRequest)
        #expect(refusal(Parameters.refresh.with("scope", "\"")) == .invalidScope)
    }

    @Test(
        "IA-S-33 other grant types are not supported",
        arguments: ["password", "client_credentials", "Authorization_Code", "x"]
    )
    func grantTypes(type: String) {
        #expect(refusal(Parameters.redemption.with("grant_type", type)) == .unsupportedGrantType)
    }

    @Test("IA-S-30 the authorization endpoint takes codes alone")
    func authorizationEndpoint() throws {
        let error = #expect(throws: OAuthError.self) { try CodeRedemption(Parameters.refresh.form) }
        #expect(error?.code == .unsupportedGrantType)
    }

    @Test(
        "IA-S-40 a refresh may narrow the scope, never widen it",
        arguments: [
            (nil, ["a", "b"]), ("", ["a", "b"]), ("a", ["a"]), ("b a", ["b", "a"]), ("a c", nil), ("A", nil),
            ("c", nil),
        ] as [(String?, [String]?)]
    )
    func narrow(scope: String?, expected: [String]?) throws {
        let request = try RefreshRequest(Parameters.refresh.with("scope", scope).form)
        if let expected {
            #expect(try request.scope(of: Scope("a b")).words == expected)
        } else {
            let error = #expect(throws: OAuthError.self) { try request.scope(of: Scope("a b")) }
            #expect(error?.code == .invalidScope)
        }
    }

    @Test("IA-S-50 IA-S-55 requests about a token")
    func questions() throws {
        let form = Parameters(pairs: [("token", "t1"), ("token_type_hint", "access_token"), ("x", "y")])
        let question = try TokenQuestion(form.form)
        #expect(question.token == "t1" && question.typeHint == "access_token")
        for wrong in [form.with("token", nil), form.with("token", ""), form.again("token")] {
            let error = #expect(throws: OAuthError.self) { try TokenQuestion(wrong.form) }
            #expect(error?.code == .invalidRequest)
        }
        #expect(TokenQuestion.isLegacyRevocation(form.again("action", "revoke").form))
        #expect(
            !TokenQuestion.isLegacyRevocation(form.form) && !TokenQuestion.isLegacyRevocation(form.again("action").form)
        )
    }
}
