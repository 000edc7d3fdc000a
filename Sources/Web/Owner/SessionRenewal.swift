import HTTPTypes
import Hummingbird

/// Gives the owner's browser its cookie again with each page of the owner's: a session lasts from its last use, and so
/// must the cookie.
struct SessionRenewal: RouterMiddleware {
    typealias Context = SiteRequestContext

    let owner: OwnerSessions

    /// Pages that nobody sees who is not signed in.
    private static let paths = ["/admin", "/auth/password", "/auth/passkeys"]

    func handle(
        _ request: Request,
        context: SiteRequestContext,
        next: @concurrent (Request, SiteRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let path = request.uri.path
        guard response.status == .ok, !response.headers.contains(.setCookie), let token = owner.cookie(of: request),
            Self.paths.contains(where: { path == $0 || path.hasPrefix("\($0)/") })
        else { return response }
        response.headers[values: .setCookie] = [owner.signInCookie(token)]
        return response
    }
}
