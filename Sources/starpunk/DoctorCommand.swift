import ArgumentParser
import Publishing

/// `starpunk doctor`
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check everything that could go wrong on this machine, and say how to mend it. Writes nothing."
    )

    @OptionGroup var site: SiteOptions
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        try Terminal.run(json: json) {
            let configuration = try site.configuration()
            let examination = try Doctor(configuration: configuration, folder: try site.dataFolder()).examine()
            if json {
                try Terminal.printJSON(examination)
            } else {
                for finding in examination.findings { Terminal.print(finding.line) }
            }
            if examination.exitCode != 0 { throw ExitCode(examination.exitCode) }
        }
    }
}
