import NIOCore
import NIOHTTP1

/// Sees to it that requests come in whole: a client that asks before it sends a body is told to send it (RFC 9110,
/// section 10.1.1), and one that sends nothing more is not waited for.
final class RequestReception: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let encoder: ChannelHandlerContext
    /// Requests that are not answered yet.
    private var underWay = 0
    /// Whether a request has begun and not ended.
    private var isReading = false

    /// A handler of a connection.
    ///
    /// - Parameter encoder: the place in the pipeline past which bytes go out as they are.
    init(encoder: ChannelHandlerContext) {
        self.encoder = encoder
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isReading = true
            // Between two answers there is no place for another word. Such a client goes on by itself after a while.
            if underWay == 0, head.version == .http1_1,
                head.headers[canonicalForm: "expect"].contains(where: isContinue)
            {
                encoder.writeAndFlush(NIOAny(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
            }
            underWay += 1
        case .body: break
        case .end: isReading = false
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { underWay = max(0, underWay - 1) }
        context.write(data, promise: promise)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let still = event as? ConnectionWatch.IsStill else { return context.fireUserInboundEventTriggered(event) }
        // An answer may take its time.
        if isReading || underWay == 0 || still.isBlocked { context.close(promise: nil) }
    }

    private func isContinue(_ expectation: Substring) -> Bool { expectation.lowercased() == "100-continue" }
}
