import Subprocess
import SystemPackage

/// What a command of this program said, and how it ended.
package struct CommandOutcome: Sendable {
    /// Its exit code; nil when a signal ended it.
    package let status: Int32?
    /// What it printed as its result.
    package let output: String

    /// Creates an outcome.
    package init(status: Int32?, output: String) {
        self.status = status
        self.output = output
    }

    /// Runs the program at a path, with this process's environment and working directory, and waits for its end.
    ///
    /// - Throws: `SubprocessError` when it cannot be started.
    package static func running(_ program: String, _ words: [String]) async throws -> CommandOutcome {
        let result = try await run(
            .path(FilePath(program)),
            arguments: Arguments(words),
            output: .string(limit: 1 << 20),
            error: .discarded
        )
        let status: Int32? = if case .exited(let code) = result.terminationStatus { Int32(code) } else { nil }
        return CommandOutcome(status: status, output: result.standardOutput)
    }
}
