import HTTPTypes
import Hummingbird
import Logging

/// Takes note of every request, and gives the answer the id under which the log knows it.
struct RequestLog: RouterMiddleware {
    typealias Context = SiteRequestContext

    let record: RequestRecord.Recorder

    func handle(
        _ request: Request,
        context: SiteRequestContext,
        next: @concurrent (Request, SiteRequestContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        let id = context.requestID
        var response = try await next(request, context)
        response.headers[.requestID] = id
        record(
            RequestRecord(
                method: request.method.rawValue,
                path: request.uri.path,
                status: response.status.code,
                duration: start.duration(to: clock.now),
                id: id
            )
        )
        return response
    }
}
