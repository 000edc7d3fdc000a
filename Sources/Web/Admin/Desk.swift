import HTTPTypes
import Hummingbird
import IndieWeb
import Publishing

/// What all pages and actions of the owner's desk work with.
struct Desk: Sendable {
    let site: Site
    let publisher: Publisher
    let identity: Identity
    let owner: OwnerSessions
    let care: DatabaseCare
    let head: SiteHead
    let assets: DeskAssets

    /// Lets the owner in.
    ///
    /// - Throws: `HTTPError`: everybody else is sent to the sign-in page, or refused what they wanted to change.
    func enter(_ request: Request, _ context: SiteRequestContext) async throws -> DeskVisit {
        let session = try await owner.require(request)
        return visit(of: session, request, context)
    }

    /// Lets the owner in with a form that has no files.
    ///
    /// - Throws: `HTTPError`, as ``enter(_:_:)``, and for a form that is not of these pages.
    func enterWithForm(
        _ request: Request,
        _ context: SiteRequestContext
    ) async throws -> (visit: DeskVisit, form: FormURLEncoded) {
        let session = try await owner.require(request)
        return (visit(of: session, request, context), try await owner.form(of: request, in: session))
    }

    func visit(of session: Session, _ request: Request, _ context: SiteRequestContext) -> DeskVisit {
        DeskVisit(
            desk: self,
            session: session,
            frame: DeskFrame(
                head: head,
                assets: assets,
                csrf: owner.csrfField(for: session),
                notice: request.cookies[DeskNotice.cookieName].flatMap { DeskNotice($0.value) }
            ),
            requestID: context.requestID
        )
    }

    /// A path of the desk.
    func path(_ rest: String = "") -> String { "\(head.root)admin/\(rest)" }
}

/// A request of the owner's.
struct DeskVisit: Sendable {
    let desk: Desk
    let session: Session
    /// What the page stands in.
    let frame: DeskFrame
    /// What the log calls the request; unlike that of any other.
    let requestID: String

    /// Answers with a page. A message that came with the request is on it, and goes.
    func answer(_ page: HTML, status: HTTPResponse.Status = .ok) -> Response {
        var response = PrivatePage(page, status: status, policy: Self.policy).response
        if frame.notice != nil { response.headers[values: .setCookie] = [setCookie("", maxAge: 0)] }
        return response
    }

    /// Answers an action: the browser goes on to a page of the desk, which will say what was done.
    func done(_ notice: DeskNotice?, at rest: String = "") -> Response {
        let cookies = notice.map { [setCookie($0.description, maxAge: 120)] } ?? []
        return .seeOther(desk.path(rest), cookies: cookies)
    }

    /// Scripts of our own, which send what is written.
    private static let policy = ContentSecurityPolicy(hasScript: true)

    private func setCookie(_ value: String, maxAge: Int) -> String {
        let secure = desk.head.url.lowercased().hasPrefix("https:") ? "; Secure" : ""
        let path = desk.path().dropLast()
        return "\(DeskNotice.cookieName)=\(value); Path=\(path); Max-Age=\(maxAge); HttpOnly; SameSite=Lax\(secure)"
    }
}
