import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// A TLS server on 127.0.0.1 whose certificate is for `secure.example`, signed by itself, good until 2126.
struct TLSServer {
    let port: Int
    private let channel: any Channel

    init() async throws {
        let certificate = try NIOSSLCertificate(bytes: Array(Self.certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem)
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)],
                privateKey: .privateKey(key)
            )
        )
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    try channel.pipeline.syncOperations.addHandler(Greeter())
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async throws {
        try await channel.close()
    }

    /// Answers the first bytes of a request, which come in one piece here.
    private final class Greeter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let host = String(buffer: unwrapInboundIn(data)).split(separator: "\r\n").first {
                $0.lowercased().hasPrefix("host:")
            }
            let body = host.map(String.init) ?? ""
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        }
    }
}

extension TLSServer {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBpTCCAUqgAwIBAgIUWRK4FvwSkDm3KuSlwTa8+DQbipwwCgYIKoZIzj0EAwIw
        GTEXMBUGA1UEAwwOc2VjdXJlLmV4YW1wbGUwIBcNMjYxMTI0MDYwOTAwWhgPMjEy
        NjEwMzEwNjA5MDBaMBkxFzAVBgNVBAMMDnNlY3VyZS5leGFtcGxlMFkwEwYHKoZI
        zj0CAQYIKoZIzj0DAQcDQgAEi8oKU8rKwJasQLN4CGtIbpLbQGRgm89MJVjelctq
        1DNwzyE9TKkCxDbwbozHfjvYE8IuxcP3EBkkKuX6Gg2STKNuMGwwHQYDVR0OBBYE
        FCfcBPZk5Eap943m91FaXTXgNaJ1MB8GA1UdIwQYMBaAFCfcBPZk5Eap943m91Fa
        XTXgNaJ1MA8GA1UdEwEB/wQFMAMBAf8wGQYDVR0RBBIwEIIOc2VjdXJlLmV4YW1w
        bGUwCgYIKoZIzj0EAwIDSQAwRgIhAL9c9SKuhVSG8jyjp3zNWHsQoi2NZr1li6HW
        FcarGtioAiEAnmQ9as4bgYDE6rwmqI2R+MjACLR+Uj5Tenx6gjpDsq8=
        -----END CERTIFICATE-----
        """

    /// Protects nothing: the certificate is trusted in these tests alone.
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgn+junEpi2HmuzE3F
        JP5lA7RXeDy46yNNVar5hz1OYGmhRANCAASLygpTysrAlqxAs3gIa0hukttAZGCb
        z0wlWN6Vy2rUM3DPIT1MqQLENvBujMd+O9gTwi7Fw/cQGSQq5foaDZJM
        -----END PRIVATE KEY-----
        """
}
