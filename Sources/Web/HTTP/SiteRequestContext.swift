package import Hummingbird
import Logging
import NIOCore
import Publishing

/// What is known of a request beside what its client says.
package struct SiteRequestContext: RequestContext {
    /// The framework's part.
    package var coreContext: CoreRequestContextStorage
    /// The other end of the connection, which may be a proxy's.
    let peer: ClientAddress
    /// The connection.
    let channel: any Channel

    /// The context of a request on a connection.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        peer = source.channel.remoteAddress?.ipAddress.flatMap { ClientAddress($0) } ?? .unspecified
    }

    /// What the log and the visitor call the request. The framework keeps it among the logger's metadata, which a log
    /// handler need not keep; its own accessor would stop the server then.
    var requestID: String {
        logger[metadataKey: "hb.request.id"]?.description ?? "unknown"
    }
}

extension Request {
    /// Where the request comes from, as far as trusted proxies tell.
    ///
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - proxies: which of them are believed.
    /// - Returns: the address of whoever asks.
    func clientAddress(from peer: ClientAddress, trusting proxies: ProxyTrust) -> ClientAddress {
        proxies.client(peer: peer, forwardedFor: headers[values: .forwardedFor])
    }
}
