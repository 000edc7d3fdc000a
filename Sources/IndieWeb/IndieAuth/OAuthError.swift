/// Why a request of OAuth or IndieAuth is refused (RFC 6749, sections 4.1.2.1 and 5.2; RFC 6750, section 3.1).
package struct OAuthError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The words of the specifications.
    package enum Code: String, Sendable, CaseIterable {
        /// A parameter is missing, repeated or malformed.
        case invalidRequest = "invalid_request"
        /// The client is not who it says it is.
        case invalidClient = "invalid_client"
        /// The code or refresh token is unknown, expired, used, or another's.
        case invalidGrant = "invalid_grant"
        /// The client may not ask in this way.
        case unauthorizedClient = "unauthorized_client"
        /// There is no such grant type here.
        case unsupportedGrantType = "unsupported_grant_type"
        /// There is no such response type here.
        case unsupportedResponseType = "unsupported_response_type"
        /// The scope is malformed, or wider than what was granted.
        case invalidScope = "invalid_scope"
        /// The owner said no.
        case accessDenied = "access_denied"
        /// The server failed.
        case serverError = "server_error"
        /// The server is busy or under repair.
        case temporarilyUnavailable = "temporarily_unavailable"
        /// The access token is unknown, expired or revoked.
        case invalidToken = "invalid_token"
        /// The access token lacks a scope.
        case insufficientScope = "insufficient_scope"
        /// There is no access token; the answer has no word for it (RFC 6750, section 3.1).
        case missingToken = ""
    }

    /// The word.
    package let code: Code
    /// A sentence for people, of the characters that the specification allows.
    package let description: String
    /// The scope word that would have sufficed, for ``Code/insufficientScope``.
    package let scope: String?

    /// A refusal with a sentence for people.
    ///
    /// The specification allows printable ASCII without `"` and `\`; others become `'` and `?`.
    package init(_ code: Code, _ description: String, scope: String? = nil) {
        (self.code, self.scope) = (code, scope)
        self.description = description.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "\"", "\\": text += "'"
            case " "..."~": text.unicodeScalars.append(scalar)
            default: text += "?"
            }
        }
    }

    /// The HTTP status of an answer that is not a redirect.
    package var status: Int {
        switch code {
        case .invalidClient, .invalidToken, .missingToken: 401
        case .insufficientScope, .accessDenied: 403
        case .serverError: 500
        case .temporarilyUnavailable: 503
        default: 400
        }
    }

    /// The body of an answer that is not a redirect, nil when it has none.
    package var json: JSONObject? {
        guard code != .missingToken else { return nil }
        return ["error": .string(code.rawValue), "error_description": .string(description)]
    }

    /// The value of `WWW-Authenticate` (RFC 6750, section 3), nil when the refusal is not about a token.
    package var authenticate: String? {
        switch code {
        case .missingToken: "Bearer"
        case .invalidToken: "Bearer error=\"invalid_token\", error_description=\"\(description)\""
        case .insufficientScope: "Bearer error=\"insufficient_scope\"" + (scope.map { ", scope=\"\($0)\"" } ?? "")
        default: nil
        }
    }

    /// A refusal of a malformed request.
    package static func invalidRequest(_ description: String) -> OAuthError {
        OAuthError(.invalidRequest, description)
    }

    /// A refusal of a code or a refresh token.
    package static func invalidGrant(_ description: String) -> OAuthError {
        OAuthError(.invalidGrant, description)
    }
}
