import Foundation
import Logging
import Publishing

/// Log lines on standard error, as text or as JSON.
struct LogLines: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let label: String
    private let format: SiteConfiguration.LogFormat
    private let output: LogOutput

    init(label: String, configuration: SiteConfiguration, output: LogOutput) {
        self.label = label
        self.output = output
        format = configuration.logFormat
        logLevel = Self.level(configuration.logLevel, label: label)
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let metadata = metadata.merging(event.metadata ?? [:]) { $1 }
        let line =
            switch format {
            case .text: textLine(event.level, "\(event.message)", metadata)
            case .json: jsonLine(event.level, "\(event.message)", metadata)
            }
        output.write(line)
    }

    /// The names of the Python releases; the life cycle of the process is for whoever looks for it.
    private static func level(_ name: String, label: String) -> Logger.Level {
        let level: Logger.Level =
            switch name {
            case "DEBUG": .debug
            case "WARNING": .warning
            case "ERROR": .error
            case "CRITICAL": .critical
            default: .info
            }
        return label == "lifecycle" && level == .info ? .warning : level
    }

    private func textLine(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) -> String {
        let facts = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        return "\(Self.time()) \(level.rawValue.uppercased()) \(Self.onOneLine(message + facts))"
    }

    private func jsonLine(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) -> String {
        var fields = metadata.mapValues { "\($0)" }
        fields["time"] = Self.time()
        fields["level"] = level.rawValue
        fields["label"] = label
        fields["message"] = message
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(fields) else { return message }
        return String(decoding: data, as: UTF8.self)
    }

    private static func time() -> String { Date().formatted(.iso8601) }

    /// What comes from outside must not be able to forge a line of its own.
    private static func onOneLine(_ text: String) -> String {
        text.replacing("\n", with: "⏎").replacing("\r", with: "⏎")
    }
}
