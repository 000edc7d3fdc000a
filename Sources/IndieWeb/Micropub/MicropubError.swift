/// Why a Micropub request is refused, in the words of Micropub section 3.8 and RFC 6750 section 3.
package struct MicropubError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal, one for each row of the specifications' tables.
    package enum Code: Sendable, Equatable, CaseIterable {
        /// Malformed, or it names an unknown action, query or address.
        case invalidRequest
        /// No access token at all.
        case unauthorized
        /// An access token that is unknown, expired or revoked.
        case invalidToken
        /// Access tokens in the header and in the body at once (RFC 6750, section 2).
        case severalTokens
        /// The access token lacks a scope.
        case insufficientScope
        /// The access token's owner may not do this.
        case forbidden
        /// The body or an upload is too large.
        case payloadTooLarge
        /// A body or an upload of a type that is not taken.
        case unsupportedType
        /// Too many requests in a short time.
        case tooManyRequests
        /// The server has no room for it, or may not write (RFC 4918, section 11.5).
        case insufficientStorage
        /// Something that the server needs for it is not there just now.
        case temporarilyUnavailable
    }

    /// The kind of refusal.
    package let code: Code
    /// A sentence for people.
    package let description: String
    /// The scope word that would have sufficed, for ``Code/insufficientScope``.
    package let scope: String?
    /// Seconds to wait before the next attempt, for ``Code/tooManyRequests`` and ``Code/temporarilyUnavailable``.
    package let retryAfter: Int?

    /// A refusal with a sentence for people.
    package init(_ code: Code, _ description: String, scope: String? = nil, retryAfter: Int? = nil) {
        (self.code, self.description, self.scope, self.retryAfter) = (code, description, scope, retryAfter)
    }

    /// A request that is malformed or names something unknown.
    package static func invalidRequest(_ description: String) -> MicropubError {
        MicropubError(.invalidRequest, description)
    }

    /// An access token without the scope for an action.
    package static func insufficientScope(for permission: MicropubPermission) -> MicropubError {
        MicropubError(
            .insufficientScope,
            "The access token lacks the scope \(permission.scope).",
            scope: permission.scope
        )
    }

    /// The word for the member `error`.
    package var word: String {
        switch code {
        case .invalidRequest, .severalTokens, .payloadTooLarge, .unsupportedType: "invalid_request"
        case .unauthorized, .invalidToken: "unauthorized"
        case .insufficientScope: "insufficient_scope"
        case .forbidden: "forbidden"
        case .tooManyRequests: "too_many_requests"
        case .insufficientStorage: "insufficient_storage"
        // The word of RFC 6749, section 4.1.2.1; Micropub has none.
        case .temporarilyUnavailable: "temporarily_unavailable"
        }
    }

    /// The HTTP status.
    ///
    /// The W3C Recommendation of 2017 answers insufficient_scope with 401, the living standard and RFC 6750 with 403.
    package func status(insufficientScope: Int = 403) -> Int {
        switch code {
        case .invalidRequest, .severalTokens: 400
        case .unauthorized, .invalidToken: 401
        case .insufficientScope: insufficientScope
        case .forbidden: 403
        case .payloadTooLarge: 413
        case .unsupportedType: 415
        case .tooManyRequests: 429
        case .temporarilyUnavailable: 503
        case .insufficientStorage: 507
        }
    }

    /// The body, or nil when the answer is better without one.
    ///
    /// Of two tokens in one request the words of Micropub and of its public test suite differ; an empty body fits both.
    package var json: JSONObject? {
        guard code != .severalTokens else { return nil }
        var object: JSONObject = ["error": .string(word), "error_description": .string(description)]
        object["scope"] = scope.map(JSONValue.string)
        return object
    }

    /// The value of `WWW-Authenticate` (RFC 6750, section 3), nil when the refusal is not about the token.
    ///
    /// A request without a token gets no error word: it may not have known that it needs one (section 3.1).
    /// `realm` is what the token protects.
    package func authenticate(realm: String) -> String? {
        switch code {
        case .unauthorized: "Bearer realm=\(Self.quoted(realm))"
        case .invalidToken: "Bearer error=\"invalid_token\""
        case .severalTokens: "Bearer error=\"invalid_request\""
        case .insufficientScope:
            "Bearer error=\"insufficient_scope\"" + (scope.map { ", scope=\(Self.quoted($0))" } ?? "")
        default: nil
        }
    }

    /// A quoted-string of RFC 9110, section 5.6.4; what it cannot hold is left out.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars where (0x20..<0x7F).contains(scalar.value) {
            if scalar == "\"" || scalar == "\\" { quoted += "\\" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
