import HTTPTypes
import Hummingbird
import IndieWeb
import Logging
import Publishing

/// The one place where an error becomes a status and a page.
///
/// An error that knows its status keeps it. Any other is a fault of ours: the log gets the details, the visitor the id
/// to find them by.
struct ErrorResponder: RouterMiddleware {
    typealias Context = SiteRequestContext

    let head: SiteHead
    let version: String
    /// 403, or 401 for Micropub as it was in 2017.
    let insufficientScope: Int

    func handle(
        _ request: Request,
        context: SiteRequestContext,
        next: @concurrent (Request, SiteRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            if error.status.kind == .serverError {
                context.logger.error("\(error)", metadata: ["path": "\(request.uri.path)"])
            }
            return response(error.status, (error as? HTTPError)?.headers ?? [:], to: request, context: context)
        } catch let error as OAuthError {
            return OAuthAnswer.refusal(error)
        } catch let refusal as AuthorizationRefusal {
            return refusal.response(head: head)
        } catch {
            return answer(to: error, in: request, context: context)
        }
    }

    private func answer(to error: any Error, in request: Request, context: SiteRequestContext) -> Response {
        let metadata: Logger.Metadata = ["path": "\(request.uri.path)"]
        let failure = StorageFailure(error)
        let missing = error as? NoteFileError
        let refusal = request.uri.path.hasPrefix("/micropub") ? MicropubError(refusing: error) : nil
        if let failure {
            context.logger.error("\(error): \(failure.advice)", metadata: metadata)
        } else if let missing {
            // The post is there and its words are not: a fault of the data folder that the owner can mend.
            context.logger.error("\(missing). \(missing.advice)", metadata: metadata)
        } else if let refusal, refusal.status() < 500 {
            context.logger.debug("refused: \(error)", metadata: metadata)
        } else {
            context.logger.error("\(error)", metadata: metadata)
        }
        if let refusal { return MicropubAnswer.refusal(refusal, insufficientScope: insufficientScope) }
        if failure != nil { return response(.insufficientStorage, [:], to: request, context: context) }
        if missing != nil { return response(.serviceUnavailable, [.retryAfter: "600"], to: request, context: context) }
        if BusyDatabase(error) != nil {
            let headers: HTTPFields = [.retryAfter: "\(BusyDatabase.retryAfter)"]
            return response(.serviceUnavailable, headers, to: request, context: context)
        }
        return response(.internalServerError, [:], to: request, context: context)
    }

    private func response(
        _ status: HTTPResponse.Status,
        _ headers: HTTPFields,
        to request: Request,
        context: SiteRequestContext
    ) -> Response {
        var response = body(status, to: request, context: context)
        response.headers[.cacheControl] = "no-store"
        response.headers[.eTag] = nil
        response.headers.append(contentsOf: headers)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func body(_ status: HTTPResponse.Status, to request: Request, context: SiteRequestContext) -> Response {
        guard request.uri.path != "/health" else {
            return HealthReport(status: "error", version: version).response(to: request, status: status)
        }
        let requestID = status.kind == .serverError ? context.requestID : nil
        guard !CrossOriginAccess.isForPrograms(request.uri.path) else {
            let word =
                status.kind == .serverError ? "server_error" : status == .notFound ? "not_found" : "invalid_request"
            var object: JSONObject = ["error": .string(word)]
            if let requestID { object["error_description"] = .string("The log says more under \(requestID).") }
            return MicropubAnswer.json(object, status: status)
        }
        let page = ErrorPage(head: head, status: status, requestID: requestID)
        return Representation(page.html).response(to: request, status: status)
    }
}
