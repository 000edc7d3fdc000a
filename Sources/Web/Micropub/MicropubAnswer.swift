import Hummingbird
import IndieWeb

/// Answers of the Micropub endpoints (Micropub, sections 3.3 to 3.8).
enum MicropubAnswer {
    /// JSON that is for this client alone.
    static func json(_ object: JSONObject, status: HTTPResponse.Status = .ok) -> Response {
        var response = Response(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: object.text))
        )
        markPrivate(&response)
        return response
    }

    /// 201 with the address of what was made.
    static func created(_ url: String) -> Response {
        var response = Response(status: .created, headers: [.location: url])
        markPrivate(&response)
        return response
    }

    /// 204.
    static var done: Response {
        var response = Response(status: .noContent)
        markPrivate(&response)
        return response
    }

    /// MP-086: what a token's holder was told is not for caches.
    private static func markPrivate(_ response: inout Response) {
        response.headers[.cacheControl] = "no-store"
        response.headers[.vary] = "Authorization"
    }

    /// A refusal, as Micropub and RFC 6750 word it.
    static func refusal(_ error: MicropubError, insufficientScope: Int) -> Response {
        let status = HTTPResponse.Status(code: error.status(insufficientScope: insufficientScope))
        var response = error.json.map { json($0, status: status) } ?? Response(status: status)
        markPrivate(&response)
        response.headers[.retryAfter] = error.retryAfter.map(String.init)
        response.headers[.wwwAuthenticate] = error.authenticate(realm: "Micropub")
        return response
    }
}
