package import Foundation

/// What an access token is worth (RFC 7662; IndieAuth, section 6).
package enum TokenIntrospection: Sendable, Equatable {
    /// Unknown, expired or revoked; nothing more is said.
    case inactive
    /// Good.
    case active(Facts)

    /// What is known of a good token.
    package struct Facts: Sendable, Equatable {
        /// The owner.
        package let me: String
        /// The application, nil when it is not known.
        package let clientID: String?
        /// What it allows.
        package let scope: Scope
        /// When it was made.
        package let issued: Date?
        /// When it ends, nil for never.
        package let expires: Date?

        /// The facts of a token.
        package init(me: String, clientID: String?, scope: Scope, issued: Date?, expires: Date?) {
            (self.me, self.clientID, self.scope) = (me, clientID, scope)
            (self.issued, self.expires) = (issued, expires)
        }
    }

    /// Reads the answer of another server at a moment; all that is not surely good is inactive.
    ///
    /// `active` may be the text "true", as in the example of IndieAuth.
    package init(json: JSONObject, now: Date) {
        guard json["active"] == true || json["active"] == "true" else {
            self = .inactive
            return
        }
        self.init(facts: json, now: now)
    }

    /// Reads the answer of a token endpoint from before 2022, which knows no `active`: `{me, client_id, scope}`.
    package init(legacy json: JSONObject, now: Date) {
        guard json["active"] == nil, json["error"] == nil else {
            self.init(json: json, now: now)
            return
        }
        self.init(facts: json, now: now)
    }

    private init(facts json: JSONObject, now: Date) {
        let expires = json["exp"]?.wholeNumber.map { Date(timeIntervalSince1970: Double($0)) }
        // An end that cannot be read may have passed.
        let isReadable = expires != nil || json["exp"] ?? .null == .null
        guard let me = json["me"]?.stringValue, !me.isEmpty, isReadable, expires.map({ $0 > now }) ?? true else {
            self = .inactive
            return
        }
        self = .active(
            Facts(
                me: me,
                clientID: json["client_id"]?.stringValue,
                scope: Scope(json["scope"]?.stringValue ?? ""),
                issued: json["iat"]?.wholeNumber.map { Date(timeIntervalSince1970: Double($0)) },
                expires: expires
            )
        )
    }

    /// The body.
    package var json: JSONObject {
        guard case .active(let facts) = self else { return ["active": false] }
        var object: JSONObject = ["active": true, "me": .string(facts.me)]
        object["client_id"] = facts.clientID.map(JSONValue.string)
        object["scope"] = .string(facts.scope.description)
        object["exp"] = facts.expires.flatMap(Self.seconds)
        object["iat"] = facts.issued.flatMap(Self.seconds)
        return object
    }

    /// The answer to a `GET` of the token endpoint with a token, as before 2022; nil for one that is not good.
    package var legacyJSON: JSONObject? {
        guard case .active(let facts) = self else { return nil }
        var object: JSONObject = ["me": .string(facts.me)]
        object["client_id"] = facts.clientID.map(JSONValue.string)
        object["scope"] = .string(facts.scope.description)
        return object
    }

    /// Whole seconds since 1970; a moment beyond all calendars is left out.
    private static func seconds(_ date: Date) -> JSONValue? {
        Int(exactly: date.timeIntervalSince1970.rounded(.down)).map { .number(JSONNumber($0)) }
    }
}
