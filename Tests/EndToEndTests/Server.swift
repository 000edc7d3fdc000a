import Foundation
import Glibc
import Synchronization
import TestSupport

/// A running `starpunk serve` on a free port of the loopback interface.
final class Server: Sendable {
    /// An answer.
    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: String
    }

    private let process: Process
    private let log = Mutex("")
    private let site: Site

    /// Starts; does not wait until it is ready.
    ///
    /// `wrapper` is a program with its arguments that becomes it (execve(2)), such as `prlimit`.
    init(
        _ site: Site,
        port: Int = Server.freePort(),
        environment: [String: String] = [:],
        wrapper: [String] = []
    ) throws {
        self.site = site
        self.port = port
        process = Process()
        let words = wrapper + [Program.path, "serve", "--port", "\(port)", "--data-path", site.path]
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = environment.merging(["SITE_URL": "http://127.0.0.1:\(port)/"]) { given, _ in given }
        process.currentDirectoryURL = URL(filePath: site.folder.path)
        process.standardInput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let reader = Thread { [weak self] in
            while true {
                let data = errors.fileHandleForReading.availableData
                guard !data.isEmpty else { return }
                self?.log.withLock { $0 += String(decoding: data, as: UTF8.self) }
            }
        }
        reader.start()
    }

    deinit {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    let port: Int

    /// The folder of /proc that tells about the process (proc(5)).
    var statusFolder: String { "/proc/\(process.processIdentifier)" }

    var lines: [String] { log.withLock { $0 }.split(separator: "\n").map(String.init) }

    /// Asks until there is an answer of this status, for at most half a minute.
    func wait(for status: Int, at path: String = "/health") throws -> Answer? {
        for _ in 0..<600 {
            if let answer = try? get(path), answer.status == status { return answer }
            usleep(50_000)
        }
        return nil
    }

    func get(_ path: String, method: String = "GET", headers: [String] = []) throws -> Answer {
        let result = try Server.curl(
            ["-s", "-i", "--max-time", "10", "-X", method] + (method == "HEAD" ? ["-I"] : [])
                + headers.flatMap { ["-H", $0] }
                + ["http://127.0.0.1:\(port)\(path)"]
        )
        let parts = result.firstRange(of: "\r\n\r\n").map { (result[..<$0.lowerBound], result[$0.upperBound...]) }
        guard let (head, body) = parts else { throw CocoaError(.fileReadUnknown) }
        let lines = head.replacing("\r\n", with: "\n").split(separator: "\n").map(String.init)
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return Answer(status: status, headers: fields, body: String(body))
    }

    /// Ends it as an init system does, and waits.
    ///
    /// - Returns: the exit code.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it at once, as the system does when memory is short, and waits.
    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static func curl(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// Below the ports that Linux gives to outgoing connections (32,768 and up), of which a test run makes many.
    private static let nextPort = Mutex(10_000 + Int(getpid()) % 20_000)

    /// A port that no server of this test run has had.
    static func freePort() -> Int {
        nextPort.withLock { port in
            repeat { port += 1 } while !isFree(port)
            return port
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(probe, $0, size) == 0 }
        }
    }
}
