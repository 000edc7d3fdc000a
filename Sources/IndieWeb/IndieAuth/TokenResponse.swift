/// What a code or a refresh token is worth at the token endpoint (IndieAuth, section 5.3.3; RFC 6749, section 5.1).
package struct TokenResponse: Sendable, Equatable {
    /// The access token.
    package let accessToken: String
    /// What it allows.
    package let scope: Scope
    /// The owner.
    package let me: String
    /// How long it lives, in seconds; nil for ever.
    package let expiresIn: Int?
    /// What makes the next one.
    package let refreshToken: String?
    /// What the scope allows to tell about the owner.
    package let profile: Profile?

    /// An answer.
    package init(
        accessToken: String,
        scope: Scope,
        me: String,
        expiresIn: Int? = nil,
        refreshToken: String? = nil,
        profile: Profile? = nil
    ) {
        (self.accessToken, self.scope, self.me) = (accessToken, scope, me)
        (self.expiresIn, self.refreshToken, self.profile) = (expiresIn, refreshToken, profile)
    }

    /// Reads the answer of another server, nil when it is not a Bearer token with an owner.
    package init?(json: JSONObject) {
        guard let token = json["access_token"]?.stringValue, !token.isEmpty,
            let me = json["me"]?.stringValue, !me.isEmpty,
            json["token_type"]?.stringValue?.lowercased() == "bearer"
        else { return nil }
        self.init(
            accessToken: token,
            scope: Scope(json["scope"]?.stringValue ?? ""),
            me: me,
            expiresIn: json["expires_in"]?.wholeNumber,
            refreshToken: json["refresh_token"]?.stringValue,
            profile: json["profile"]?.objectValue.map(Profile.init)
        )
    }

    /// The body.
    package var json: JSONObject {
        var object: JSONObject = [
            "access_token": .string(accessToken), "token_type": "Bearer", "scope": .string(scope.description),
            "me": .string(me),
        ]
        object["expires_in"] = expiresIn.map { .number(JSONNumber($0)) }
        object["refresh_token"] = refreshToken.map(JSONValue.string)
        object["profile"] = profile?.json(for: scope).map(JSONValue.object)
        return object
    }
}
