import HTTPTypes
import Hummingbird
import Logging

/// Writes one line a request, and gives the answer the id under which the log knows it.
///
/// The path is logged, the query is not: it may come to hold secrets.
struct RequestLog: RouterMiddleware {
    typealias Context = BasicRequestContext

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)",
                "path": "\(request.uri.path)",
                "status": "\(response.status.code)",
                "milliseconds": "\(start.duration(to: clock.now) / .milliseconds(1))",
            ]
        )
        return response
    }
}

extension BasicRequestContext {
    /// What the log and the visitor call the request. The framework keeps it among the logger's metadata, which a log
    /// handler need not keep; its own accessor would stop the server then.
    var requestID: String {
        logger[metadataKey: "hb.request.id"]?.description ?? "unknown"
    }
}
