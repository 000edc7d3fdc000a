import NIOCore
import NIOHTTP1

/// Puts the site's own handlers into the pipeline of a connection, between the bytes and the framework.
final class ConnectionHandlers: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any
    private let gate: UpgradeGate
    private let patience: TimeAmount

    /// The handlers of a connection.
    ///
    /// - Parameters:
    ///   - gate: knows the site, once it is open.
    ///   - patience: how long at least a client may take for its next bytes.
    init(gate: UpgradeGate, patience: TimeAmount) {
        (self.gate, self.patience) = (gate, patience)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        // Another version of the framework may have another pipeline. Then all requests take its way.
        guard let decoder = try? pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self),
            let encoder = try? pipeline.context(handlerType: HTTPResponseEncoder.self)
        else { return }
        let handlers: [any ChannelHandler] = [
            KeptAnswerHandler(gate: gate, encoder: encoder), RequestReception(encoder: encoder),
        ]
        try? pipeline.addHandlers(handlers, position: .after(decoder))
        try? pipeline.addHandler(ConnectionWatch(interval: patience), position: .first)
    }
}
