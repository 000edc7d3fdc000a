/// What the owner tells a client about themselves (IndieAuth, section 5.3.4): to be shown, never to identify anybody.
package struct Profile: Sendable, Equatable {
    /// The name.
    package var name: String?
    /// A page, which need not be the identifier.
    package var url: String?
    /// The address of a picture.
    package var photo: String?
    /// The e-mail address.
    package var email: String?

    /// A profile.
    package init(name: String? = nil, url: String? = nil, photo: String? = nil, email: String? = nil) {
        (self.name, self.url, self.photo, self.email) = (name, url, photo, email)
    }

    /// Reads a profile as another server sends it; what is not text is skipped.
    package init(json: JSONObject) {
        func text(_ name: String) -> String? { json[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }
        self.init(name: text("name"), url: text("url"), photo: text("photo"), email: text("email"))
    }

    /// The members that a scope allows, nil when it does not ask for a profile.
    package func json(for scope: Scope) -> JSONObject? {
        guard scope.contains(Scope.profile) else { return nil }
        var object = JSONObject()
        object["name"] = name.map(JSONValue.string)
        object["url"] = url.map(JSONValue.string)
        object["photo"] = photo.map(JSONValue.string)
        if scope.contains(Scope.email) { object["email"] = email.map(JSONValue.string) }
        return object
    }

    /// The answer of the userinfo endpoint (section 9).
    /// - Throws: ``OAuthError`` with `insufficient_scope` when the token does not allow it.
    package func userInfo(for scope: Scope) throws(OAuthError) -> JSONObject {
        guard let object = json(for: scope) else {
            throw OAuthError(.insufficientScope, "The access token lacks the scope profile.", scope: Scope.profile)
        }
        return object
    }
}
