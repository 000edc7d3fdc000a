import HTTPTypes
import Hummingbird
import NIOCore

/// The body of a request whose client asks before it sends it (`Expect: 100-continue`; RFC 9110, section 10.1.1): whoever
/// begins to read it wants it, so the client is told to go on.
///
/// A request that is refused by its header alone is thus answered at once, and its body never sent (MP-016).
private struct AwaitedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let body: RequestBody
    let channel: any Channel

    func makeAsyncIterator() -> Iterator { Iterator(body: body.makeAsyncIterator(), channel: channel) }

    struct Iterator: AsyncIteratorProtocol {
        var body: RequestBody.AsyncIterator
        var channel: (any Channel)?

        mutating func next() async throws -> ByteBuffer? { try await next(isolation: nil) }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> ByteBuffer? {
            channel?.triggerUserOutboundEvent(RequestReception.GoAhead(), promise: nil)
            channel = nil
            return try await body.next(isolation: actor)
        }
    }
}

extension Request {
    /// The request with a body that its client is asked for once it is read, where the client waits for that.
    func askingForBody(on channel: any Channel) -> Request {
        guard headers[.expect] != nil else { return self }
        return Request(head: head, body: RequestBody(asyncSequence: AwaitedBody(body: body, channel: channel)))
    }
}
