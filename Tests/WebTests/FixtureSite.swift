import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IndieWeb
import Logging
import NIOCore
import Publishing
import Synchronization
import TestSupport
import Web

/// The site of release 1.4's data folder, with what our own migrations add, behind an open gate.
final class FixtureSite: Sendable {
    let site: Site
    let publisher: Publisher
    let identity: Identity
    let care: DatabaseCare
    /// What time it is for the site.
    let clock = Clock()
    private let database: any DatabaseWriter
    private let folder: TemporaryFolder

    /// A clock that stands still unless it is set.
    final class Clock: Sendable {
        let time = Mutex(Date(timeIntervalSince1970: 1_795_363_200))
    }

    /// A site.
    ///
    /// - Parameters:
    ///   - settings: beside the defaults.
    ///   - stranger: what asks applications who they are.
    ///   - isServed: whether the database has a log, which tells at once that something has changed.
    ///   - commandsFail: whether the commands that the desk starts do.
    /// - Throws: where the folder cannot be made.
    init(
        _ settings: [String: String] = [:],
        stranger: WebFetcher? = nil,
        isServed: Bool = false,
        commandsFail: Bool = false
    ) throws {
        folder = try TemporaryFolder()
        try Fixture("S30_v1.4_healthy").build(in: folder("data"), extra: Fixture.ownMigrations())
        var configuration = Configuration()
        // No test outlives a power cut.
        configuration.prepareDatabase {
            try $0.execute(sql: "PRAGMA synchronous = OFF")
            try SearchQuery.addFunctions(to: $0)
        }
        let path = folder("data/starpunk.db")
        database =
            isServed
            ? try DatabasePool(path: path, configuration: configuration)
            : try DatabaseQueue(path: path, configuration: configuration)
        try database.write { try TagTimeline.fill($0) }
        let defaults = [
            "SITE_URL": "https://alice.example.com", "SITE_NAME": "Alice’s notes", "DATA_PATH": folder("data"),
        ]
        let environment = defaults.merging(settings) { $1 }
        let settings = try SiteConfiguration(environment: environment, dotEnv: nil)
        let clock = clock
        let now: @Sendable () -> Date = { clock.time.withLock { $0 } }
        site = Site(configuration: settings, reader: database, now: now)
        publisher = try Publisher(
            configuration: settings,
            database: database,
            processor: ImageProcessor(vipsthumbnail: ImageProcessor.locate(in: "/usr/bin")),
            logger: .silent,
            now: now
        )
        let fetcher = WebFetcher(policy: AddressPolicy(allowsLoopback: false), userAgent: "test")
        identity = try Identity(
            configuration: settings,
            database: database,
            lookups: try database as? DatabaseQueue ?? DatabaseQueue(path: path, configuration: configuration),
            secret: SessionSecret("secret of the tests"),
            fetcher: fetcher,
            clients: ClientDocuments(fetcher: stranger ?? fetcher, now: now),
            now: now
        )
        let data = try DataFolder(configuration: settings, version: "1.2.3", now: now)
        care = DatabaseCare(folder: data, reader: database) { words in
            Self.outcome(of: words, fails: commandsFail)
        }
    }

