import Hummingbird
import Logging
import Publishing

/// `GET /health`: whether the site can serve its posts and take new ones.
struct HealthEndpoint: HTTPResponder {
    let site: Site
    let publisher: Publisher
    let version: String

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let isReadable = await site.isReadable()
        let failure = publisher.obstacle
        if let failure { context.logger.error("unavailable: \(failure.advice)") }
        let isSound = isReadable && failure == nil
        return HealthReport(status: isSound ? "ok" : "unavailable", version: version)
            .response(to: request, status: isSound ? .ok : .serviceUnavailable)
    }
}
