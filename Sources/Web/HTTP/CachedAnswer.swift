package import HTTPTypes
package import IndieWeb
package import NIOCore

/// A finished answer to GET and HEAD: its bytes as they are and compressed, and what a client must know of them.
///
/// For what everybody may see, and nothing else: a secret beside words of a stranger can be guessed from the length of
/// the compressed page.
package struct CachedAnswer: Sendable, Equatable {
    private struct Body: Sendable, Equatable {
        let bytes: ByteBuffer
        let tag: EntityTag

        init(_ bytes: [UInt8]) {
            self.bytes = ByteBuffer(bytes: bytes)
            tag = EntityTag(of: bytes)
        }
    }

    /// What to tell a client.
    package struct Reply: Sendable, Equatable {
        /// 200, 304, or 412 when the client asked for another state of the page.
        package let status: HTTPResponse.Status
        /// Its header.
        package let headers: HTTPFields
        /// Its body; nil for HEAD, and for any status but 200.
        package let body: ByteBuffer?
    }

    private let identity: Body
    /// Nil when compression would gain nothing.
    private let gzip: Body?
    private let contentType: String
    private let cacheControl: String
    private let lastModified: HTTPDate?
    private let vary: String
    private let headers: HTTPFields
    /// The replies to what nearly all requests ask, ready to be sent.
    private var identityWire: WireReply?
    private var gzipWire: WireReply?

    /// Finishes an answer: compresses it and makes the tags.
    ///
    /// - Parameters:
    ///   - bytes: the bytes of the representation.
    ///   - contentType: what they are.
    ///   - cacheControl: what caches may do with them.
    ///   - lastModified: when they changed last, when known. It must never go back, also when the newest post is
    ///     deleted: a client that asks by it would keep what it has.
    ///   - variesOnAccept: whether another `Accept` would have got another representation.
    ///   - headers: other fields, such as `Link`, which a 304 has too.
    package init(
        bytes: [UInt8],
        contentType: String,
        cacheControl: String,
        lastModified: HTTPDate? = nil,
        variesOnAccept: Bool = false,
        headers: HTTPFields = [:]
    ) {
        identity = Body(bytes)
        gzip = Self.compressed(bytes).map(Body.init)
        self.contentType = contentType
        self.cacheControl = cacheControl
        self.lastModified = lastModified
        vary = variesOnAccept ? "Accept, Accept-Encoding" : "Accept-Encoding"
        self.headers = headers
        identityWire = WireReply(self, .identity)
        // A client that takes it gets the bytes as they are where compression gains nothing.
        gzipWire = gzip == nil ? identityWire : WireReply(self, .gzip)
    }

    /// The reply in a coding, ready to be sent.
    func wire(_ coding: ContentCoding) -> WireReply? {
        switch coding {
        case .identity: identityWire
        case .gzip: gzipWire
        }
    }

    /// How many bytes the answer keeps in memory, about.
    package var byteCount: Int {
        // Fields, replies that are ready, and book-keeping are counted with a round sum.
        identity.bytes.readableBytes + (gzip?.bytes.readableBytes ?? 0) + 8_192
    }

    /// The reply to a request, by its conditions (RFC 9110, section 13.2.2) and the codings that it takes.
    ///
    /// The conditions are put on the representation in the coding that would be sent, for each coding has its own tag.
    package func reply(to method: HTTPRequest.Method, _ request: HTTPFields) -> Reply {
        let coding = ContentCoding.preferred(acceptEncoding: request[values: .acceptEncoding])
        let packed = coding == .gzip ? gzip : nil
        let body = packed ?? identity

        guard isMeant(body, by: request) else {
            return Reply(status: .preconditionFailed, headers: [:], body: nil)
        }
        var headers = headers
        headers[.cacheControl] = cacheControl
        headers[.eTag] = body.tag.text
        headers[.vary] = vary
        guard !isKnown(body, to: request) else {
            // No more than section 15.4.5 asks for: the client has the rest.
            return Reply(status: .notModified, headers: headers, body: nil)
        }
        headers[.lastModified] = lastModified?.text
        headers[.contentType] = contentType
        headers[.contentEncoding] = packed == nil ? nil : ContentCoding.gzip.rawValue
        headers[.contentLength] = String(body.bytes.readableBytes)
        return Reply(status: .ok, headers: headers, body: method == .head ? nil : body.bytes)
    }

    private func isMeant(_ body: Body, by request: HTTPFields) -> Bool {
        let ifMatch = request[values: .ifMatch]
        guard let lastModified else { return ifMatch.isEmpty || body.tag.isListed(in: ifMatch, .strong) }
        return Validators(tag: body.tag, lastModified: lastModified)
            .allow(ifMatch: ifMatch, ifUnmodifiedSince: request[.ifUnmodifiedSince])
    }

    private func isKnown(_ body: Body, to request: HTTPFields) -> Bool {
        let ifNoneMatch = request[values: .ifNoneMatch]
        guard let lastModified else { return body.tag.isListed(in: ifNoneMatch) }
        return Validators(tag: body.tag, lastModified: lastModified)
            .areKnown(ifNoneMatch: ifNoneMatch, ifModifiedSince: request[.ifModifiedSince])
    }

    /// The bytes compressed, unless they are too few to gain anything.
    private static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= 256, let packed = Gzip.compress(bytes), packed.count < bytes.count else { return nil }
        return packed
    }
}
