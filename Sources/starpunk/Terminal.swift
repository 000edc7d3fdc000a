import ArgumentParser
import Foundation
import Glibc
import Publishing
import Upgrade

/// Results go to standard output, words to people to standard error.
enum Terminal {
    /// A line for people.
    static func say(_ line: String) {
        write(line, to: STDERR_FILENO)
    }

    /// A line of a command's result.
    static func print(_ line: String) {
        write(line, to: STDOUT_FILENO)
    }

    /// Bytes of whole lines for people.
    static func write(_ lines: [UInt8]) {
        write(lines, to: STDERR_FILENO)
    }

    private static func write(_ line: String, to descriptor: Int32) {
        write(Array((line + "\n").utf8), to: descriptor)
    }

    /// Writes what can be written: nobody is there to be told that nobody is listening.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    /// The one JSON document of a command that was asked for JSON.
    static func printJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Runs a command's work, and turns its failure into a message, with `json` also into a JSON document, and an exit code.
    static func run(json: Bool = false, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch {
            throw try report(error, json: json)
        }
    }

    /// Says what went wrong.
    ///
    /// - Returns: the exit code to end with.
    static func report(_ error: any Error, json: Bool = false) throws -> ExitCode {
        switch error {
        case let code as ExitCode:
            return code
        case let error as UpgradeError:
            return try report(error, json: json)
        case let error as ConfigurationError:
            if json { try printJSON(FailureDocument(error)) }
            say("The configuration is wrong:\n  \(error.faults.joined(separator: "\n  "))")
            say(UpgradeError.nothingChanged)
            say("Next: correct these settings (in the environment or in .env), then run again.")
            return ExitCode(78)
        default:
            if let busy = BusyDatabase(error) { return try report(UpgradeError(busy), json: json) }
            if let failure = StorageFailure(error) {
                return try report(UpgradeError(failure, found: "\(error)"), json: json)
            }
            say("E1 Something unforeseen happened: \(error).\nNext: report this message as a fault.")
            return ExitCode(1)
        }
    }

    private static func report(_ error: UpgradeError, json: Bool) throws -> ExitCode {
        say(error.description)
        if json { try printJSON(FailureDocument(error)) }
        return ExitCode(error.kind.rawValue)
    }
}

/// A failure as JSON.
private struct FailureDocument: Encodable {
    struct Failure: Encodable {
        let code: Int32
        let found: String
        let outcome: String
        let next: String
    }

    let error: Failure

    init(_ error: ConfigurationError) {
        let found = error.faults.joined(separator: " ")
        self.error = Failure(
            code: 78,
            found: found,
            outcome: UpgradeError.nothingChanged,
            next: "correct these settings."
        )
    }

    init(_ error: UpgradeError) {
        self.error = Failure(code: error.kind.rawValue, found: error.found, outcome: error.outcome, next: error.next)
    }
}
