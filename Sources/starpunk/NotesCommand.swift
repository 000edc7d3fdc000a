import ArgumentParser
import Publishing

/// `starpunk notes`
struct NotesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notes",
        abstract: "Look after the notes' files.",
        subcommands: [NotesAdoptCommand.self]
    )
}

/// `starpunk notes adopt`
struct NotesAdoptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Make a draft of every Markdown file that no note names."
    )

    @OptionGroup var site: SiteOptions
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        try Terminal.run(json: json) {
            let drafts = try site.dataFolder().adoptNotes()
            if json {
                try Terminal.printJSON(drafts)
            } else {
                for draft in drafts { Terminal.print("\(draft.slug)  \(draft.file)") }
            }
            Terminal.say(
                drafts.isEmpty ? "Every file has its note." : "\(drafts.count) drafts were made; nothing was published."
            )
        }
    }
}
