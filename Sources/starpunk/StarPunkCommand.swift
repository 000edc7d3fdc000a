import ArgumentParser
import Glibc

@main
struct StarPunkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "starpunk",
        abstract: "A self-hosted site for one person, in the IndieWeb.",
        discussion: """
            Exit codes: 0 done, or nothing to do; 1 internal error; 2 upgrade pending; 3 not a StarPunk database, or its \
            schema has drifted; 4 database newer than this program; 5 rows that would break the upgrade; 6 another \
            process holds it; 7 disk, permission or I/O; 8 damaged; 9 verification failed, rolled back; 64 wrong usage; \
            78 configuration wrong.
            """,
        version: ProgramVersion.current,
        subcommands: [
            ServeCommand.self, DatabaseCommand.self, BackupCommand.self, NotesCommand.self, TokenCommand.self,
            LoginLinkCommand.self, DoctorCommand.self,
        ]
    )

    static func main() async {
        // Everything this program creates in the data folder is the owner's alone.
        umask(0o077)
        // Without these three, the first file to be opened would take their place and receive our words.
        while true {
            let descriptor = open("/dev/null", O_RDWR)
            if descriptor > STDERR_FILENO {
                close(descriptor)
                break
            }
            if descriptor < 0 { break }
        }
        // A full quota or a closed pipe is an error to be reported, not a reason to die.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: error)
        }
    }
}

/// The release that this program belongs to.
enum ProgramVersion {
    static let current = "2.0.0-dev"
}
