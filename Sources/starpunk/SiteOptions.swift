import ArgumentParser
import Foundation
import Publishing

/// What every command takes.
struct SiteOptions: ParsableArguments {
    @Option(name: .customLong("data-path"), help: "The data folder (default: DATA_PATH, else “data”).")
    var dataPath: String?

    /// The settings from the environment, the `.env` file of the working directory and the command line.
    func configuration(overrides: [String: String] = [:]) throws -> SiteConfiguration {
        var values = overrides
        values["DATA_PATH"] = dataPath
        return try SiteConfiguration(
            environment: ProcessInfo.processInfo.environment,
            dotEnv: try dotEnv(),
            overrides: values
        )
    }

    /// Nil without the file; one that is there and cannot be read must not be taken for none.
    private func dotEnv() throws -> String? {
        guard FileManager.default.fileExists(atPath: ".env") else { return nil }
        do {
            return try String(contentsOfFile: ".env", encoding: .utf8)
        } catch {
            throw ConfigurationError(faults: [".env cannot be read as UTF-8 text: \(error.localizedDescription)."])
        }
    }

    /// The data folder that the settings name.
    func dataFolder(tokens: SiteSchema.ClearTextTokens = .invalidate) throws -> DataFolder {
        try DataFolder(
            configuration: try configuration(),
            tokens: tokens,
            version: ProgramVersion.current,
            now: { Date() }
        )
    }
}
