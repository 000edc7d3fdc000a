import ArgumentParser
import Publishing
import Upgrade

/// `starpunk db verify`
struct DatabaseVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the schema, keys, indexes, the search index, note files and hashes. Writes nothing."
    )

    @OptionGroup var site: SiteOptions
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        var isPrinted = false
        do {
            let folder = try site.dataFolder()
            let result = try folder.verify()
            isPrinted = true
            if json {
                try Terminal.printJSON(result)
            } else {
                Terminal.print(result.isWhole ? "whole" : "not whole")
            }
            for failure in result.failures { Terminal.say("failed   \(failure)") }
            for warning in result.warnings { Terminal.say("warning  \(warning)") }
            if let refusal = result.refusal { throw refusal }
        } catch {
            // The result itself is the one document.
            throw try Terminal.report(error, json: json && !isPrinted)
        }
    }
}