    /// What the commands of the program would print.
    private static func outcome(of words: [String], fails: Bool) -> CommandOutcome {
        switch (words.first, fails) {
        case ("db", false): CommandOutcome(status: 0, output: #"{"whole": true, "failures": [], "warnings": []}"#)
        case ("db", true):
            CommandOutcome(
                status: 8,
                output: #"{"whole": false, "failures": ["the search index is wrong about 3 notes"]}"#
            )
        case (_, false): CommandOutcome(status: 0, output: #"{"path": "/backups/a.db"}"#)
        case (_, true):
            CommandOutcome(status: 7, output: #"{"error": {"found": "The disk is full.", "next": "make room."}}"#)
        }
    }

    /// The whole application.
    var application: WebApplication {
        WebApplication(site: site, publisher: publisher, identity: identity, care: care, version: "1.2.3")
    }

    /// A path in the data folder.
    func path(_ name: String) -> String { folder("data/\(name)") }

    /// Writes a file into the data folder.
    func write(_ text: String, to name: String) throws {
        let file = URL(filePath: path(name))
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Adds published posts `n1`, `n2`, …, a minute apart, all newer than those of the fixture.
    func addPosts(_ count: Int) throws {
        for number in 1...count { try addPost("n\(number)", minute: number, "Note \(number)") }
    }

    /// Adds a published post.
    func addPost(_ slug: String, minute: Int = 0, _ markdown: String) throws {
        try write(markdown, to: "notes/2026/01/\(slug).md")
        try database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO notes (slug, file_path, published, created_at, updated_at)
                    VALUES (?, ?, 1, datetime('2026-01-01', ?), datetime('2026-01-01', ?))
                    """,
                arguments: [slug, "notes/2026/01/\(slug).md", "\(minute) minutes", "\(minute) minutes"]
            )
        }
    }

    /// Publishes a post as a client does, with other properties than its words beside.
    func publish(_ markdown: String, _ slug: String, _ properties: MicroformatsProperties = [:]) async throws {
        var properties = properties
        properties["content"] = [.string(markdown)]
        var commands = MicropubCommands()
        commands.slug = slug
        _ = try await publisher.create(MicropubCreate(properties: properties, commands: commands))
    }

    /// Changes a post as a client does.
    func update(_ slug: String, _ change: (inout MicropubUpdate) -> Void) async throws {
        var update = MicropubUpdate()
        change(&update)
        _ = try await publisher.update(slug: slug, update)
    }

    /// Changes the database behind the program's back.
    func execute(_ sql: String) throws {
        try database.write { try $0.execute(sql: sql) }
    }

    /// Does something while the database is held, as another program would.
    func holdingDatabase<T>(_ body: () async throws -> T) async throws -> T {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(path: path("starpunk.db"), configuration: configuration)
        try await holder.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        defer { try? holder.close() }
        return try await body()
    }

    /// A new access token of the owner's, or of an application.
    func token(_ scope: String, client: String? = nil) throws -> String {
        var random = SystemRandomNumberGenerator()
        return try identity.tokens.issue(
            scope: Scope(scope),
            me: "https://alice.example.com/",
            clientID: client,
            expiresIn: 3600,
            random: &random
        ).token
    }

    /// The header by which a browser is signed in.
    func signedIn() async throws -> HTTPFields {
        var random = SystemRandomNumberGenerator()
        let (token, _) = try await identity.sessions.start(
            method: .password,
            userAgent: nil,
            address: nil,
            random: &random
        )
        return [.cookie: "starpunk_session=\(token)"]
    }

    /// Makes the shadows of posts right that were changed behind the program's back.
    func refreshTags() throws {
        try database.write { try TagTimeline.fill($0) }
    }

    /// The whole application behind its gate, which keeps the pages that it has made.
    func opened() -> UpgradeGate {
        let gate = UpgradeGate(version: "1.2.3")
        gate.open(application)
        return gate
    }

    /// Asks the whole application, from the gate to the routes; what earlier questions left in it is gone.
    func get(_ path: String, _ headers: HTTPFields = [:], method: HTTPRequest.Method = .get) async throws -> Answer {
        try await send(path, headers, method: method)
    }

    /// Asks the whole application with a body.
    func send(
        _ path: String,
        _ headers: HTTPFields,
        method: HTTPRequest.Method,
        body: Data = Data()
    ) async throws -> Answer {
        try await opened().answer(path, headers, method: method, body: body)
    }
}

/// What a client hears.
struct Answer: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let text: String
}

extension UpgradeGate {
    /// The answer to one request.
    func answer(
        _ path: String,
        _ headers: HTTPFields = [:],
        method: HTTPRequest.Method = .get,
        body: Data = Data()
    ) async throws -> Answer {
        try await Application(responder: self, logger: .silent).test(.router) { client in
            let response = try await client.execute(
                uri: path,
                method: method,
                headers: headers,
                body: body.isEmpty ? nil : ByteBuffer(bytes: body)
            )
            return Answer(status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
    }
}

extension Logger {
    /// A logger that writes nothing.
    static let silent = {
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        return logger
    }()
}
