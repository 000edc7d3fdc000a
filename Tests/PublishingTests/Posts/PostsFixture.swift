import Foundation
import GRDB
import Logging
import Publishing

/// The data folder of release 1.4 from Tests/Fixtures, copied, with the index that our own migrations add.
struct PostsFixture: ~Copyable {
    let dataPath: String
    let database: DatabaseQueue
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures").standardized
        let folder = FileManager.default.temporaryDirectory.appending(path: "posts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: fixtures.appending(path: "notes"), to: folder.appending(path: "notes"))
        let sql = try String(contentsOf: fixtures.appending(path: "databases/S30_v1.4_healthy.sql"), encoding: .utf8)
        dataPath = folder.path()
        database = try DatabaseQueue()
        try database.writeWithoutTransaction { database in
            try database.execute(sql: sql)
            try database.execute(
                sql: """
                    CREATE INDEX idx_notes_timeline ON notes(julianday(created_at) DESC, id DESC)
                    WHERE published = 1 AND deleted_at IS NULL
                    """
            )
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: dataPath)
    }

    var query: PostQuery {
        PostQuery(reader: database, notes: NoteFolder(dataPath: dataPath))
    }

    /// Adds published posts `n1`, `n2`, …, a minute apart, all newer than those of the fixture.
    func addPosts(_ count: Int) throws {
        try database.write { database in
            for number in 1...count {
                let minute = String(number % 60).count == 1 ? "0\(number % 60)" : "\(number % 60)"
                try database.execute(
                    sql: "INSERT INTO notes (slug, file_path, published, created_at) VALUES (?, ?, 1, ?)",
                    arguments: ["n\(number)", "notes/2026/01/n\(number).md", "2026-01-0\(1 + number / 60) 10:\(minute):00"]
                )
            }
        }
        try FileManager.default.createDirectory(atPath: "\(dataPath)/notes/2026/01", withIntermediateDirectories: true)
        for number in 1...count {
            try Data("Note \(number)".utf8).write(to: URL(filePath: "\(dataPath)/notes/2026/01/n\(number).md"))
        }
    }
}
