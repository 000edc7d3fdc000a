import Foundation
import GRDB
import IndieWeb
import Logging
import Synchronization
import TestSupport

@testable import Publishing

/// A new site that can be written to.
final class PublisherFixture: Sendable {
    let database: DatabasePool
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
        database = try SiteDatabase(path: configuration.databasePath).pool
        log = LogRecorder()
        publisher = try Self.publisher(configuration, database, log: log) { [clock] in clock.now }
    }

    private static func publisher(
        _ configuration: SiteConfiguration,
        _ database: DatabasePool,
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
            SiteDatabase(path: configuration.databasePath).pool,
            vipsthumbnail: vipsthumbnail
        ) { [clock] in clock.now }
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

    func value(_ sql: String) throws -> String? { try database.read { try String.fetchOne($0, sql: sql) } }

    func wait(_ seconds: TimeInterval) { clock.advance(by: seconds) }
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_795_363_200))

    var now: Date { time.withLock { $0 } }

    func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
