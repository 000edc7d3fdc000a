import Foundation
import Glibc
import Synchronization

/// A server on a real socket that answers each connection as a closure says, and counts them.
package final class RawServer: Sendable {
    /// What the server saw.
    private final class Log: Sendable {
        let state = Mutex<(accepted: Int, requests: [String])>((0, []))
    }

    package struct SocketFailure: Error {
        package let call: String
        package let code = errno
    }

    /// The port.
    package let port: Int
    private let listener: Int32
    private let log = Log()

    /// Listens at an IPv4 address; port 0 takes a free one.
    package init(
        at host: String = "127.0.0.1",
        port: Int = 0,
        answer: @escaping @Sendable (RawConnection) -> Void
    ) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw SocketFailure(call: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        let (descriptor, size) = (listener, length)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard bound == 0, listen(listener, 64) == 0 else { throw SocketFailure(call: "bind") }
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        self.port = Int(in_port_t(bigEndian: address.sin_port))
        let log = log
        Thread.detachNewThread {
            while true {
                let client = accept(descriptor, nil, nil)
                // The listener was shut down.
                guard client >= 0 else { break }
                log.state.withLock { $0.accepted += 1 }
                Thread.detachNewThread {
                    let connection = RawConnection(descriptor: client) { request in
                        log.state.withLock { $0.requests.append(request) }
                    }
                    answer(connection)
                    close(client)
                }
            }
            close(descriptor)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A server that reads a request and answers it with the same bytes each time.
    package convenience init(at host: String = "127.0.0.1", port: Int = 0, answering text: String) throws {
        try self.init(at: host, port: port) { connection in
            _ = connection.readRequest()
            connection.send(text)
        }
    }

    /// Requests that were read, whole.
    package var requests: [String] { log.state.withLock(\.requests) }
    /// Connections that were accepted so far.
    package var accepted: Int { log.state.withLock(\.accepted) }

    /// How many connections came before this call, also those that the system holds ready and nobody has accepted yet.
    ///
    /// Connections are accepted in their order, so an own one is waited for.
    package func connections() async throws -> Int {
        let before = accepted
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let connected = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                getsockname(listener, pointer, &length) == 0 && connect(probe, pointer, length) == 0
            }
        }
        guard connected else { throw SocketFailure(call: "connect") }
        for _ in 0..<500 where accepted == before { try await Task.sleep(for: .milliseconds(10)) }
        // One more turn for those that came in the same moment.
        try await Task.sleep(for: .milliseconds(20))
        return accepted - 1
    }
}

/// A connection to a `RawServer`.
package struct RawConnection: Sendable {
    package let descriptor: Int32
    fileprivate let record: @Sendable (String) -> Void

    fileprivate init(descriptor: Int32, record: @escaping @Sendable (String) -> Void) {
        (self.descriptor, self.record) = (descriptor, record)
        // No thread of a test hangs for longer.
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// The next bytes; empty when the other side has closed.
    package func receive() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    /// The next request, head and body.
    package func readRequest() -> String {
        var text = ""
        while !isWhole(text) {
            let bytes = receive()
            if bytes.isEmpty { break }
            text += String(decoding: bytes, as: UTF8.self)
        }
        record(text)
        return text
    }

    /// Sends bytes; false when the other side does not take them.
    @discardableResult
    package func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor,
                    $0.baseAddress?.advanced(by: sent),
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private func isWhole(_ text: String) -> Bool {
        guard let end = text.range(of: "\r\n\r\n") else { return false }
        guard let field = text.range(of: "content-length: ", options: .caseInsensitive) else { return true }
        let length = Int(text[field.upperBound...].prefix(while: \.isNumber)) ?? 0
        return text[end.upperBound...].utf8.count >= length
    }
}
