import HTTPTypes
import Hummingbird

extension CachedAnswer {
    /// The response to a request.
    ///
    /// - Throws: 412 when the client asked for another state of the page.
    func response(to request: Request) throws -> Response {
        let reply = reply(to: request.method, request.headers)
        guard reply.status != .preconditionFailed else { throw HTTPError(.preconditionFailed) }
        let body = reply.body.map(ResponseBody.init(byteBuffer:)) ?? ResponseBody()
        return Response(status: reply.status, headers: reply.headers, body: body)
    }
}
