import Dispatch
import Foundation
import Publishing
import Synchronization
import Web

/// Where log lines go: standard error, in the order in which they were given.
///
/// A line of the program is written at once. One of a request waits for others, a tenth of a second at most, because a
/// system call for each would be much of what answering a request costs.
final class LogOutput: Sendable {
    private struct State {
        var waiting: [UInt8] = []
        var isFlushPlanned = false
        /// The second that the requests' lines begin with, and how.
        var second = 0
        var time = ""
    }

    private static let longestWait = DispatchTimeInterval.milliseconds(100)
    private static let mostWaiting = 65_536

    private let format: SiteConfiguration.LogFormat
    private let now: @Sendable () -> Date
    private let state = Mutex(State())

    init(format: SiteConfiguration.LogFormat, now: @escaping @Sendable () -> Date) {
        self.format = format
        self.now = now
    }

    /// Writes a line of the program, after all that waits.
    func write(_ line: String) {
        state.withLock { state in
            state.waiting += Array(line.utf8) + [UInt8(ascii: "\n")]
            Self.flush(&state)
        }
    }

    /// Notes a request.
    func record(_ request: RequestRecord) {
        state.withLock { state in
            append(request, to: &state)
            guard state.waiting.count < Self.mostWaiting else { return Self.flush(&state) }
            guard !state.isFlushPlanned else { return }
            state.isFlushPlanned = true
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.longestWait) { [self] in
                self.state.withLock { state in
                    state.isFlushPlanned = false
                    Self.flush(&state)
                }
            }
        }
    }

    /// Writes what waits. To be called before the program ends.
    func flush() {
        state.withLock { Self.flush(&$0) }
    }

    private static func flush(_ state: inout State) {
        Terminal.write(state.waiting)
        state.waiting.removeAll(keepingCapacity: true)
    }

    private func append(_ request: RequestRecord, to state: inout State) {
        let now = now()
        let second = Int(now.timeIntervalSince1970)
        if state.second != second { (state.second, state.time) = (second, now.formatted(.iso8601)) }
        let (seconds, attoseconds) = request.duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let milliseconds = "\(microseconds / 1_000).\(String(1_000 + microseconds % 1_000).dropFirst())"
        switch format {
        case .text:
            state.waiting += state.time.utf8
            state.waiting += " INFO request hb.request.id=".utf8
            state.waiting += request.id.utf8
            state.waiting += " method=".utf8
            state.waiting += request.method.utf8
            state.waiting += " milliseconds=".utf8
            state.waiting += milliseconds.utf8
            state.waiting += " path=".utf8
            state.waiting += request.path.utf8
            state.waiting += " status=".utf8
            state.waiting += String(request.status).utf8
            state.waiting.append(UInt8(ascii: "\n"))
        case .json:
            let fields = [
                ("hb.request.id", request.id), ("label", "web"), ("level", "info"), ("message", "request"),
                ("method", request.method), ("milliseconds", milliseconds), ("path", request.path),
                ("status", String(request.status)), ("time", state.time),
            ]
            let members = fields.map { "\"\($0)\":\"\(Self.escaped($1))\"" }
            state.waiting += "{\(members.joined(separator: ","))}\n".utf8
        }
    }

    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            return text
        }
        return text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\"", "\\": escaped += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                escaped += "\\u\(String(0x1_0000 + scalar.value, radix: 16).dropFirst())"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
