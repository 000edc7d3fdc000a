import Foundation
import ServiceLifecycle
import Synchronization
import TestSupport
import Web

/// A fixture's site on a real port.
enum ServedFixture {
    /// A client that waits on a thread of its own: the few that run tasks serve the site.
    struct Client: Sendable {
        let client: HTTPClient

        func send(_ method: String, _ path: String, headers: [(String, String)]) async throws -> HTTPClient.Answer {
            try await onThread { try client.send(method, path, headers: headers) }
        }

        func exchange(_ pieces: [[UInt8]], method: String) async throws -> HTTPClient.Answer {
            try await onThread { try client.exchange(pieces, method: method) }
        }

        func pipeline(_ requests: [UInt8]) async throws -> [HTTPClient.Answer] {
            try await onThread { try client.pipeline(requests) }
        }

        private func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
            }
        }
    }

    /// Serves the fixture, and stops when the work is done.
    ///
    /// - Parameters:
    ///   - patience: how long at least a client may take for its next bytes.
    ///   - work: is given the site and a client of it.
    /// - Returns: the requests that were answered.
    /// - Throws: what `work` throws.
    static func run(
        patience: Duration = .seconds(60),
        _ work: @Sendable @escaping (FixtureSite, Client) async throws -> Void
    ) async throws -> [RequestRecord] {
        let site = try FixtureSite(isServed: true)
        let records = Mutex<[RequestRecord]>([])
        let gate = UpgradeGate(version: "1") { record in records.withLock { $0.append(record) } }
        gate.open(site.application)
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let server = WebApplication.server(
            gate: gate,
            host: "127.0.0.1",
            port: 0,
            patience: patience,
            logger: .silent
        ) { continuation.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: .silent))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports {
                try await work(site, Client(client: HTTPClient(port: port)))
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        return records.withLock { $0 }
    }
}
