import Foundation
import HTTPTypes
import Hummingbird
import IndieWeb
import NIOCore
import Publishing

/// Finds the owner's session in a request, and reads forms that only the owner's own pages can have sent.
///
/// A page for the owner calls ``require(_:)`` first. A form of it has ``csrfField(for:)`` in it, and its endpoint reads it
/// with ``form(of:in:)`` alone, so that no endpoint can forget a check.
struct OwnerSessions: Sendable {
    /// The cookie that a signed-in browser sends.
    static let cookieName = "starpunk_session"
    /// The name of the field by which a form of ours is known.
    static let csrfFieldName = "csrf_token"
    /// The largest form without files, in bytes: a post may be as long here as one that an application sends.
    static let maximumBytes = MicropubRequest.maximumBytes

    private let sessions: Sessions
    private let secret: SessionSecret
    private let siteURL: String
    private let origin: String

    /// The sessions of a site.
    ///
    /// - Parameters:
    ///   - identity: who may act for the owner.
    ///   - siteURL: the address of the site, which ends with `/`.
    init(_ identity: Identity, siteURL: String) {
        sessions = identity.sessions
        secret = identity.secret
        self.siteURL = siteURL
        origin = WebAddress(siteURL)?.origin ?? siteURL
    }

    /// The session of the browser that sends a request; nil when nobody is signed in there.
    func current(_ request: Request) async throws -> Session? {
        guard let token = cookie(of: request) else { return nil }
        return try await sessions.verify(token)
    }

    /// The session of the browser that sends a request.
    ///
    /// - Throws: `HTTPError`, which sends a reader to the sign-in page and back afterwards, and refuses anything else: what
    ///   a form holds must not get lost on the way.
    func require(_ request: Request) async throws -> Session {
        if let session = try await current(request) { return session }
        guard request.method == .get || request.method == .head else { throw HTTPError(.unauthorized) }
        throw HTTPError(.seeOther, headers: [.location: signInPath(returningTo: request.uri.description)])
    }

    /// The path of the sign-in page that leads back to a path of this site.
    ///
    /// - Parameters:
    ///   - path: a path as the router knows it, with its query.
    ///   - confirming: whether the owner is to prove again who they are, although signed in.
    /// - Returns: a path as browsers know it.
    func signInPath(returningTo path: String, confirming: Bool = false) -> String {
        var pairs: [FormURLEncoded.Pair] = []
        if let path = ReturnPath(root.dropLast() + path) {
            pairs.append(.init(name: "return", value: path.description))
        }
        if confirming { pairs.append(.init(name: "confirm", value: "1")) }
        return PercentEncoding.appending(pairs, to: "\(root)auth/login")
    }

    /// The fields of a form of the owner's pages.
    ///
    /// - Parameters:
    ///   - request: a POST with `application/x-www-form-urlencoded`.
    ///   - session: the session of the request.
    /// - Returns: the fields.
    /// - Throws: `HTTPError` of status 403 for a form that is not of this session's pages, 413, 415, or 400.
    func form(of request: Request, in session: Session) async throws -> FormURLEncoded {
        let form = try await form(of: request)
        try check(csrfToken: form.first(Self.csrfFieldName), of: session)
        return form
    }

    /// Checks a form that was read by itself, because not all that come to its address are of the owner's pages.
    ///
    /// - Throws: `HTTPError` of status 403.
    func check(_ form: FormURLEncoded, of request: Request, in session: Session) throws {
        try checkOrigin(of: request)
        try check(csrfToken: form.first(Self.csrfFieldName), of: session)
    }

    /// The fields of a form for visitors who are not signed in, such as the sign-in form itself.
    ///
    /// There is no session that another site could use; it still must not sign its visitors in here.
    ///
    /// - Throws: `HTTPError`, as ``form(of:in:)``.
    func form(of request: Request) async throws -> FormURLEncoded {
        try checkOrigin(of: request)
        return try await FormURLEncoded(body: request, maximumBytes: Self.maximumBytes)
    }

    /// The hidden field that every form of the owner's pages has.
    func csrfField(for session: Session) -> HTML {
        "<input type=\"hidden\" name=\"\(Self.csrfFieldName)\" value=\"\(secret.csrfToken(of: session))\">\n"
    }

    /// Checks the hidden field of a form that ``form(of:in:)`` cannot read, such as one with files.
    ///
    /// - Throws: `HTTPError` of status 403.
    func check(csrfToken: String?, of session: Session) throws {
        guard let csrfToken, secret.accepts(csrfToken: csrfToken, of: session) else { throw HTTPError(.forbidden) }
    }

    /// Checks that a page of this site sent a request, as far as its browser says.
    ///
    /// - Throws: `HTTPError` of status 403.
    func checkOrigin(of request: Request) throws {
        if let sender = request.headers[.origin] {
            // A browser that came by another name of this machine still came to this site.
            let host = request.head.authority ?? ""
            guard sender == origin || sender == "https://\(host)" || sender == "http://\(host)" else {
                throw HTTPError(.forbidden)
            }
        } else if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" {
            throw HTTPError(.forbidden)
        }
    }

    /// The value of the session's cookie, nil when there is none.
    func cookie(of request: Request) -> String? {
        request.cookies[Self.cookieName]?.value
    }

    /// The header `Set-Cookie` that signs a browser in.
    func signInCookie(_ token: String) -> String {
        setCookie(Self.cookieName, token, maxAge: Sessions.lifetime)
    }

    /// The header `Set-Cookie` that signs a browser out.
    var signOutCookie: String { setCookie(Self.cookieName, "", maxAge: 0) }

    /// A header `Set-Cookie`, for this site and no script.
    func setCookie(_ name: String, _ value: String, maxAge: Int) -> String {
        let secure = siteURL.lowercased().hasPrefix("https:") ? "; Secure" : ""
        return "\(name)=\(value); Path=\(root); Max-Age=\(maxAge); HttpOnly; SameSite=Lax\(secure)"
    }

    /// The path of the site, `/` unless a proxy puts it deeper.
    var root: String { WebAddress(siteURL)?.path ?? "/" }
}

extension FormURLEncoded {
    /// Reads the body of a request.
    ///
    /// - Throws: `HTTPError` of status 415 for another type, 413 for too many bytes, 400 for what cannot be read.
    init(body request: Request, maximumBytes: Int) async throws {
        let type = request.headers[.contentType].flatMap { MediaType($0) }
        guard type?.essence == "application/x-www-form-urlencoded" else { throw HTTPError(.unsupportedMediaType) }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= maximumBytes else { throw HTTPError(.contentTooLarge) }
            bytes += buffer.readableBytesView
        }
        do {
            try self.init(parsing: bytes)
        } catch {
            throw HTTPError(.badRequest)
        }
    }
}
