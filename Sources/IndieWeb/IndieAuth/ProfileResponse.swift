/// What a code is worth at the authorization endpoint: who the owner is (IndieAuth, section 5.3.3).
package struct ProfileResponse: Sendable, Equatable {
    /// The owner.
    package let me: String
    /// What the scope allows to tell.
    package let profile: Profile?

    /// An answer.
    package init(me: String, profile: Profile? = nil) {
        (self.me, self.profile) = (me, profile)
    }

    /// Reads the answer of another server, nil when it does not say who.
    package init?(json: JSONObject) {
        guard let me = json["me"]?.stringValue, !me.isEmpty else { return nil }
        self.init(me: me, profile: json["profile"]?.objectValue.map(Profile.init))
    }

    /// The body; the profile as far as the granted scope allows.
    package func json(for scope: Scope) -> JSONObject {
        var object: JSONObject = ["me": .string(me)]
        object["profile"] = profile?.json(for: scope).map(JSONValue.object)
        return object
    }
}
