import Foundation
import Hummingbird
import IndieWeb
import Publishing

/// `GET /media/…`: an uploaded image or a part of it, streamed from its file.
struct MediaEndpoint: HTTPResponder {
    let media: MediaFolder

    func respond(to request: Request, context: SiteRequestContext) async throws -> Response {
        let encoded = context.parameters.getCatchAll().joined(separator: "/")
        guard let path = encoded.removingPercentEncoding, let file = media.file(at: path) else {
            throw HTTPError(.notFound)
        }
        let validators = file.validators
        let isMeant = validators.allow(
            ifMatch: request.headers[values: .ifMatch],
            ifUnmodifiedSince: request.headers[.ifUnmodifiedSince]
        )
        guard isMeant else { throw HTTPError(.preconditionFailed) }
        var headers: HTTPFields = [
            .acceptRanges: "bytes",
            .cacheControl: Representation.Caching.immutable.cacheControl,
            .eTag: validators.tag.text,
            .lastModified: validators.lastModified.text,
        ]
        let isKnown = validators.areKnown(
            ifNoneMatch: request.headers[values: .ifNoneMatch],
            ifModifiedSince: request.headers[.ifModifiedSince]
        )
        guard !isKnown else { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = file.contentType
        // Ranges are for GET alone (RFC 9110, section 14.2).
        guard request.method != .head else {
            headers[.contentLength] = String(file.byteCount)
            return Response(status: .ok, headers: headers)
        }
        let field = validators.fit(ifRange: request.headers[.ifRange]) ? request.headers[.range] : nil
        return try await answer(with: ByteRange(field, of: file.byteCount), of: file, headers, context)
    }

    private func answer(
        with range: ByteRange,
        of file: MediaFile,
        _ headers: HTTPFields,
        _ context: SiteRequestContext
    ) async throws -> Response {
        var headers = headers
        let contentRange = range.contentRange(of: file.byteCount)
        headers[.contentRange] = contentRange
        switch range {
        case .whole:
            let body = try await FileIO().loadFile(path: file.path, context: context)
            return Response(status: .ok, headers: headers, body: body)
        case .part(let bytes):
            let body = try await FileIO().loadFile(path: file.path, range: bytes, context: context)
            return Response(status: .partialContent, headers: headers, body: body)
        case .unsatisfiable:
            // The page that explains the error is not the image, so it has nothing of its caching or type.
            throw HTTPError(.rangeNotSatisfiable, headers: contentRange.map { [.contentRange: $0] } ?? [:])
        }
    }
}

extension MediaFile {
    /// An upload never changes under its name, so its size and age tell as much as its bytes would.
    fileprivate var validators: Validators {
        Validators(tag: EntityTag("\(byteCount)-\(modified)"), lastModified: HTTPDate(secondsSince1970: modified))
    }
}
