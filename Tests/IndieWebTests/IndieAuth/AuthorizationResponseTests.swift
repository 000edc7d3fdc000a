import IndieWeb
import Testing

@Suite("Authorization response")
struct AuthorizationResponseTests {
    private func response(_ redirect: String, state: String? = "s1") throws -> AuthorizationResponse {
        let redirectURI = try #require(RedirectURI(redirect))
        return AuthorizationResponse(redirectURI: redirectURI, state: state, issuer: "https://a.example/")
    }

    @Test(
        "IA-S-20 code, state and iss go behind the query that is there",
        arguments: [
            ("https://app.example/back", "https://app.example/back?"), ("https://app.example", "https://app.example?"),
            ("https://app.example/back?x=y", "https://app.example/back?x=y&"),
            ("app.example:/back", "app.example:/back?"),
            ("https://app.example/back?", "https://app.example/back?"),
        ]
    )
    func code(redirect: String, start: String) throws {
        let address = try response(redirect).code("c1")
        #expect(address == "\(start)code=c1&state=s1&iss=https%3A%2F%2Fa.example%2F")
    }

    @Test(
        "IA-S-16 state comes back as it was, with whatever characters",
        arguments: ["a b+c%20&d=e#f?g", "é\u{1F600}e\u{301}", "\n\r\t\"<>", "&code=evil", "%"]
    )
    func state(state: String) throws {
        let address = try response("https://app.example/?x", state: state).code("c1")
        #expect(address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !address.contains("#"))
        let form = try FormURLEncoded(parsing: address.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())
        #expect(form.all("state").count == 1 && form.all("code") == ["c1"] && form.all("iss") == ["https://a.example/"])
        #expect(try #require(form.first("state")).utf8.elementsEqual(state.utf8))
    }

    @Test(
        "IA-S-11 IA-S-20 errors carry state and iss too",
        arguments: [OAuthError.Code.accessDenied, .invalidScope, .serverError]
    )
    func error(code: OAuthError.Code) throws {
        let address = try response("https://app.example/?x=y").error(OAuthError(code, "The owner said \"no\"."))
        let form = try FormURLEncoded(parsing: address.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst())
        #expect(form.pairs.map(\.name) == ["x", "error", "error_description", "state", "iss"])
        #expect(form.pairs.map(\.value) == ["y", code.rawValue, "The owner said 'no'.", "s1", "https://a.example/"])
    }

    @Test("IA-S-11 without a state there is none")
    func noState() throws {
        #expect(
            try response("https://app.example/", state: nil).code("c").hasSuffix(
                "?code=c&iss=https%3A%2F%2Fa.example%2F"
            )
        )
        let target = try AuthorizationTarget(Parameters.authorization.form)
        #expect(
            AuthorizationResponse(to: target, issuer: "https://a.example/")
                == (try response("https://app.example/back"))
        )
    }
}
