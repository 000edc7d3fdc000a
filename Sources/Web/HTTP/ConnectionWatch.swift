import NIOCore

/// Notices connections on which nothing moves. Unlike `IdleStateHandler` of the framework it costs no request anything:
/// it looks up now and then.
final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Goes through the pipeline when nothing was received for a while, and nothing that is to be sent went out.
    struct IsStill {
        /// Whether bytes are waiting that the client does not take.
        let isBlocked: Bool
    }

    private let interval: TimeAmount
    private var task: Scheduled<Void>?
    private var hasReceived = false
    /// Bytes that were waiting to be sent at the last look.
    private var unsent = 0

    /// A watch that looks up once in each interval, so that stillness is noticed after one to two of them.
    init(interval: TimeAmount) {
        self.interval = interval
    }

    func handlerAdded(context: ChannelHandlerContext) { plan(context) }

    func handlerRemoved(context: ChannelHandlerContext) { task?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        task?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasReceived = true
        context.fireChannelRead(data)
    }

    private func plan(_ context: ChannelHandlerContext) {
        task = context.eventLoop.assumeIsolated().scheduleTask(in: interval) { [self] in look(context) }
    }

    private func look(_ context: ChannelHandlerContext) {
        let waiting = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        if !hasReceived, waiting == unsent {
            context.fireUserInboundEventTriggered(IsStill(isBlocked: waiting > 0))
        }
        hasReceived = false
        unsent = waiting
        plan(context)
    }
}
