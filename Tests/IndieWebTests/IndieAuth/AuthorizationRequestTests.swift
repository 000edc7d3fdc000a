import IndieWeb
import Testing

@Suite("Authorization request")
struct AuthorizationRequestTests {
    private func read(_ parameters: Parameters, requiresPKCE: Bool = true) throws -> AuthorizationRequest {
        let target = try AuthorizationTarget(parameters.form)
        return try AuthorizationRequest(parameters.form, target: target, requiresPKCE: requiresPKCE)
    }

    /// The word of the refusal in the second stage; the first must succeed.
    private func refusal(_ parameters: Parameters, requiresPKCE: Bool = true) throws -> OAuthError.Code? {
        let target = try AuthorizationTarget(parameters.form)
        do {
            _ = try AuthorizationRequest(parameters.form, target: target, requiresPKCE: requiresPKCE)
            return nil
        } catch {
            #expect(error.status == 400 && error.description.hasSuffix("."))
            return error.code
        }
    }

    @Test("IA-S-10 a whole request")
    func whole() throws {
        let request = try read(.authorization.again("prompt").again("prompt"))
        #expect(
            request.clientID.text == "https://app.example/" && request.redirectURI.text == "https://app.example/back"
        )
        #expect(request.state == "s1" && request.scope == Scope("create update") && request.me == "https://a.example/")
        #expect(request.codeChallenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test(
        "IA-S-11 a bad client_id or redirect_uri is shown, never redirected",
        arguments: [
            ("client_id", nil), ("client_id", ""), ("client_id", "app.example"), ("client_id", "https://10.0.0.1/"),
            ("client_id", "https://app.example/#a"), ("client_id", "https://u:p@app.example/"),
            ("client_id", "https://app.example/a/../b"), ("redirect_uri", nil), ("redirect_uri", ""),
            ("redirect_uri", "/back"), ("redirect_uri", "https://app.example/#a"), ("redirect_uri", "javascript:x"),
        ]
    )
    func firstStage(name: String, value: String?) {
        let form = Parameters.authorization.with(name, value).form
        let error = #expect(throws: OAuthError.self) { try AuthorizationTarget(form) }
        #expect(error?.code == .invalidRequest && error?.status == 400 && error?.description.contains(name) == true)
    }

    @Test("IA-S-11 a client_id or redirect_uri that comes twice is shown", arguments: ["client_id", "redirect_uri"])
    func firstStageTwice(name: String) {
        let form = Parameters.authorization.again(name, "https://app.example/").form
        #expect(throws: OAuthError.self) { try AuthorizationTarget(form) }
    }

    @Test(
        "IA-S-11 other parameters are refused on the way back",
        arguments: [
            ("response_type", nil, .invalidRequest), ("response_type", "", .invalidRequest),
            ("response_type", "token", .unsupportedResponseType), ("response_type", "Code", .unsupportedResponseType),
            ("response_type", "code id", .unsupportedResponseType), ("scope", "a\"b", .invalidScope),
            ("scope", "a\\b", .invalidScope), ("scope", "é", .invalidScope), ("scope", "a\nb", .invalidScope),
        ] as [(String, String?, OAuthError.Code)]
    )
    func secondStage(name: String, value: String?, code: OAuthError.Code) throws {
        #expect(try refusal(.authorization.with(name, value)) == code)
    }

    @Test(
        "IA-S-11 a parameter that comes twice is refused on the way back",
        arguments: ["response_type", "state", "code_challenge", "code_challenge_method", "scope", "me"]
    )
    func twice(name: String) throws {
        #expect(try refusal(.authorization.again(name)) == .invalidRequest)
    }

    @Test(
        "IA-S-15 a challenge with the method S256 is required",
        arguments: [
            ("code_challenge", nil), ("code_challenge", ""), ("code_challenge", String(repeating: "a", count: 42)),
            ("code_challenge", String(repeating: "a", count: 44)),
            ("code_challenge", String(repeating: "a", count: 42) + "="),
            ("code_challenge_method", nil), ("code_challenge_method", "plain"), ("code_challenge_method", "s256"),
            ("code_challenge_method", "S512"),
        ]
    )
    func pkce(name: String, value: String?) throws {
        let parameters = Parameters.authorization.with(name, value)
        #expect(try refusal(parameters) == .invalidRequest)
        #expect(try refusal(parameters, requiresPKCE: false) == .invalidRequest, "a half challenge is never taken")
    }

    @Test("IA-S-15 where clients without PKCE are let in, the whole challenge may be missing")
    func withoutPKCE() throws {
        let parameters = Parameters.authorization.with("code_challenge", nil).with("code_challenge_method", nil)
        #expect(try refusal(parameters) == .invalidRequest)
        #expect(try read(parameters, requiresPKCE: false).codeChallenge == nil)
    }

    @Test("IA-S-16 state is required", arguments: [nil, ""])
    func state(value: String?) throws {
        let parameters = Parameters.authorization.with("state", value)
        #expect(try refusal(parameters) == .invalidRequest)
        #expect(try AuthorizationTarget(parameters.form).state == nil)
    }

    @Test("IA-S-16 a state that comes twice is not given back")
    func stateTwice() throws {
        #expect(try AuthorizationTarget(Parameters.authorization.again("state").form).state == nil)
        #expect(try AuthorizationTarget(Parameters.authorization.form).state == "s1")
    }

    @Test("IA-S-17 me is a hint, whatever it is", arguments: [nil, "", "https://other.example/", "nonsense"])
    func me(value: String?) throws {
        let expected = value.flatMap { $0.isEmpty ? nil : $0 }
        #expect(try read(.authorization.with("me", value)).me == expected)
    }

    @Test(
        "IA-S-10 IA-S-19 scopes",
        arguments: [
            (nil, []), ("", []), ("unknown:word", ["unknown:word"]), ("profile", ["profile"]),
            ("email profile", ["email", "profile"]), ("create  create", ["create"]),
        ] as [(String?, [String])]
    )
    func scopes(value: String?, words: [String]) throws {
        #expect(try read(.authorization.with("scope", value)).scope.words == words)
    }

    @Test("IA-S-19 email goes only together with profile", arguments: ["email", "create email", "email profiles"])
    func email(value: String) throws {
        #expect(try refusal(.authorization.with("scope", value)) == .invalidScope)
    }

    @Test("IA-S-10 the old response type id is code without scope")
    func legacy() throws {
        let request = try read(.authorization.with("response_type", "id"))
        #expect(request.scope.isEmpty && request.codeChallenge != nil)
    }
}
