import HTTPTypes
import Hummingbird

/// Tells browsers what the pages of this site never do.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = SiteRequestContext

    private static let fields: HTTPFields = [
        .contentSecurityPolicy: ContentSecurityPolicy().description,
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "strict-origin-when-cross-origin",
        .crossOriginOpenerPolicy: "same-origin",
    ]

    func handle(
        _ request: Request,
        context: SiteRequestContext,
        next: @concurrent (Request, SiteRequestContext) async throws -> Response
    ) async throws -> Response {
        Self.applied(to: try await next(request, context))
    }

    /// The response with the headers added; those it has already win.
    static func applied(to response: Response) -> Response {
        var response = response
        response.headers = applied(to: response.headers)
        return response
    }

    /// The fields with those added that are not there.
    static func applied(to headers: HTTPFields) -> HTTPFields {
        var headers = headers
        for field in fields where !headers.contains(field.name) { headers.append(field) }
        return headers
    }
}
