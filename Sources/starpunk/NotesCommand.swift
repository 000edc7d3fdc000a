import ArgumentParser
import Publishing

/// `starpunk notes`
struct NotesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notes",
        abstract: "Look after the notes' files.",
        subcommands: [NotesAdoptCommand.self, NotesReindexCommand.self, NotesPurgeCommand.self]
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
            let (drafts, unreadable) = try site.dataFolder().adoptNotes()
            if json {
                try Terminal.printJSON(drafts)
            } else {
                for draft in drafts { Terminal.print("\(draft.slug)  \(draft.file)") }
            }
            for file in unreadable {
                Terminal.say(
                    "\(file) has no note and cannot be read: see to its permissions and that its name is UTF-8."
                )
            }
            if drafts.isEmpty {
                Terminal.say(unreadable.isEmpty ? "Every file has its note." : "No draft was made.")
            } else {
                Terminal.say("\(drafts.count) drafts were made; nothing was published.")
            }
        }
    }
}

/// `starpunk notes reindex`
struct NotesReindexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex",
        abstract: "Make the search index say what the Markdown files say."
    )

    @OptionGroup var site: SiteOptions

    func run() throws {
        try Terminal.run {
            try site.dataFolder().reindex { done, total in Terminal.say("working  \(done) of \(total) notes") }
            Terminal.say("The search index is whole.")
        }
    }
}

/// `starpunk notes purge`
struct NotesPurgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Remove for good, with their files, notes that were deleted some time ago; their addresses stay 410."
    )

    @OptionGroup var site: SiteOptions
    @Option(name: .customLong("older-than"), help: "Days since a note was deleted.") var days = 30

    func validate() throws {
        if !(0...36_500).contains(days) { throw ValidationError("--older-than must be from 0 to 36500 days.") }
    }

    func run() throws {
        try Terminal.run {
            let purged = try site.dataFolder().purgeNotes(deletedForDays: days)
            for post in purged { Terminal.print(post.slug) }
            for post in purged {
                guard let path = post.path, let reason = post.leftBecause else { continue }
                Terminal.say("\(path) is still there: \(reason.rawValue).")
            }
            Terminal.say(
                purged.isEmpty
                    ? "No note was deleted more than \(days) days ago." : "\(purged.count) notes were removed for good."
            )
        }
    }
}
