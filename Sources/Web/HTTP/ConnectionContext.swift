package import Hummingbird
import NIOCore
import Publishing

/// What is known of a request before it reaches the site: the framework's context, and the other end of the connection.
package struct ConnectionContext: RequestContext {
    /// The framework's part.
    package var coreContext: CoreRequestContextStorage
    /// What the site's own endpoints get.
    let site: BasicRequestContext
    /// The other end, which may be a proxy's.
    let peer: ClientAddress
    /// The connection.
    let channel: any Channel

    /// The context of a request on a connection.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        site = BasicRequestContext(source: source)
        channel = source.channel
        peer = source.channel.remoteAddress?.ipAddress.flatMap { ClientAddress($0) } ?? .unspecified
    }
}

extension Request {
    /// The other end of the connection.
    var peer: ClientAddress { headers[.peerAddress].flatMap { ClientAddress($0) } ?? .unspecified }

    /// The request with the other end of the connection written down, over whatever a client may have written there.
    func coming(from peer: ClientAddress) -> Request {
        var head = head
        head.headerFields[.peerAddress] = peer.description
        return Request(head: head, body: body)
    }

    /// Where the request comes from, as far as trusted proxies tell.
    func clientAddress(trusting proxies: ProxyTrust) -> ClientAddress {
        proxies.client(peer: peer, forwardedFor: headers[values: .forwardedFor])
    }
}
