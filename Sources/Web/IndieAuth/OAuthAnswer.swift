import HTTPTypes
import Hummingbird
import IndieWeb
import NIOCore

/// Answers to applications (RFC 6749, sections 5.1 and 5.2).
enum OAuthAnswer {
    /// JSON that no cache may keep.
    static func json(_ object: JSONObject, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: headers.merging([.contentType: "application/json"]),
            body: ResponseBody(byteBuffer: ByteBuffer(string: object.text))
        )
    }

    /// A success about which there is nothing to say.
    static var done: Response { Response(status: .ok, headers: headers) }

    /// What was taken, and will be looked at afterwards.
    static var accepted: Response { Response(status: .accepted, headers: headers) }

    /// A refusal in the words of OAuth.
    static func refusal(_ error: OAuthError) -> Response {
        let status = HTTPResponse.Status(code: error.status)
        var response = error.json.map { json($0, status: status) } ?? Response(status: status, headers: headers)
        response.headers[.wwwAuthenticate] = error.authenticate
        return response
    }

    /// Programs of other sites, in a browser, may read them: they know a secret of this very answer.
    private static let headers: HTTPFields = [
        .cacheControl: "no-store", .pragma: "no-cache", .accessControlAllowOrigin: "*",
    ]
}

extension HTTPFields {
    fileprivate func merging(_ other: HTTPFields) -> HTTPFields {
        var fields = self
        fields.append(contentsOf: other)
        return fields
    }
}

extension FormURLEncoded {
    /// Reads the form that an application sends.
    ///
    /// - Throws: `OAuthError` for anything else than a form.
    static func sent(with request: Request) async throws -> FormURLEncoded {
        do {
            return try await FormURLEncoded(body: request, maximumBytes: 65_536)
        } catch is HTTPError {
            throw OAuthError.invalidRequest("The body must be a form, application/x-www-form-urlencoded.")
        }
    }
}
