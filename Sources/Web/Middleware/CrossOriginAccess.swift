import HTTPTypes
import Hummingbird

/// Lets pages of other sites, in a browser, use the endpoints that are protected by a token (the CORS protocol of the Fetch
/// standard).
///
/// Nothing that a browser adds on its own counts there, so nobody can be made to do what they did not want.
struct CrossOriginAccess: RouterMiddleware {
    typealias Context = SiteRequestContext

    /// Paths whose answers everybody may read.
    static let paths = [
        "/micropub", "/auth/token", "/auth/introspection", "/auth/revocation", "/auth/userinfo",
        "/.well-known/oauth-authorization-server",
    ]

    /// Whether a path is for programs, which want JSON of errors, too.
    static func isForPrograms(_ path: String) -> Bool {
        paths.contains { path == $0 || path.hasPrefix("\($0)/") }
    }

    func handle(
        _ request: Request,
        context: SiteRequestContext,
        next: @concurrent (Request, SiteRequestContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard Self.isForPrograms(path) else {
            return try await next(request, context)
        }
        var response = try await next(request, context)
        response.headers[.accessControlAllowOrigin] = "*"
        response.headers[.accessControlExposeHeaders] = "Location, Link, WWW-Authenticate, Retry-After"
        if request.method == .options {
            response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type, Accept, Idempotency-Key"
            response.headers[.accessControlMaxAge] = "86400"
        }
        return response
    }
}

/// `OPTIONS` of an endpoint: what may be done there. It takes no token, for browsers ask before they send one.
struct OptionsEndpoint: HTTPResponder {
    let methods: String

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        Response(
            status: .noContent,
            headers: [.allow: methods, .accessControlAllowMethods: methods, .cacheControl: "no-store"]
        )
    }
}
