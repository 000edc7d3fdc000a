import Foundation

/// An HTTP/1.1 client of one request a connection, which sends exactly the bytes that it is given.
///
/// Others mend what a test gets wrong on purpose: they join headers, add their own, and clean paths.
package struct HTTPClient: Sendable {
    /// Why there is no answer.
    package enum Failure: Error {
        case noConnection
        case timedOut
        /// The connection ended before the answer did; what came is told.
        case noAnswer(String)
    }

    /// The port on the loopback interface.
    package let port: Int
    /// Seconds that an exchange may take.
    package var seconds = 30.0

    /// Creates a client of a port on 127.0.0.1.
    package init(port: Int) {
        self.port = port
    }

    /// Sends a request and reads the answer.
    ///
    /// Host, Content-Length (with a body) and `Connection: close` are added where `headers` do not name them.
    /// The body comes in pieces, so that a large one can be the same piece many times.
    package func send(
        _ method: String,
        _ path: String,
        headers: [(String, String)] = [],
        pieces: [[UInt8]]? = nil
    ) throws -> Answer {
        let names = headers.map { $0.0.lowercased() }
        var fields = names.contains("host") ? headers : [("Host", "127.0.0.1:\(port)")] + headers
        if let pieces, !names.contains("content-length"), !names.contains("transfer-encoding") {
            fields.append(("Content-Length", "\(pieces.reduce(0) { $0 + $1.count })"))
        }
        if !names.contains("connection") { fields.append(("Connection", "close")) }
        let lines = ["\(method) \(path) HTTP/1.1"] + fields.map { "\($0.0): \($0.1)" }
        let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        return try exchange([head] + (pieces ?? []), method: method)
    }

    /// Sends a request with a body of text.
    package func send(
        _ method: String,
        _ path: String,
        headers: [(String, String)] = [],
        body: String
    ) throws -> Answer {
        try send(method, path, headers: headers, pieces: [Array(body.utf8)])
    }

    /// Sends bytes as they are, and reads the answer; an answer that comes early ends the sending.
    package func exchange(_ pieces: [[UInt8]], method: String) throws -> Answer {
        try exchange(pieces) { received, isAtEnd in
            var rest = received[...]
            return Answer(takenFrom: &rest, to: method, isAtEnd: isAtEnd)
        }
    }

    /// Sends several requests by GET at once, and reads all that the server answers until it ends the connection.
    package func pipeline(_ requests: [UInt8]) throws -> [Answer] {
        try exchange([requests]) { received, isAtEnd in
            guard isAtEnd else { return nil }
            var (rest, answers) = (received[...], [Answer]())
            while let answer = Answer(takenFrom: &rest, to: "GET", isAtEnd: isAtEnd) { answers.append(answer) }
            return answers
        }
    }

    /// Sends bytes, and reads until what came is enough; `read` is given it, and whether that is all.
    private func exchange<Result>(_ pieces: [[UInt8]], _ read: ([UInt8], Bool) -> Result?) throws -> Result {
        let socket = try connection()
        defer { close(socket) }
        let end = ContinuousClock.now + .seconds(seconds)
        var unsent = pieces.filter { !$0.isEmpty }[...]
        var offset = 0
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var state = pollfd(fd: socket, events: Int16(unsent.isEmpty ? POLLIN : POLLIN | POLLOUT), revents: 0)
            let left = (end - ContinuousClock.now) / Duration.milliseconds(1)
            guard left > 0, poll(&state, 1, Int32(left) + 1) > 0 else { throw Failure.timedOut }
            if Int32(state.revents) & (POLLIN | POLLHUP | POLLERR) != 0 {
                unsent = []
                let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count > 0 { received += buffer[..<count] }
                if let result = read(received, count == 0) { return result }
                if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) {
                    throw Failure.noAnswer(String(decoding: received.prefix(200), as: UTF8.self))
                }
            } else if let piece = unsent.first {
                let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
                let count = piece[offset...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, flags) }
                if count > 0 { offset += count } else if errno != EAGAIN, errno != EINTR { unsent = [] }
                if offset == piece.count { (unsent, offset) = (unsent.dropFirst(), 0) }
            }
        }
    }

    private func connection() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard descriptor >= 0, status == 0 else {
            close(descriptor)
            throw Failure.noConnection
        }
        return descriptor
    }
}
