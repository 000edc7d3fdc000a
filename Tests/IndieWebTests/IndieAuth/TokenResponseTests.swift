import IndieWeb
import Testing

@Suite("Token and profile responses")
struct TokenResponseTests {
    private let profile = Profile(
        name: "A",
        url: "https://a.example/",
        photo: "https://a.example/a.jpg",
        email: "a@a.example"
    )

    @Test("IA-S-34 a token with everything")
    func token() {
        let response = TokenResponse(
            accessToken: "t1",
            scope: Scope("create profile"),
            me: "https://a.example/",
            expiresIn: 86_400,
            refreshToken: "r1",
            profile: profile
        )
        #expect(
            response.json.text
                == #"{"access_token":"t1","token_type":"Bearer","scope":"create profile","me":"https://a.example/","expires_in":86400,"refresh_token":"r1","profile":{"name":"A","url":"https://a.example/","photo":"https://a.example/a.jpg"}}"#
        )
    }

    @Test("IA-S-34 IA-S-35 a token without the scope profile has no profile, and no more than it needs")
    func plainToken() {
        let response = TokenResponse(
            accessToken: "t1",
            scope: Scope("email"),
            me: "https://a.example/",
            profile: profile
        )
        #expect(
            response.json.text
                == #"{"access_token":"t1","token_type":"Bearer","scope":"email","me":"https://a.example/"}"#
        )
    }

    @Test(
        "IA-S-30 IA-S-35 at the authorization endpoint there is me and the profile, and no token",
        arguments: [
            ("", #"{"me":"https://a.example/"}"#), ("create email", #"{"me":"https://a.example/"}"#),
            (
                "profile",
                #"{"me":"https://a.example/","profile":{"name":"A","url":"https://a.example/","photo":"https://a.example/a.jpg"}}"#
            ),
            (
                "profile email",
                #"{"me":"https://a.example/","profile":{"name":"A","url":"https://a.example/","photo":"https://a.example/a.jpg","email":"a@a.example"}}"#
            ),
        ]
    )
    func identity(scope: String, expected: String) {
        let response = ProfileResponse(me: "https://a.example/", profile: profile)
        #expect(response.json(for: Scope(scope)).text == expected)
    }

    @Test("IA-S-60 userinfo needs the scope profile")
    func userInfo() throws {
        #expect(try Profile(name: "A").userInfo(for: Scope("profile email")).text == #"{"name":"A"}"#)
        #expect(try profile.userInfo(for: Scope("profile"))["email"] == nil)
        let error = #expect(throws: OAuthError.self) { try profile.userInfo(for: Scope("create email")) }
        #expect(error?.status == 403 && error?.authenticate == "Bearer error=\"insufficient_scope\", scope=\"profile\"")
    }

    private func object(_ json: String) throws -> JSONObject {
        try #require(try JSONValue(parsing: Array(json.utf8)).objectValue)
    }

    @Test("IA-C-07 what another server answers is read")
    func reading() throws {
        let token = try object(
            #"{"access_token":"t","token_type":"bearer","me":"https://a.example/","scope":"a b","expires_in":"60","profile":{"name":"A","url":5}}"#
        )
        let response = try #require(TokenResponse(json: token))
        #expect(response.accessToken == "t" && response.scope == Scope("a b") && response.expiresIn == 60)
        #expect(response.profile == Profile(name: "A") && response.refreshToken == nil)
        let identity = try #require(
            ProfileResponse(json: object(#"{"me":"https://a.example/","profile":{"name":"A"}}"#))
        )
        #expect(identity == ProfileResponse(me: "https://a.example/", profile: Profile(name: "A")))
    }

    @Test(
        "IA-C-07 IA-C-09 an answer without me or token is none",
        arguments: [
            "{}", #"{"me":""}"#, #"{"me":5}"#, #"{"profile":{"url":"https://a.example/"}}"#,
            #"{"access_token":"t","token_type":"Bearer"}"#, #"{"access_token":"t","token_type":"mac","me":""}"#,
            #"{"access_token":"","token_type":"Bearer","me":""}"#,
        ]
    )
    func unreadable(json: String) throws {
        #expect(try TokenResponse(json: object(json)) == nil && ProfileResponse(json: object(json)) == nil)
    }

    @Test("IA-C-07 a token of another type, or none, is not taken")
    func tokenType() throws {
        for members in [#""token_type":"mac","access_token":"t""#, #""access_token":"t""#, #""token_type":"Bearer""#] {
            #expect(try TokenResponse(json: object(#"{"me":"https://a.example/",\#(members)}"#)) == nil)
        }
    }
}
