import NIOCore
import NIOHTTP1

/// Puts a ``KeptAnswerHandler`` into the pipeline of a connection, between the bytes and the framework.
final class KeptAnswers: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any
    private let gate: UpgradeGate

    init(gate: UpgradeGate) {
        self.gate = gate
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        // Another version of the framework may have another pipeline. Then all requests take the long way.
        guard let decoder = try? pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self),
            let encoder = try? pipeline.context(handlerType: HTTPResponseEncoder.self)
        else { return }
        try? pipeline.addHandler(KeptAnswerHandler(gate: gate, encoder: encoder), position: .after(decoder))
    }
}
