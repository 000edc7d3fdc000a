import Hummingbird

/// `GET /theme/…`: the owner's stylesheet.
struct ThemeEndpoint: HTTPResponder {
    let answer: CachedAnswer?
    let fileName: String?

    init(theme: Theme) {
        fileName = theme.stylesheet?.relativePath.split(separator: "/").last.map(String.init)
        answer = theme.stylesheet.map { stylesheet in
            CachedAnswer(
                bytes: stylesheet.bytes,
                contentType: "text/css; charset=utf-8",
                cacheControl: Representation.Caching.immutable.cacheControl
            )
        }
    }

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        guard let answer, context.parameters.get("file") == fileName else { throw HTTPError(.notFound) }
        return try answer.response(to: request)
    }
}
