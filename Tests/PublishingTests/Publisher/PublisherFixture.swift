import Foundation
import GRDB
import IndieWeb
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Publishing

/// A new site that can be written to.
final class PublisherFixture: Sendable {
    let database: any DatabaseWriter
    let publisher: Publisher
    let configuration: SiteConfiguration
    let clock = TestClock()
    let log: LogRecorder
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        configuration = try SiteConfiguration(
            environment: ["DATA_PATH": folder("data"), "SITE_URL": "https://alice.example.com"],
            dotEnv: nil
        )
        let data = try DataFolder(
            configuration: configuration,
            version: "test",
            now: { Date(timeIntervalSince1970: 0) }
        )
        _ = try data.prepareForServing(mayUpgrade: true) { _ in }
        database = try SiteDatabase(path: configuration.databasePath).connections
        log = LogRecorder()
        publisher = try Self.publisher(configuration, database, log: log) { [clock] in clock.now }
    }

    private static func publisher(
        _ configuration: SiteConfiguration,
        _ database: any DatabaseWriter,
        vipsthumbnail: String? = nil,
        log: LogRecorder = LogRecorder(),
        now: @escaping @Sendable () -> Date
    ) throws -> Publisher {
        try Publisher(
            configuration: configuration,
            database: database,
            processor: ImageProcessor(vipsthumbnail: vipsthumbnail),
            logger: Logger(label: "test") { _ in log },
            now: now
        )
    }

    /// Another writer of the same folder, as another process would be.
    func anotherPublisher(vipsthumbnail: String? = nil) throws -> Publisher {
        try Self.publisher(
            configuration,
            SiteDatabase(path: configuration.databasePath).connections,
            vipsthumbnail: vipsthumbnail
        ) { [clock] in clock.now }
    }

    /// A writer of the same folder by another connection.
    func anotherPublisher(on database: any DatabaseWriter) throws -> Publisher {
        try Self.publisher(configuration, database) { [clock] in clock.now }
    }

    func path(_ name: String) -> String { "\(configuration.dataPath)/\(name)" }

    /// The text of a file in the data folder.
    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Everything below notes/, with hidden files.
    var noteFiles: [String] {
        let names = FileManager.default.enumerator(atPath: path("notes"))?.allObjects as? [String] ?? []
        return names.filter { FileManager.default.contents(atPath: path("notes/\($0)")) != nil }.sorted()
    }

    func create(
        _ properties: MicroformatsProperties,
        slug: String? = nil,
        key: IdempotencyKey? = nil
    ) async throws
        -> String
    {
        var commands = MicropubCommands()
        commands.slug = slug
        return try await publisher.create(MicropubCreate(properties: properties, commands: commands), key: key).slug
    }

    /// Keeps everybody from the database while `body` runs, so that changes wait for it together.
    func holdingDatabase<T>(_ body: () async throws -> T) async throws -> T {
        let mayGoOn = DispatchSemaphore(value: 0)
        database.asyncWriteWithoutTransaction { _ in mayGoOn.wait() }
        defer { mayGoOn.signal() }
        return try await body()
    }

    /// Returns as soon as so many changes wait for the database, and fails after a minute.
    func untilChangesWait(_ count: Int) async throws {
        let end = ContinuousClock.now.advanced(by: .seconds(60))
        while publisher.changes.waitingCount != count {
            try #require(ContinuousClock.now < end, "\(publisher.changes.waitingCount) changes wait, and not \(count)")
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    func value(_ sql: String) throws -> String? { try database.read { try String.fetchOne($0, sql: sql) } }

    func wait(_ seconds: TimeInterval) { clock.advance(by: seconds) }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_795_363_200))

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

extension FileChange.Effect {
    /// Writes a text.
    static func write(_ text: String) -> Self { .write(Data(text.utf8), hash: ContentHash(text).hex) }
}
