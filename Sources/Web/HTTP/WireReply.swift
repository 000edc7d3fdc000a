import HTTPTypes
import NIOCore

/// The replies of a finished answer in one coding as they go over HTTP/1.1, all but the fields that no two replies share.
///
/// A class, since each request is handed one: to copy its fields would be much of what such an answer costs.
final class WireReply: Sendable, Equatable {
    /// Status line and fields of the page, without the empty line that ends them.
    let found: ByteBuffer
    /// The same for a client that has the page.
    let known: ByteBuffer
    /// The body of the page.
    let body: ByteBuffer
    /// The tag.
    let tag: String
    /// The time of the last change, where it is told.
    let lastModified: String?

    static func == (one: WireReply, other: WireReply) -> Bool {
        one.found == other.found && one.known == other.known && one.body == other.body
    }

    /// The replies that an answer gives to requests for a coding.
    init(_ answer: CachedAnswer, _ coding: ContentCoding) {
        let wish: HTTPFields = [.acceptEncoding: coding.rawValue]
        var condition = wish
        condition[.ifNoneMatch] = "*"
        let found = answer.reply(to: .get, wish)
        self.found = Self.head(of: found)
        known = Self.head(of: answer.reply(to: .get, condition))
        body = found.body ?? ByteBuffer()
        tag = found.headers[.eTag] ?? ""
        lastModified = found.headers[.lastModified]
    }

    private static func head(of reply: CachedAnswer.Reply) -> ByteBuffer {
        var head = "HTTP/1.1 \(reply.status.code) \(reply.status.reasonPhrase)\r\n"
        for field in reply.headers { head += "\(field.name.rawName): \(field.value)\r\n" }
        return ByteBuffer(string: head)
    }
}
