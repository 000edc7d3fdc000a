import Hummingbird
import Publishing

/// `GET /health`: whether the site can serve its posts.
struct HealthEndpoint: HTTPResponder {
    let site: Site
    let version: String

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let isReadable = await site.isReadable()
        return HealthReport(status: isReadable ? "ok" : "unavailable", version: version)
            .response(to: request, status: isReadable ? .ok : .serviceUnavailable)
    }
}
