import ArgumentParser
import Publishing

/// `starpunk login-link`
struct LoginLinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login-link",
        abstract: "Make an address that signs the owner in once, and print it alone on standard output."
    )

    @OptionGroup var site: SiteOptions

    func run() throws {
        try Terminal.run {
            var random = SystemRandomNumberGenerator()
            Terminal.print(try site.dataFolder().makeLoginLink(random: &random))
            Terminal.say("Open it in your browser. It works once, for \(LoginLinks.lifetime / 60) minutes.")
        }
    }
}
