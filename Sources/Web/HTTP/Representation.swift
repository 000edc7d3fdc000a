import Hummingbird
import NIOCore

/// Bytes to answer a GET with, and what caches may do with them.
struct Representation {
    /// How long an answer may be used without asking again.
    enum Caching {
        /// Asks every time, and mostly hears that nothing has changed: pages.
        case revalidated
        /// For so many seconds: feeds.
        case seconds(Int)
        /// For ever, because the address changes with the content: stylesheet and media.
        case immutable
        /// Never kept: health.
        case never
    }

    let bytes: [UInt8]
    let contentType: String
    let caching: Caching

    /// A page.
    init(_ html: HTML) {
        self.init(html.markup, contentType: "text/html; charset=utf-8", caching: .revalidated)
    }

    init(_ text: String, contentType: String, caching: Caching) {
        self.init(bytes: Array(text.utf8), contentType: contentType, caching: caching)
    }

    init(bytes: [UInt8], contentType: String, caching: Caching) {
        self.bytes = bytes
        self.contentType = contentType
        self.caching = caching
    }

    /// The answer: the bytes, or 304 for a client that has them.
    func response(to request: Request, status: HTTPResponse.Status = .ok) -> Response {
        var headers: HTTPFields = [.cacheControl: caching.cacheControl]
        if case .never = caching {
        } else {
            let tag = EntityTag(of: bytes)
            headers[.eTag] = tag.text
            if status == .ok, tag.isListed(in: request.headers[values: .ifNoneMatch]) {
                return Response(status: .notModified, headers: headers)
            }
        }
        headers[.contentType] = contentType
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Representation.Caching {
    /// The value of the header `Cache-Control`.
    var cacheControl: String {
        switch self {
        case .revalidated: "no-cache"
        case .seconds(let seconds): "public, max-age=\(seconds)"
        case .immutable: "public, max-age=31536000, immutable"
        case .never: "no-store"
        }
    }
}
