/// A setting as its owner can look it up: its value, and where that comes from.
package struct Setting: Sendable, Equatable {
    /// Where a value comes from.
    package enum Origin: String, Sendable {
        /// An option of the command.
        case commandLine
        /// A variable of the environment.
        case environment
        /// The file `.env`.
        case dotEnv
        /// Nobody has said anything.
        case `default`
    }

    /// The name of the variable.
    package let name: String
    /// The value as it was given; that of a secret is not here.
    package let value: String
    /// Where it comes from.
    package let origin: Origin
    /// What it means, in a sentence.
    package let meaning: String

    private static let secrets: Set = ["SESSION_SECRET"]

    /// All settings, in the order of the documents. Those that have no effect any more are there where they are set.
    static func all(
        environment: [String: String],
        dotEnv: [String: String],
        overrides: [String: String]
    ) -> [Setting] {
        let sources: [(Origin, [String: String])] = [
            (.commandLine, overrides), (.environment, environment), (.dotEnv, dotEnv),
        ]
        return ConfigurationKey.all.compactMap { key in
            let found = sources.first { $0.1[key.name] != nil }
            if case .removed = key.form, found == nil { return nil }
            let given = found?.1[key.name] ?? ""
            let isGiven = !given.allSatisfy(\.isWhitespace)
            return Setting(
                name: key.name,
                value: !isGiven ? key.defaultValue : secrets.contains(key.name) ? "(secret)" : given,
                origin: isGiven ? found?.0 ?? .default : .default,
                meaning: key.meaning
            )
        }
    }
}
