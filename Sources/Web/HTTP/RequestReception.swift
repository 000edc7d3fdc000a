import NIOCore
import NIOHTTP1

/// Sees to it that requests come in whole: a client that asks before it sends a body is told to send it once somebody wants
/// to read it (RFC 9110, section 10.1.1), and one that sends nothing more is not waited for.
final class RequestReception: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Goes through the pipeline when the body of the request that is at work is about to be read.
    struct GoAhead {}

    private let encoder: ChannelHandlerContext
    /// Requests that are not answered yet.
    private var underWay = 0
    /// Whether a request has begun and not ended.
    private var isReading = false
    /// Whether the client waits for an answer before it sends the body.
    private var isAwaited = false
    /// Whether the answer that is going out is the last.
    private var isLast = false

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
            isAwaited =
                underWay == 0 && head.version == .http1_1
                && head.headers[canonicalForm: "expect"].contains(where: isContinue)
            underWay += 1
        case .body: isAwaited = false
        case .end: (isReading, isAwaited) = (false, false)
        }
        context.fireChannelRead(data)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is GoAhead else { return context.triggerUserOutboundEvent(event, promise: promise) }
        if isAwaited {
            encoder.writeAndFlush(NIOAny(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
        isAwaited = false
        promise?.succeed()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where isAwaited:
            // The client may send the body all the same, or not: what it sends next could be either.
            isLast = true
            head.headers.replaceOrAdd(name: "Connection", value: "close")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end where isLast:
            underWay = 0
            let channel = context.channel
            let written = promise ?? context.eventLoop.makePromise()
            written.futureResult.whenComplete { _ in channel.close(promise: nil) }
            context.writeAndFlush(data, promise: written)
        case .end:
            underWay = max(0, underWay - 1)
            context.write(data, promise: promise)
        case .head, .body:
            context.write(data, promise: promise)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let still = event as? ConnectionWatch.IsStill else { return context.fireUserInboundEventTriggered(event) }
        // An answer may take its time.
        if isReading || underWay == 0 || still.isBlocked { context.close(promise: nil) }
    }

    private func isContinue(_ expectation: Substring) -> Bool { expectation.lowercased() == "100-continue" }
}
