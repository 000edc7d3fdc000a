import IndieWeb
import Testing

@Suite("OAuth errors")
struct OAuthErrorTests {
    @Test(
        "IA-S-33 IA-S-60 words, statuses and headers",
        arguments: [
            (.invalidRequest, "invalid_request", 400, nil), (.invalidClient, "invalid_client", 401, nil),
            (.invalidGrant, "invalid_grant", 400, nil), (.unauthorizedClient, "unauthorized_client", 400, nil),
            (.unsupportedGrantType, "unsupported_grant_type", 400, nil),
            (.unsupportedResponseType, "unsupported_response_type", 400, nil),
            (.invalidScope, "invalid_scope", 400, nil),
            (.accessDenied, "access_denied", 403, nil), (.serverError, "server_error", 500, nil),
            (.temporarilyUnavailable, "temporarily_unavailable", 503, nil),
            (.invalidToken, "invalid_token", 401, "Bearer error=\"invalid_token\", error_description=\"D.\""),
            (.insufficientScope, "insufficient_scope", 403, "Bearer error=\"insufficient_scope\""),
        ] as [(OAuthError.Code, String, Int, String?)]
    )
    func table(code: OAuthError.Code, word: String, status: Int, header: String?) {
        let error = OAuthError(code, "D.")
        #expect(error.json?.text == "{\"error\":\"\(word)\",\"error_description\":\"D.\"}")
        #expect(error.status == status && error.authenticate == header)
    }

    @Test("IA-S-60 a request without a token gets 401 and no word")
    func missingToken() {
        let error = OAuthError(.missingToken, "There is no access token.")
        #expect(error.status == 401 && error.json == nil && error.authenticate == "Bearer")
    }

    @Test(
        "IA-S-33 a description has the characters of RFC 6749 alone",
        arguments: [("a \"b\" \\ c.", "a 'b' ' c."), ("é\r\nX: y", "???X: y"), ("\u{7F}~", "?~"), ("", "")]
    )
    func description(text: String, expected: String) {
        #expect(OAuthError.invalidRequest(text).description == expected)
        #expect(OAuthError.invalidGrant(text).description == expected)
    }
}
