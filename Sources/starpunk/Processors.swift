import Foundation

/// The processors of the machine.
enum Processors {
    /// How many of them this process may use, by the mask in /proc/self/status (proc_pid_status(5)); at least 1.
    static var allowed: Int {
        let all = ProcessInfo.processInfo.activeProcessorCount
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let name = "Cpus_allowed:"
        let mask = status.split(separator: "\n").first { $0.hasPrefix(name) }?.dropFirst(name.count)
        // The mask may hold processors that the machine could have and has not.
        guard let mask else { return max(1, all) }
        return max(1, min(all, mask.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }))
    }
}
