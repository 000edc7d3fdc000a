import Foundation
import GRDB
import Logging
import Publishing
import TestSupport

/// The data folder of release 1.4, with what our own migrations add.
final class PostsFixture: Sendable {
    let database: DatabaseQueue
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try Fixture("S30_v1.4_healthy").build(in: folder("data"), extra: Fixture.ownMigrations())
        var configuration = Configuration()
        // No test outlives a power cut.
        configuration.prepareDatabase {
            try $0.execute(sql: "PRAGMA synchronous = OFF")
            try SearchQuery.addFunctions(to: $0)
        }
        database = try DatabaseQueue(path: folder("data/starpunk.db"), configuration: configuration)
        try database.write { try TagTimeline.fill($0) }
    }

    /// After all posts of the fixture.
    static let now = Date(timeIntervalSince1970: 1_795_363_200)

    var dataPath: String { folder("data") }

    var query: PostQuery {
        PostQuery(reader: database, notes: NoteFolder(dataPath: dataPath), now: { Self.now })
    }

    /// How SQLite answers a query, a line a step.
    func plan(_ sql: String, _ arguments: StatementArguments) throws -> [String] {
        try database.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: arguments)
                .map { row -> String in try row.decode(forColumn: "detail") }
        }
    }

    /// Adds published posts `n1`, `n2`, …, a minute apart, all newer than those of the fixture.
    func addPosts(_ count: Int) throws {
        try database.write { database in
            for number in 1...count {
                try database.execute(
                    sql: """
                        INSERT INTO notes (slug, file_path, published, created_at)
                        VALUES (?, ?, 1, datetime('2026-01-01', ? || ' minutes'))
                        """,
                    arguments: ["n\(number)", "notes/2026/01/n\(number).md", number]
                )
            }
        }
        try FileManager.default.createDirectory(atPath: "\(dataPath)/notes/2026/01", withIntermediateDirectories: true)
        for number in 1...count {
            try Data("Note \(number)".utf8).write(to: URL(filePath: "\(dataPath)/notes/2026/01/n\(number).md"))
        }
    }
}
