import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// One request to one host, at addresses that were checked before, and at no other.
///
/// A client of its own lives as long as the exchange, so no connection to an address that was right for another request
/// is ever used again. The name goes into the `Host` header and is what the certificate must be for.
struct PinnedExchange: Sendable {
    /// What came back; the body is empty when nobody wanted it.
    struct Answer: Sendable {
        let status: Int
        let headers: [FetchHeader]
        let body: [UInt8]
    }

    /// Where the host is looked for, best first, before its silence is believed.
    private static let maximumAttempts = 4

    let leg: FetchLeg
    /// Checked addresses, best first.
    let addresses: [IPAddress]
    /// Bytes of the body.
    let maximumBytes: Int
    /// For the exchange, in case that nobody else looks at the time.
    let timeout: Duration
    /// A PEM file of authorities beside those of the system.
    let authorities: String?

    /// Sends the request and reads the answer; `wantsBody` says by status and headers whether the body is read.
    ///
    /// - Throws: `FetchError`, or `CancellationError`.
    func run(wantsBody: @Sendable (Int, [FetchHeader]) -> Bool) async throws -> Answer {
        // Other addresses are tried only while nobody has seen the request.
        let attempts = addresses.prefix(Self.maximumAttempts)
        for address in attempts.dropLast() {
            do {
                return try await run(at: address, attempts: attempts.count, wantsBody: wantsBody)
            } catch {
                guard Self.happenedWhileConnecting(error) else { throw failure(error) }
                try Task.checkCancellation()
            }
        }
        do {
            guard let last = attempts.last else { throw FetchError.unknownHost(host, detail: "it has no address") }
            return try await run(at: last, attempts: attempts.count, wantsBody: wantsBody)
        } catch {
            throw failure(error)
        }
    }

    private var host: String { leg.address.hostText }

    private func run(
        at address: IPAddress,
        attempts: Int,
        wantsBody: @Sendable (Int, [FetchHeader]) -> Bool
    ) async throws -> Answer {
        let request = try request()
        let client = HTTPClient(
            eventLoopGroupProvider: .shared(HTTPClient.defaultEventLoopGroup),
            configuration: configuration(pinningTo: address, attempts: attempts)
        )
        // Not waited for: a server may take its time to say goodbye on a TLS connection.
        defer { client.shutdown { _ in } }
        let response = try await client.execute(request, timeout: TimeAmount(timeout))
        let status = Int(response.status.code)
        let headers = response.headers.map { FetchHeader($0.name, $0.value) }
        guard leg.method != .head, wantsBody(status, headers) else {
            return Answer(status: status, headers: headers, body: [])
        }
        let announced = response.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        guard announced <= maximumBytes else { throw tooLarge }
        var body: [UInt8] = []
        for try await part in response.body {
            guard part.readableBytes <= maximumBytes - body.count else { throw tooLarge }
            body += part.readableBytesView
        }
        // A body cut off by cancellation must never pass for a whole one.
        try Task.checkCancellation()
        return Answer(status: status, headers: headers, body: body)
    }

    private var tooLarge: FetchError { .tooLarge(url: leg.address.url, limit: maximumBytes) }

    private func request() throws(FetchError) -> HTTPClientRequest {
        // The client takes the text apart again, with Foundation; where that sees another host than was checked, the
        // address of that host would be looked up without a check.
        guard let url = URL(string: leg.address.url), url.port ?? leg.address.port == leg.address.port,
            url.host(percentEncoded: false) == (host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host)
        else { throw .malformedURL(leg.address.url, reason: "programs disagree on its host") }
        var request = HTTPClientRequest(url: leg.address.url)
        request.method = HTTPMethod(rawValue: leg.method.rawValue)
        request.headers = HTTPHeaders(leg.headers.map { ($0.name, $0.value) })
        request.headers.add(name: "Connection", value: "close")
        if let body = leg.body { request.body = .bytes(ByteBuffer(bytes: body)) }
        return request
    }

    private func configuration(pinningTo address: IPAddress, attempts: Int) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authorities { tls.additionalTrustRoots = [.file(authorities)] }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(timeout / attempts), read: TimeAmount(timeout)),
            decompression: .disabled
        )
        if case .name(let name) = leg.address.host { configuration.dnsOverride = [name: address.description] }
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        return configuration
    }

    private static func happenedWhileConnecting(_ error: any Error) -> Bool {
        switch error {
        case let error as HTTPClientError: error == .connectTimeout || error == .tlsHandshakeTimeout
        case let error as IOError:
            [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, EADDRNOTAVAIL].contains(error.errnoCode)
        default: false
        }
    }

    /// The error as it is told: what the client's libraries throw is theirs.
    private func failure(_ error: any Error) -> any Error {
        switch error {
        case is FetchError, is CancellationError: error
        case let error as HTTPClientError: failure(error)
        case let error as HTTPParserError:
            error == .headerOverflow
                ? FetchError.tooManyHeaders(url: leg.address.url)
                : FetchError.interrupted(host: host, detail: "\(error)")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            FetchError.insecure(host: host, detail: "\(error)")
        case let error as IOError where Self.happenedWhileConnecting(error):
            FetchError.unreachable(host: host, detail: "\(error)")
        default: FetchError.interrupted(host: host, detail: "\(error)")
        }
    }

    private func failure(_ error: HTTPClientError) -> any Error {
        switch error {
        case .cancelled: CancellationError()
        case .connectTimeout, .tlsHandshakeTimeout, .readTimeout, .writeTimeout, .deadlineExceeded,
            .getConnectionFromPoolTimeout:
            FetchError.timedOut(url: leg.address.url, limit: timeout)
        default: FetchError.interrupted(host: host, detail: error.shortDescription)
        }
    }
}
