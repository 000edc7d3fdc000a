import ArgumentParser
import IndieWeb
import Publishing

/// `starpunk token`
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Look after the tokens by which applications may post.",
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self]
    )
}

/// `starpunk token create`
struct TokenCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token, and print it alone on standard output, this once."
    )

    @OptionGroup var site: SiteOptions
    @Option(help: "What the token allows: words such as create, draft, update, delete, undelete, media, with spaces.")
    var scope: String
    @Option(name: .customLong("client-id"), help: "The address of the application that it is for.") var clientID:
        String?
    @Option(help: "On whose behalf it acts (default: ADMIN_ME).") var me: String?
    @Option(name: .customLong("expires-in"), help: "Seconds that it lasts (default: ten years).") var expiresIn: Int?

    func validate() throws {
        if Scope(scope).isEmpty { throw ValidationError("--scope needs at least one word.") }
        if let expiresIn, !(1...Self.tenYears * 10).contains(expiresIn) {
            throw ValidationError("--expires-in must be from 1 to \(Self.tenYears * 10) seconds.")
        }
    }

    func run() throws {
        try Terminal.run {
            let configuration = try site.configuration()
            var random = SystemRandomNumberGenerator()
            let token = try site.dataFolder().withTokens { tokens in
                try tokens.issue(
                    scope: Scope(scope),
                    me: me ?? configuration.adminMe,
                    clientID: clientID,
                    expiresIn: expiresIn ?? Self.tenYears,
                    random: &random
                )
            }
            Terminal.print(token.token)
            Terminal.say("This is token \(token.id); it is not kept in clear text and not shown again.")
        }
    }

    private static let tenYears = 315_576_000
}

/// `starpunk token list`
struct TokenListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the tokens, newest first.")

    @OptionGroup var site: SiteOptions
    @Flag(help: "Print one JSON document.") var json = false

    func run() throws {
        try Terminal.run(json: json) {
            let entries = try site.dataFolder().withTokens { tokens in
                try tokens.list().map { TokenEntry($0, state: tokens.state(of: $0)) }
            }
            if json { return try Terminal.printJSON(entries) }
            for entry in entries { Terminal.print(entry.line) }
            if entries.isEmpty { Terminal.say("There are no tokens.") }
        }
    }
}

/// `starpunk token revoke`
struct TokenRevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a token back by its number, or all of them."
    )

    @OptionGroup var site: SiteOptions
    @Argument(help: "The number of a token, as token list shows it.") var id: Int64?
    @Flag(help: "All tokens.") var all = false

    func validate() throws {
        if (id == nil) != all { throw ValidationError("Name the number of a token, or --all.") }
    }

    func run() throws {
        try Terminal.run {
            try site.dataFolder().withTokens { tokens in
                guard let id else {
                    Terminal.say("\(try tokens.revokeAll()) tokens were revoked.")
                    return
                }
                guard try tokens.revoke(id: id) else {
                    Terminal.say("There is no token \(id).\nNothing was changed.\nNext: starpunk token list")
                    throw ExitCode(64)
                }
                Terminal.say("Token \(id) was revoked.")
            }
        }
    }
}

/// A token as it is listed: everything but its text, which nobody knows.
private struct TokenEntry: Encodable {
    let id: Int64
    let state: String
    let me: String
    let clientID: String?
    let scope: String
    let created: String
    let expires: String
    let lastUsed: String?
    let revoked: String?

    enum CodingKeys: String, CodingKey {
        case id, state, me, scope
        case clientID = "client_id"
        case created = "created_at"
        case expires = "expires_at"
        case lastUsed = "last_used_at"
        case revoked = "revoked_at"
    }

    init(_ token: AccessToken, state: String) {
        (id, self.state, me, clientID) = (token.id, state, token.me, token.clientID)
        scope = token.scope.description
        (created, expires) = (token.created.text, token.expires.text)
        (lastUsed, revoked) = (token.lastUsed?.text, token.revoked?.text)
    }

    var line: String {
        let used = lastUsed.map { "used \($0)" } ?? "never used"
        return "\(id)  \(state)  “\(scope)”  \(clientID ?? "made by hand")  until \(expires)  \(used)"
    }
}
