import Foundation
import Hummingbird
import Publishing

/// `GET /media/…`: an uploaded image, streamed from its file.
struct MediaEndpoint: HTTPResponder {
    let media: MediaFolder

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let encoded = context.parameters.getCatchAll().joined(separator: "/")
        guard let path = encoded.removingPercentEncoding, let file = media.file(at: path) else {
            throw HTTPError(.notFound)
        }
        // An upload never changes under its name, so its size and age tell as much as its bytes would.
        let tag = EntityTag("\(file.byteCount)-\(file.modified)")
        var headers: HTTPFields = [
            .cacheControl: Representation.Caching.immutable.cacheControl,
            .eTag: tag.text,
        ]
        guard !tag.isListed(in: request.headers[values: .ifNoneMatch]) else {
            return Response(status: .notModified, headers: headers)
        }
        headers[.contentType] = file.contentType
        headers[.contentLength] = String(file.byteCount)
        guard request.method != .head else { return Response(status: .ok, headers: headers) }
        return Response(
            status: .ok,
            headers: headers,
            body: try await FileIO().loadFile(path: file.path, context: context)
        )
    }
}
